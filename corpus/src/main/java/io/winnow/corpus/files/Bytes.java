package io.winnow.corpus.files;

import com.github.luben.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.beam.sdk.io.FileSystems;

/** Opens inputs. A failing filesystem is told apart from failing data: see {@link LostInput}. */
public final class Bytes {
  private static final int BUFFER = 64 << 10;

  private Bytes() {}

  /** The bytes of a file as they lie there. */
  public static InputStream raw(String path) {
    ReadableByteChannel channel = channel(path);
    return new BufferedBytes(new Guarded(Channels.newInputStream(channel)), BUFFER);
  }

  /** The same of a copy that this process has made. */
  public static InputStream raw(Path copy) {
    InputStream stream = LostInput.guard(() -> Files.newInputStream(copy));
    return new BufferedBytes(new Guarded(stream), BUFFER);
  }

  /**
   * Takes off the compressions that a name speaks of.
   *
   * @throws IOException if one does not begin as it should; the stream is closed then
   */
  public static InputStream decompressed(String path, InputStream bytes) throws IOException {
    InputStream stream = bytes;
    boolean done = false;
    try {
      String name = path;
      for (String inner = Compression.withoutOuter(name);
          !inner.equals(name);
          inner = Compression.withoutOuter(name)) {
        stream =
            new BufferedBytes(
                Compression.isZstd(name)
                    ? new ZstdInputStream(stream)
                    : new GZIPInputStream(stream, BUFFER),
                BUFFER);
        name = inner;
      }
      done = true;
      return stream;
    } finally {
      if (!done) {
        stream.close();
      }
    }
  }

  private static ReadableByteChannel channel(String path) {
    Filesystems.require(path);
    return LostInput.guard(() -> FileSystems.open(FileSystems.matchNewResource(path, false)));
  }

  /** A file for reading at any place. */
  public static SeekableByteChannel seekable(String path) throws IOException {
    ReadableByteChannel channel = channel(path);
    if (channel instanceof SeekableByteChannel seekable) {
      return new GuardedChannel(seekable);
    }
    channel.close();
    throw new LostInput(new IOException("the filesystem of " + path + " cannot seek"));
  }

  /** The same of a copy that this process has made. */
  public static SeekableByteChannel seekable(Path copy) {
    return new GuardedChannel(LostInput.guard(() -> Files.newByteChannel(copy)));
  }

  /** All bytes of a record; empty if there are more than {@code maximum}. */
  public static Optional<byte[]> read(InputStream stream, int maximum) throws IOException {
    byte[] bytes = stream.readNBytes(maximum);
    return bytes.length == maximum && stream.read() >= 0 ? Optional.empty() : Optional.of(bytes);
  }

  private static final class Guarded extends FilterInputStream {
    Guarded(InputStream stream) {
      super(stream);
    }

    @Override
    public int read() {
      return LostInput.guard(() -> super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      return LostInput.guard(() -> super.read(bytes, offset, length));
    }
  }
}

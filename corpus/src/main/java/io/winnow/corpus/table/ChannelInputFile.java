package io.winnow.corpus.table;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file that Parquet reads through a channel, such as those of Beam's filesystems. */
public final class ChannelInputFile implements InputFile {
  private final Opener opener;
  private final long length;
  private final String name;

  /**
   * @param opener called once for each stream that Parquet wants
   * @param length in bytes
   */
  public ChannelInputFile(Opener opener, long length) {
    this(opener, length, "it");
  }

  private ChannelInputFile(Opener opener, long length, String name) {
    this.opener = opener;
    this.length = length;
    this.name = name;
  }

  static ChannelInputFile of(ResourceId file) throws IOException {
    return new ChannelInputFile(
        () -> seekable(file),
        FileSystems.matchSingleFileSpec(file.toString()).sizeBytes(),
        file.toString());
  }

  /** Opens a channel at the beginning of the file. */
  @FunctionalInterface
  public interface Opener {
    SeekableByteChannel open() throws IOException;
  }

  private static SeekableByteChannel seekable(ResourceId file) throws IOException {
    ReadableByteChannel channel = FileSystems.open(file);
    if (channel instanceof SeekableByteChannel seekable) {
      return seekable;
    }
    channel.close();
    throw new IOException("the filesystem of " + file + " cannot seek, which Parquet needs");
  }

  @Override
  public long getLength() {
    return length;
  }

  /** What Parquet's messages call it, which dead letters repeat: the same in every run. */
  @Override
  public String toString() {
    return name;
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    return new Stream(opener.open());
  }

  private static final class Stream extends SeekableInputStream {
    private final SeekableByteChannel channel;

    Stream(SeekableByteChannel channel) {
      this.channel = channel;
    }

    @Override
    public long getPos() throws IOException {
      return channel.position();
    }

    @Override
    public void seek(long position) throws IOException {
      channel.position(position);
    }

    @Override
    public int read() throws IOException {
      ByteBuffer one = ByteBuffer.allocate(1);
      return channel.read(one) < 0 ? -1 : one.get(0) & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int size) throws IOException {
      return channel.read(ByteBuffer.wrap(bytes, offset, size));
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
      return channel.read(buffer);
    }

    @Override
    public void readFully(byte[] bytes) throws IOException {
      readFully(ByteBuffer.wrap(bytes));
    }

    @Override
    public void readFully(byte[] bytes, int offset, int size) throws IOException {
      readFully(ByteBuffer.wrap(bytes, offset, size));
    }

    @Override
    public void readFully(ByteBuffer buffer) throws IOException {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw new EOFException("a Parquet file ends " + buffer.remaining() + " bytes too early");
        }
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}

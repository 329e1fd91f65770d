package io.winnow.readers.containers;

import io.winnow.corpus.Origin;
import io.winnow.corpus.files.Bytes;
import io.winnow.corpus.files.LostInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A file of a container, copied to disk so that it can be read at any place. */
record SpooledBlob(Origin origin, String name, Path copy) implements SeekableBlob {
  /**
   * @throws IOException if the blob cannot be read or is too large
   * @throws LostInput if the copy cannot be written
   */
  static SpooledBlob copy(Blob blob) throws IOException {
    Path copy = LostInput.guard(() -> Files.createTempFile("winnow-", ".spool"));
    SpooledBlob spooled = new SpooledBlob(blob.origin(), blob.name(), copy);
    boolean done = false;
    try (InputStream stream = blob.raw()) {
      spooled.fill(stream);
      done = true;
      return spooled;
    } finally {
      if (!done) {
        spooled.close();
      }
    }
  }

  private void fill(InputStream stream) throws IOException {
    byte[] buffer = new byte[64 << 10];
    try (OutputStream out = LostInput.guard(() -> Files.newOutputStream(copy))) {
      long left = Containers.MAXIMUM_COPY_BYTES;
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        left -= n;
        if (left < 0) {
          throw new IOException(
              String.format(
                  Locale.ROOT,
                  "a file inside a container is larger than %,d bytes",
                  Containers.MAXIMUM_COPY_BYTES));
        }
        int length = n;
        LostInput.guard(() -> out.write(buffer, 0, length));
      }
    }
  }

  @Override
  public InputStream raw() {
    return Bytes.raw(copy);
  }

  @Override
  public SeekableByteChannel channel() {
    return Bytes.seekable(copy);
  }

  @Override
  public void close() {
    LostInput.guard(() -> Files.deleteIfExists(copy));
  }
}

package io.winnow.readers.containers;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/** A blob that can be read at any place, as often as one likes. */
public interface SeekableBlob extends Blob, AutoCloseable {
  /** A channel over the bytes as they lie there. */
  SeekableByteChannel channel() throws IOException;

  @Override
  default SeekableBlob seekable() {
    return this;
  }

  @Override
  void close();
}

package io.winnow.readers.containers;

import io.winnow.corpus.Origin;
import io.winnow.corpus.files.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/**
 * An input file. Its name is no part of a document's identity, so its origin has no path.
 *
 * @param name as Beam's filesystems spell its path
 */
public record InputBlob(String name) implements SeekableBlob {
  @Override
  public Origin origin() {
    return Origin.at(name, -1);
  }

  @Override
  public InputStream raw() {
    return Bytes.raw(name);
  }

  @Override
  public SeekableByteChannel channel() throws IOException {
    return Bytes.seekable(name);
  }

  @Override
  public void close() {}
}

package io.winnow.readers.containers;

import io.winnow.corpus.Origin;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file inside a container.
 *
 * @param origin with its path inside the outermost container
 * @param name path inside its own container
 * @param content its bytes
 */
public record EntryBlob(Origin origin, String name, Archive.Content content) implements Blob {
  /** A file of a container that lies at {@code container}. */
  public static EntryBlob in(Origin container, String name, Archive.Content content) {
    String outer = container.path() == null ? "" : container.path() + "!/";
    Origin origin =
        Origin.at(container.uri() + "!/" + name, -1).withPath(container.repository(), outer + name);
    return new EntryBlob(origin, name, content);
  }

  @Override
  public InputStream raw() throws IOException {
    return content.open();
  }

  @Override
  public SeekableBlob seekable() throws IOException {
    return SpooledBlob.copy(this);
  }
}

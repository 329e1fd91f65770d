package io.winnow.corpus.files;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The filesystem failed, as opposed to the data: passes by everything that makes dead letters of
 * {@link IOException}s.
 */
public final class LostInput extends UncheckedIOException {
  public LostInput(IOException cause) {
    super(cause);
  }
}

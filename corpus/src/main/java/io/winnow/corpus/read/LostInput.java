package io.winnow.corpus.read;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The filesystem failed, as opposed to the data: passes by everything that makes dead letters of
 * {@link IOException}s.
 */
final class LostInput extends UncheckedIOException {
  LostInput(IOException cause) {
    super(cause);
  }
}

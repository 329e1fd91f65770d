package io.winnow.readers.source;

import io.winnow.corpus.files.LostInput;
import java.io.IOException;

/**
 * A step of a library that reads what somebody else has written, and that may throw unchecked
 * exceptions at whatever is not as it should be. The sink is never called in one: what it throws is
 * no fault of the data.
 */
@FunctionalInterface
public interface Decoding<T> {
  T run() throws IOException;

  /**
   * Runs a step.
   *
   * @throws IOException for all that is wrong with the data
   * @throws LostInput if the filesystem fails
   */
  static <T> T checked(Decoding<T> step) throws IOException {
    try {
      return step.run();
    } catch (LostInput e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IOException(Records.sentence(e), e);
    }
  }
}

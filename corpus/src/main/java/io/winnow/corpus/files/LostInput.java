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

  /** Uses the filesystem. */
  @FunctionalInterface
  public interface Step<T> {
    T run() throws IOException;
  }

  /** Uses the filesystem without a result. */
  @FunctionalInterface
  public interface Action {
    void run() throws IOException;
  }

  /**
   * What a step gives in which nothing but the filesystem can fail.
   *
   * @throws LostInput if it does
   */
  public static <T> T guard(Step<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      throw new LostInput(e);
    }
  }

  /** The same without a result. */
  public static void guard(Action action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new LostInput(e);
    }
  }
}

package io.winnow.glm;

import static io.winnow.corpus.Require.require;

import java.io.Serializable;

/**
 * How sequences are scored.
 *
 * @param window tokens that the model sees at once, the prefix among them; 0: as many as it has
 *     positions for
 * @param stride tokens by which the window moves on over a longer sequence, 1 to window - 2; each
 *     token but the first ones then has at least window - stride tokens before it, less the prefix;
 *     0: half the window
 * @param memoryBytes that there are; 0: what the machine or its container has
 * @param threads that score at a time at most, which the memory has to do for; 0: as many as there
 *     are processors
 */
public record ScorerOptions(int window, int stride, long memoryBytes, int threads)
    implements Serializable {
  /** Room for the prefix and two tokens. */
  static final int LEAST_WINDOW = 4;

  /** Checks the parameters. */
  public ScorerOptions {
    require(
        window == 0 || window >= LEAST_WINDOW,
        "the window must be at least %s tokens, but was %s",
        LEAST_WINDOW,
        window);
    require(stride >= 0, "the stride must be at least 1 token, but was %s", stride);
    require(
        window == 0 || stride <= window - 2,
        "the stride must be at most the window of %s tokens less 2, but was %s",
        window,
        stride);
    require(memoryBytes >= 0, "memory must be at least 0 bytes, but was %s", memoryBytes);
    require(threads >= 0, "threads must be at least 1, but were %s", threads);
  }

  /** For as many threads as there are processors. */
  public ScorerOptions(int window, int stride, long memoryBytes) {
    this(window, stride, memoryBytes, 0);
  }

  /** The whole window of the model, and half of it as stride. */
  public static ScorerOptions standard() {
    return new ScorerOptions(0, 0, 0);
  }

  /** With another window. */
  public ScorerOptions withWindow(int tokens) {
    return new ScorerOptions(tokens, stride, memoryBytes, threads);
  }

  /** With another stride. */
  public ScorerOptions withStride(int tokens) {
    return new ScorerOptions(window, tokens, memoryBytes, threads);
  }

  /** As if there were another amount of memory. */
  public ScorerOptions withMemoryBytes(long bytes) {
    return new ScorerOptions(window, stride, bytes, threads);
  }

  /** For another number of threads. */
  public ScorerOptions withThreads(int count) {
    return new ScorerOptions(window, stride, memoryBytes, count);
  }

  /**
   * These, with the numbers that a model gives.
   *
   * @param positions that the model has
   * @throws IllegalArgumentException if it has too few
   */
  ScorerOptions forModel(int positions) {
    require(
        window <= positions,
        "the window must be at most the model's %s positions, but was %s",
        positions,
        window);
    int tokens = window == 0 ? Math.max(positions, LEAST_WINDOW) : window;
    return new ScorerOptions(
        tokens,
        stride == 0 ? Math.max(1, tokens / 2) : stride,
        memoryBytes,
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
  }
}

package io.winnow.glm.model;

import com.sun.management.OperatingSystemMXBean;
import io.winnow.glm.model.Architecture.Use;
import io.winnow.glm.model.Architecture.Wanted;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * How much memory a checkpoint needs once it is loaded, an estimate from its configuration.
 *
 * @param weights bytes: matrices are float32 in the order that ONNX Runtime multiplies them in,
 *     embeddings stay as they are stored
 * @param process bytes of everything that neither weights nor sequences take
 * @param buffers bytes of keys and values of one sequence as long as the window
 * @param largest bytes of the largest of these buffers
 * @param activations bytes of one run
 * @param threads sequences at a time
 */
public record MemoryNeed(
    long weights, long process, long buffers, long largest, long activations, int threads) {
  private static final long PROCESS_BYTES = 200L << 20;

  /** What ONNX Runtime knows of the nodes of an expert; measured with tiny ones. */
  private static final long EXPERT_BYTES = 128L << 10;

  private static final double GIGABYTE = 1e9;

  /**
   * The need of a checkpoint that scores one sequence at a time.
   *
   * @param window tokens of the longest sequence
   */
  public static MemoryNeed of(Checkpoint checkpoint, int window) {
    GlmConfiguration configuration = checkpoint.configuration();
    long[] weights = {0};
    Consumer<Wanted> add =
        tensor ->
            weights[0] +=
                tensor.use() == Use.EMBEDDING
                    ? checkpoint.tensor(tensor.name()).length()
                    : TensorType.F32.bytes() * tensor.numbers();
    Architecture.main(configuration, add);
    if (checkpoint.predicts()) {
      Architecture.prediction(configuration, checkpoint.ownEmbedding(), checkpoint.ownHead(), add);
    }
    long floats = TensorType.F32.bytes();
    if (configuration.tied()) {
      weights[0] += floats * configuration.vocabularySize() * configuration.hiddenSize();
    }
    int layers = configuration.layers() + (checkpoint.predicts() ? 1 : 0);
    long largest =
        floats * configuration.keyValueHeads() * LayerGraph.paddedHead(configuration) * window;
    long buffers = 2 * layers * largest;
    long widest =
        4L * configuration.hiddenSize()
            + 4L * configuration.heads() * LayerGraph.paddedHead(configuration)
            + 3L * Math.max(configuration.denseWidth(), configuration.expertWidth());
    long activations =
        floats * ForwardPass.PIECE_TOKENS * widest
            + 6 * floats * ForwardPass.sliceNumbers(configuration);
    long process = PROCESS_BYTES + EXPERT_BYTES * layers * configuration.experts();
    return new MemoryNeed(weights[0], process, buffers, largest, activations, 1);
  }

  /** With as many sequences at a time, each of a thread. */
  public MemoryNeed withThreads(int count) {
    return new MemoryNeed(weights, process, buffers, largest, activations, count);
  }

  /** Everything together, in bytes. */
  public long total() {
    return weights + process + threads * (buffers + activations);
  }

  /**
   * Refuses a checkpoint that does not fit.
   *
   * @param available bytes; 0: what the machine or its container has
   * @throws UnusableCheckpoint saying what is needed and what there is
   */
  public void check(long available) {
    UnusableCheckpoint.check(
        largest <= Integer.MAX_VALUE - (1 << 20),
        "the keys of a layer take %s for a window, but such a buffer may have 2.1 GB: use a smaller"
            + " window",
        gigabytes(largest));
    long there = available == 0 ? machine() : available;
    UnusableCheckpoint.check(
        total() <= there,
        "the checkpoint needs about %s of memory (%s for its weights, %s for each of %s sequences"
            + " at a time, %s of it keys and values of a whole window), but there are %s; a smaller"
            + " window, or fewer sequences at a time, need less",
        gigabytes(total()),
        gigabytes(weights),
        gigabytes(buffers + activations),
        threads,
        gigabytes(buffers),
        gigabytes(there));
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
  }

  private static long machine() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}

package io.winnow.glm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model in training: its parameters, what the optimisers remember, and the steps done. The state
 * is a function of shape, settings and batches.
 */
final class Training implements AutoCloseable {
  private final GlmShape shape;
  private final TrainingSettings settings;
  private final NDManager manager;
  private final Parameters parameters;
  private final Lanes lanes;

  /** Momentum, or Adam's mean, by parameter. */
  private final List<NDArray> first = new ArrayList<>();

  /** Adam's squares; empty arrays where Muon has none. */
  private final List<NDArray> second = new ArrayList<>();

  private long step;

  Training(GlmShape shape, TrainingSettings settings) {
    this(shape, settings, DataType.FLOAT32);
  }

  /**
   * @param type float64 only where gradients are checked
   */
  Training(GlmShape shape, TrainingSettings settings, DataType type) {
    this.shape = shape;
    this.settings = settings;
    manager = LibTorch.manager();
    parameters = new Parameters(shape, settings.seed(), manager, type);
    lanes = new Lanes(shape, parameters, settings.lanes(), manager);
    for (Parameters.Parameter parameter : parameters.all()) {
      first.add(parameter.array().zerosLike());
      boolean muon = parameter.kind() == Parameters.Kind.MATRIX;
      second.add(muon ? manager.create(0f) : parameter.array().zerosLike());
    }
  }

  /**
   * What a step saw.
   *
   * @param step number of it, from 1
   * @param loss mean negative log-likelihood of next tokens, in natural logs
   * @param mtpLoss the same of the MTP layer
   * @param balance mean over sequences and mixture layers; 1 where loads are even
   * @param imbalance the largest load of an expert of any layer, as a multiple of the mean load
   * @param norm of the gradients, before clipping
   * @param rate learning rate
   */
  record Step(
      long step,
      double loss,
      double mtpLoss,
      double balance,
      double imbalance,
      double norm,
      double rate) {}

  /**
   * Updates the weights once.
   *
   * @param done share of the training that is done, which decides the rate
   */
  Step step(Batch batch, double done) {
    double main = Math.max(1, batch.count(1));
    double mtp = Math.max(1, batch.count(2));
    Lanes.Sums sums =
        lanes.differentiate(
            batch,
            settings.microBatch(),
            new Lanes.Weights(
                1 / main, settings.mtpWeight() / mtp, settings.balanceWeight() / batch.size()));
    double norm = Math.sqrt(lanes.squares());
    if (!Double.isFinite(norm)) {
      throw new IllegalStateException("the gradients of step " + (step + 1) + " are not finite");
    }
    step++;
    double rate = settings.rate(done);
    double factor = Math.min(1, settings.clip() / (norm + 1e-6));
    lanes.update(
        (index, parameter, gradient) -> {
          gradient.muli(factor);
          NDArray weight = parameter.array();
          if (parameter.kind() == Parameters.Kind.MATRIX) {
            Muon.step(weight, first.get(index), gradient, rate, settings.decay());
          } else {
            boolean decays = parameter.kind() == Parameters.Kind.TABLE;
            Adam.step(
                weight,
                first.get(index),
                second.get(index),
                gradient,
                step,
                rate,
                decays ? settings.decay() : 0);
          }
        });
    balance(parameters.biases(), sums.loads(), settings.biasRate());
    return new Step(
        step,
        sums.main() / main,
        sums.mtp() / mtp,
        sums.balance() / batch.size() / Math.max(1, sums.loads().size()),
        imbalance(sums.loads()),
        norm,
        rate);
  }

  /**
   * Balances loads without a loss (Wang et al., 2024, arXiv 2408.15664): the bias of an expert with
   * less than the mean load grows by a fixed step, that of one with more shrinks.
   */
  static void balance(Map<Integer, float[]> biases, Map<Integer, long[]> loads, double rate) {
    loads.forEach(
        (layer, counts) -> {
          double mean = 0;
          for (long count : counts) {
            mean += (double) count / counts.length;
          }
          float[] bias = biases.getOrDefault(layer, new float[counts.length]);
          for (int e = 0; e < counts.length; e++) {
            bias[e] += (float) (rate * Math.signum(mean - counts[e]));
          }
        });
  }

  private static double imbalance(Map<Integer, long[]> loads) {
    double worst = 1;
    for (long[] counts : loads.values()) {
      long sum = 0;
      long most = 0;
      for (long count : counts) {
        sum += count;
        most = Math.max(most, count);
      }
      worst = Math.max(worst, (double) most * counts.length / Math.max(1, sum));
    }
    return worst;
  }

  /** Sums over a batch, without changing anything. */
  Lanes.Sums losses(Batch batch) {
    return lanes.losses(batch, settings.microBatch());
  }

  /** Steps done. */
  long steps() {
    return step;
  }

  void steps(long step) {
    this.step = step;
  }

  Parameters parameters() {
    return parameters;
  }

  Lanes lanes() {
    return lanes;
  }

  /** What the optimisers remember of a parameter: one array, or two. */
  List<NDArray> memory(int index) {
    boolean muon = parameters.all().get(index).kind() == Parameters.Kind.MATRIX;
    return muon ? List.of(first.get(index)) : List.of(first.get(index), second.get(index));
  }

  @Override
  public void close() {
    lanes.close();
    manager.close();
  }
}

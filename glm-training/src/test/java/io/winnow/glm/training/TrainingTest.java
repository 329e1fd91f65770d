package io.winnow.glm.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainingTest {
  /** Every part of the architecture, as small as can be. */
  static GlmShape tiny() {
    return new GlmShape(
        40, 16, 3, 1, 4, 2, 8, 24, 12, 4, 2, 1, 1.5, true, true, false, 1, 10_000, 64);
  }

  private static TrainingSettings settings() {
    return Trainings.settings(4, 1, 2000);
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    // In double precision, where a difference says something.
    try (Training training = new Training(tiny(), settings(), DataType.FLOAT64)) {
      Batch batch = batch(new Random(45), 2, 12);
      spread(training, new Random(46));
      Lanes.Weights weights = new Lanes.Weights(0.5, 0.3, 0.7);
      training.lanes().differentiate(batch, 1, weights);
      List<Parameters.Parameter> all = training.parameters().all();
      double[][] gradients = new double[all.size()][];
      training
          .lanes()
          .update((index, parameter, gradient) -> gradients[index] = gradient.toDoubleArray());
      Random random = new Random(47);
      for (int i = 0; i < all.size(); i++) {
        NDArray array = all.get(i).array();
        double[] values = array.toDoubleArray();
        for (int check = 0; check < 2; check++) {
          int at = random.nextInt(values.length);
          double before = values[at];
          values[at] = before + 1e-5;
          all.get(i).assign(values);
          double above = loss(training, batch, weights);
          values[at] = before - 1e-5;
          all.get(i).assign(values);
          double below = loss(training, batch, weights);
          values[at] = before;
          all.get(i).assign(values);
          double expected = (above - below) / 2e-5;
          assertEquals(
              expected,
              gradients[i][at],
              1e-6 * Math.max(1, Math.abs(expected)),
              all.get(i).name() + " at " + at);
        }
      }
    }
  }

  private static double loss(Training training, Batch batch, Lanes.Weights weights) {
    Lanes.Sums sums = training.losses(batch);
    return sums.main() * weights.main()
        + sums.mtp() * weights.mtp()
        + sums.balance() * weights.balance();
  }

  /** Larger weights than new ones, so that every part matters. */
  static void spread(Training training, Random random) {
    for (Parameters.Parameter parameter : training.parameters().all()) {
      int size = (int) parameter.array().getShape().size();
      double deviation = parameter.kind() == Parameters.Kind.VECTOR ? 0.3 : 0.4;
      double mean = parameter.name().endsWith("norm.weight") ? 1 : 0;
      double[] values = new double[size];
      for (int i = 0; i < size; i++) {
        values[i] = mean + deviation * random.nextGaussian();
      }
      parameter.assign(values);
    }
    for (float[] bias : training.parameters().biases().values()) {
      for (int e = 0; e < bias.length; e++) {
        bias[e] = 0.1f * random.nextFloat();
      }
    }
  }

  @Test
  void lossesAreThoseOfPassesOneByOne() {
    try (Training training = new Training(tiny(), settings())) {
      spread(training, new Random(45));
      Batch batch = batch(new Random(46), 5, 20);
      Lanes.Sums together = training.lanes().losses(batch, 5);
      double sum = 0;
      for (int i = 0; i < 5; i++) {
        sum += training.lanes().losses(batch.slice(i, i + 1), 1).main();
      }
      assertEquals(sum, together.main(), 1e-5 * sum);
    }
  }

  @Test
  void aSmallTextIsLearntByHeart() {
    try (Training training = new Training(tiny(), Trainings.settings(4, 1, 150))) {
      Batch batch = batch(new Random(45), 4, 24);
      double first = 0;
      double last = 0;
      double lastMtp = 0;
      for (int i = 0; i < 150; i++) {
        Training.Step step = training.step(batch, i / 150.0);
        first = i == 0 ? step.loss() : first;
        last = step.loss();
        lastMtp = step.mtpLoss();
      }
      assertEquals(Math.log(40), first, 0.1);
      assertTrue(last < 0.5, "loss is still " + last);
      assertTrue(lastMtp < 1.5, "MTP loss is still " + lastMtp);
    }
  }

  @Test
  void biasesMoveAgainstLoads() {
    Map<Integer, float[]> biases = new HashMap<>(Map.of(1, new float[] {0, 0.5f, 0, 0}));
    Training.balance(biases, Map.of(1, new long[] {10, 30, 20, 20}), 0.001);
    assertEquals(0.001f, biases.get(1)[0]);
    assertEquals(0.499f, biases.get(1)[1]);
    assertEquals(0, biases.get(1)[2]);
  }

  @Test
  void balancingEvensOutLoadsThatStartUneven() {
    GlmShape shape =
        new GlmShape(40, 16, 2, 1, 4, 2, 8, 24, 12, 8, 2, 1, 1, false, false, true, 0, 10_000, 64);
    try (Training training = new Training(shape, settings())) {
      training.parameters().biases().get(1)[3] = 0.3f;
      Batch batch = batch(new Random(45), 8, 48);
      Map<Integer, float[]> biases = training.parameters().biases();
      double before = share(training.losses(batch).loads().get(1), 3);
      assertTrue(before > 0.45, "the favoured expert has only " + before);
      // Weights stay: what changes is the biases alone.
      for (int i = 0; i < 300; i++) {
        Training.balance(biases, training.losses(batch).loads(), 0.001);
      }
      long[] loads = training.losses(batch).loads().get(1);
      for (int e = 0; e < 8; e++) {
        assertEquals(1.0 / 8, share(loads, e), 0.05, "expert " + e);
      }
    }
  }

  private static double share(long[] loads, int expert) {
    long sum = 0;
    for (long load : loads) {
      sum += load;
    }
    return (double) loads[expert] / sum;
  }

  @Test
  void parametersAreCounted() {
    for (GlmShape shape : List.of(tiny(), GlmShape.standard())) {
      try (Training training = new Training(shape, settings())) {
        long count = 0;
        for (Parameters.Parameter parameter : training.parameters().all()) {
          count += parameter.array().getShape().size();
        }
        for (float[] bias : training.parameters().biases().values()) {
          count += bias.length;
        }
        assertEquals(count, shape.parameters());
      }
    }
    GlmShape standard = GlmShape.standard();
    assertTrue(standard.parameters() <= 10_000_000, standard.parameters() + " parameters");
    assertTrue(standard.activeParameters() <= 3_000_000, standard.activeParameters() + " active");
  }

  /** Random tokens, of which the first two are never predicted. */
  static Batch batch(Random random, int sequences, int tokens) {
    List<int[]> ids = new ArrayList<>();
    List<boolean[]> scored = new ArrayList<>();
    for (int i = 0; i < sequences; i++) {
      int[] sequence = new int[tokens];
      boolean[] flags = new boolean[tokens];
      for (int j = 0; j < tokens; j++) {
        sequence[j] = random.nextInt(40);
        flags[j] = j >= 2;
      }
      ids.add(sequence);
      scored.add(flags);
    }
    return new Batch(ids, scored);
  }
}

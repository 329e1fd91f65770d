package io.winnow.glm.training;

/** Settings of small trainings. */
final class Trainings {
  private Trainings() {}

  static TrainingSettings settings(int batch, int microBatch, long steps) {
    return settings(batch, microBatch, steps, 45);
  }

  static TrainingSettings settings(int batch, int microBatch, long steps, long seed) {
    return TrainingSettings.of(steps, 0, batch, microBatch, 2, 4e-3, 1e-3, seed);
  }
}

package io.winnow.glm.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HuggingFaceFolderTest {
  @TempDir private Path folder = Path.of("");

  /** Tied without biases and norms of heads, or with all of them and its own head. */
  private static List<GlmShape> shapes() {
    GlmShape full = TrainingTest.tiny();
    GlmShape bare =
        new GlmShape(40, 16, 2, 2, 4, 4, 8, 24, 12, 4, 2, 1, 1, false, false, true, 0, 1e6, 64);
    GlmShape shared =
        new GlmShape(40, 16, 3, 0, 4, 1, 12, 24, 12, 5, 3, 2, 2.5, true, false, true, 1, 1e4, 64);
    return List.of(full, bare, shared);
  }

  @Test
  void theFilesGiveTheTrainersLossInAnIndependentForwardPass() throws IOException {
    for (GlmShape shape : shapes()) {
      for (boolean bfloat : new boolean[] {true, false}) {
        try (Training training = new Training(shape, Trainings.settings(4, 2, 2000))) {
          TrainingTest.spread(training, new Random(45));
          if (bfloat) {
            HuggingFaceFolder.round(training.parameters());
          }
          HuggingFaceFolder.write(folder, shape, training.parameters(), tokenizer(), bfloat);
          Batch batch = TrainingTest.batch(new Random(46), 3, 40);
          Lanes.Sums sums = training.losses(batch);
          double next = 0;
          double after = 0;
          PlainGlm plain = new PlainGlm(folder);
          for (int[] sequence : batch.sequences()) {
            PlainGlm.Nll nll = plain.nll(sequence);
            // The first two tokens are given; row t predicts token t + 1, or t + 2.
            next += Arrays.stream(nll.next()).skip(1).sum();
            after += Arrays.stream(nll.afterNext()).sum();
          }
          assertEquals(next / batch.count(1), sums.main() / batch.count(1), 1e-4);
          assertEquals(after / batch.count(2), sums.mtp() / batch.count(2), 1e-4);
        }
      }
    }
  }

  @Test
  void namesTypesAndShapesAreThoseOfTheLayout() throws IOException {
    GlmShape shape = TrainingTest.tiny();
    try (Training training = new Training(shape, Trainings.settings(32, 4, 2000))) {
      HuggingFaceFolder.write(folder, shape, training.parameters(), tokenizer(), true);
    }
    Safetensors file = Safetensors.read(folder.resolve("model.safetensors"));
    tensor(file, "lm_head.weight", "BF16", 40, 16);
    tensor(file, "model.layers.0.mlp.down_proj.weight", "BF16", 16, 24);
    tensor(file, "model.layers.1.self_attn.k_proj.bias", "BF16", 16);
    tensor(file, "model.layers.2.mlp.experts.3.up_proj.weight", "BF16", 12, 16);
    tensor(file, "model.layers.2.mlp.gate.e_score_correction_bias", "F32", 4);
    tensor(file, "model.layers.3.eh_proj.weight", "BF16", 16, 32);
    tensor(file, "model.layers.3.shared_head.norm.weight", "BF16", 16);
    long numbers =
        file.tensors().values().stream()
            .mapToLong(t -> Arrays.stream(t.shape()).reduce(1, (a, b) -> a * b))
            .sum();
    assertEquals(shape.parameters(), numbers);
  }

  private static void tensor(Safetensors file, String name, String type, long... shape) {
    Safetensors.Tensor tensor = file.tensors().get(name);
    assertTrue(tensor != null, name);
    assertEquals(type, tensor.type(), name);
    assertEquals(Arrays.toString(shape), Arrays.toString(tensor.shape()), name);
  }

  @Test
  void numbersAreRoundedToTheNearestHalvesToEven() {
    assertEquals(1f, Safetensors.bfloat(1f));
    assertEquals(1f, Safetensors.bfloat(1f + 0x1p-8f));
    assertEquals(1f + 0x1p-6f, Safetensors.bfloat(1f + 0x1p-7f + 0x1p-8f));
    assertEquals(-1f - 0x1p-7f, Safetensors.bfloat(-1f - 0x1p-8f - 0x1p-20f));
    assertNotEquals(1.001f, Safetensors.bfloat(1.001f));
  }

  private static BpeTokenizer tokenizer() {
    return new BpeTokenizer(List.of());
  }
}

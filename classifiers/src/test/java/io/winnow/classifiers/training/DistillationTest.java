package io.winnow.classifiers.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.corpus.Chance;
import io.winnow.corpus.onnx.OnnxRuntime;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistillationTest {
  private static final int DIMENSIONS = 24;
  private static final DistillationSettings SETTINGS =
      new DistillationSettings(64, DIMENSIONS, 400, 100, 7, "made up", "CC0");

  /** A teacher that a static model can equal: a sum of vectors that only it knows. */
  private static float[] teach(long[] ids) {
    double[] sum = new double[2 * DIMENSIONS];
    for (long id : ids) {
      for (int i = 0; i < DIMENSIONS; i++) {
        // In a plane of half as many dimensions as it has; frequent tokens weigh next to nothing.
        double value = (Chance.mix(31 * id + i) >> 11) * 0x1p-52 * (id < 2000 ? 0.01 : 1);
        sum[2 * i] += value;
        sum[2 * i + 1] -= value;
      }
    }
    double length = Math.sqrt(Arrays.stream(sum).map(v -> v * v).sum());
    float[] vector = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      vector[i] = (float) (sum[i] / length);
    }
    return vector;
  }

  private static List<String> texts() {
    Random random = new Random(3);
    String[] words = {
      "river", "bridge", "orchestra", "symphony", "market", "winter", "engine", "harbour",
      "mountain", "library", "teacher", "garden", "railway", "painter", "island", "forest"
    };
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder("document " + i);
      for (int k = 0; k < 40; k++) {
        text.append(' ').append(words[random.nextInt(1 + i % words.length)]);
      }
      texts.add(text.toString());
    }
    return texts;
  }

  @Test
  void whatCanBeLearnedIsLearnedAndEqualTextsGiveEqualBytes() {
    List<String> texts = texts();
    DistilledModel model =
        new Distillation(SETTINGS, DistillationTest::teach).distil(texts, count -> {});
    EmbeddingModel student = EmbeddingModel.ofStatic(model.onnx(), DIMENSIONS);
    String a = "garden library railway river bridge";
    String b = "painter forest island river mountain";
    long[] idsA = student.ids(a, 64);
    long[] idsB = student.ids(b, 64);
    assertEquals(
        cosine(teach(idsA), teach(idsB)), cosine(student.embed(idsA), student.embed(idsB)), 0.1);
    assertTrue(model.card().contains("300 texts"), model.card());
    assertTrue(model.card().contains("made up"), model.card());

    List<String> shuffled = new ArrayList<>(texts);
    shuffled.addAll(texts.subList(0, 20));
    Collections.shuffle(shuffled, new Random(4));
    DistilledModel again =
        new Distillation(SETTINGS, DistillationTest::teach).distil(shuffled, count -> {});
    assertArrayEquals(model.onnx(), again.onnx());
    assertEquals(model.card(), again.card());
  }

  @Test
  void tooFewTextsAreRefused() {
    IllegalArgumentException fault =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new Distillation(SETTINGS, DistillationTest::teach)
                    .distil(List.of("one", "two"), count -> {}));
    assertTrue(fault.getMessage().contains("at least 24 are needed"), fault.getMessage());
  }

  @Test
  void theGraphGivesTheWeightedSumAndPaddingWeighsNothing() throws Exception {
    Random random = new Random(5);
    float[][] vectors = new float[40][];
    for (int token = 0; token < vectors.length; token++) {
      vectors[token] = new float[6];
      for (int i = 0; i < 6; i++) {
        vectors[token][i] = (float) random.nextGaussian() * (token % 5);
      }
    }
    byte[] onnx = OnnxTokenVectors.write(vectors);
    long[][] texts = {{3, 8, 3, 39, 17}, {11, 24, 0, 0, 0}};
    OrtEnvironment environment = OnnxRuntime.environment();
    try (OrtSession session = environment.createSession(onnx);
        OnnxTensor ids =
            OnnxTensor.createTensor(
                environment,
                LongBuffer.wrap(Arrays.stream(texts).flatMapToLong(Arrays::stream).toArray()),
                new long[] {2, 5});
        OrtSession.Result result = session.run(Map.of("input_ids", ids))) {
      float[][] given = (float[][]) result.get(0).getValue();
      for (int text = 0; text < texts.length; text++) {
        assertArrayEquals(plain(onnx, texts[text]), given[text], 1e-6f);
      }
      // Rounding to bytes leaves the vectors where they were, to about a hundredth.
      double[] sum = new double[6];
      for (long token : texts[0]) {
        for (int i = 0; i < 6; i++) {
          sum[i] += vectors[(int) token][i];
        }
      }
      double length = Math.sqrt(Arrays.stream(sum).map(v -> v * v).sum());
      for (int i = 0; i < 6; i++) {
        assertEquals(sum[i] / length, given[0][i], 0.01);
      }
    }
  }

  /** What the graph should give, from its constants and in doubles. */
  static float[] plain(byte[] onnx, long[] ids) throws Exception {
    byte[] rows = new byte[0];
    float[] weights = new float[0];
    int dimensions = 0;
    for (OnnxMl.TensorProto tensor :
        OnnxMl.ModelProto.parseFrom(onnx).getGraph().getInitializerList()) {
      if (tensor.getName().equals("vectors")) {
        rows = tensor.getRawData().toByteArray();
        dimensions = (int) tensor.getDims(1);
      } else if (tensor.getName().equals("weights")) {
        weights = new float[(int) tensor.getDims(0)];
        tensor
            .getRawData()
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer()
            .get(weights);
      }
    }
    double[] sum = new double[dimensions];
    for (long id : ids) {
      for (int i = 0; i < dimensions; i++) {
        sum[i] += (double) weights[(int) id] * rows[(int) id * dimensions + i];
      }
    }
    double length = Math.sqrt(Arrays.stream(sum).map(v -> v * v).sum());
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (sum[i] / length);
    }
    return vector;
  }

  @Test
  void axesAreOrthogonalAndKeepInnerProductsOfWhatLiesAlongThem() {
    Random random = new Random(6);
    float[][] basis = new float[4][];
    for (int i = 0; i < 4; i++) {
      basis[i] = new float[12];
      for (int k = 0; k < 12; k++) {
        basis[i][k] = (float) random.nextGaussian();
      }
    }
    // In a space of four dimensions, of which the last is faint.
    float[][] vectors = new float[60][12];
    for (float[] vector : vectors) {
      for (int i = 0; i < 4; i++) {
        double share = random.nextGaussian() * (i == 3 ? 1e-3 : 1);
        for (int k = 0; k < 12; k++) {
          vector[k] += (float) (share * basis[i][k]);
        }
      }
    }
    PrincipalAxes four = new PrincipalAxes(vectors, 4);
    PrincipalAxes all = new PrincipalAxes(vectors, 12);
    for (int i = 0; i < 20; i++) {
      float[] a = vectors[i];
      float[] b = vectors[i + 20];
      assertEquals(cosine(a, b), cosine(four.along(a), four.along(b)), 1e-4);
      float[] any = new float[12];
      any[i % 12] = 1;
      assertEquals(cosine(any, a), cosine(all.along(any), all.along(a)), 1e-4);
    }
    double lost = 0;
    PrincipalAxes three = new PrincipalAxes(vectors, 3);
    for (float[] vector : vectors) {
      lost += cosine(vector, vector) - cosine(three.along(vector), three.along(vector));
    }
    assertTrue(lost > 0 && lost < 1e-2, "" + lost);
    assertFalse(Double.isNaN(lost));
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}

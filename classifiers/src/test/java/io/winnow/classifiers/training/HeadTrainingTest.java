package io.winnow.classifiers.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.classifiers.onnx.ModelFiles;
import io.winnow.classifiers.onnx.ScoreModel;
import io.winnow.classifiers.onnx.UnusableModel;
import io.winnow.classifiers.training.HeldOut.Figure;
import io.winnow.classifiers.training.HeldOut.Scored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadTrainingTest {
  private static final TrainingSettings SETTINGS =
      new TrainingSettings("rivers", "minilm", 64, false, 1e-4, 5, 7, "speaks of rivers", "CC0");

  @BeforeAll
  static void filesystems() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  /** Sentences that are easy to tell apart, in groups of four. */
  private static List<LabelledText> texts() {
    List<String> rivers =
        List.of(
            "The river %s flows to the sea past %s.", "A flood of the stream near %s reached %s.");
    List<String> music =
        List.of(
            "The orchestra in %s played a symphony of %s.", "A song by the choir of %s, for %s.");
    String[] names = {
      "Avon", "Elbe", "Tagus", "Rhone", "Neva", "Ebro", "Oder", "Main", "Isar", "Po"
    };
    List<LabelledText> texts = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      for (int j = 0; j < 4; j++) {
        String other = names[(i + j + 1) % 10];
        boolean positive = j % 2 == 0;
        String form = (positive ? rivers : music).get(j / 2);
        texts.add(new LabelledText(String.format(form, names[i], other), positive, names[i]));
      }
    }
    return texts;
  }

  @Test
  void aModelIsTrainedWrittenReadAndScores(@TempDir Path folder) throws IOException {
    TrainedModel model = new HeadTraining(SETTINGS).train(texts(), count -> {});
    Files.write(folder.resolve(ModelFiles.ONNX), model.onnx());
    Files.writeString(folder.resolve(ModelFiles.DESCRIPTION), model.description());
    ModelFiles files = ModelFiles.read(folder.toString());
    assertEquals("rivers", files.name());
    ScoreModel scores = ScoreModel.of(files);
    EmbeddingModel embeddings = EmbeddingModel.of("minilm");
    double river = scores.score(embeddings.embed("The Danube rises after the rain.", 64));
    double tune = scores.score(embeddings.embed("The violin takes up the melody.", 64));
    assertTrue(river > tune, river + " against " + tune);
    assertTrue(model.card().contains("speaks of rivers"));
    assertTrue(model.card().contains("length alone"));

    TrainedModel again = new HeadTraining(SETTINGS).train(texts(), count -> {});
    assertArrayEquals(model.onnx(), again.onnx());
    assertEquals(model.card(), again.card());

    byte[] changed = model.onnx().clone();
    changed[changed.length / 2] ^= 1;
    Files.write(folder.resolve(ModelFiles.ONNX), changed);
    String fault =
        assertThrows(UnusableModel.class, () -> ModelFiles.read(folder.toString())).getMessage();
    assertTrue(fault.contains("is another file"), fault);
  }

  /** ONNX Runtime against plain arithmetic. */
  @Test
  void theGraphGivesWhatTheHeadGives(@TempDir Path folder) {
    Random random = new Random(3);
    double[] weights = random.doubles(384, -2, 2).toArray();
    LinearHead head = new LinearHead(weights, 0.25);
    ScoreModel scores =
        ScoreModel.of(
            new ModelFiles("x", "minilm", 64, false, OnnxHead.write(head), "digest of " + folder));
    for (int i = 0; i < 50; i++) {
      float[] vector = new float[384];
      for (int j = 0; j < 384; j++) {
        vector[j] = (float) (random.nextGaussian() / 20);
      }
      assertEquals(head.score(vector), scores.score(vector), 1e-6);
    }
  }

  @Test
  void tooFewLabelsAreRefused() {
    List<LabelledText> one = texts().subList(0, 4);
    String fault =
        assertThrows(
                IllegalArgumentException.class,
                () -> new HeadTraining(SETTINGS).train(one, count -> {}))
            .getMessage();
    assertTrue(fault.contains("lacks one of the labels"), fault);
  }

  @Test
  void weightsAreThoseOfADeepMinimum() {
    Random random = new Random(5);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      float[] vector = {(float) random.nextGaussian(), (float) random.nextGaussian(), 1f};
      boolean positive =
          random.nextDouble() < LinearHead.sigmoid(2 * vector[0] - 3 * vector[1] + 0.5);
      examples.add(new Example(vector, 1, positive, "g" + i));
    }
    LinearHead head = new LogisticTrainer(0).train(examples, LogisticTrainer.STOPS);
    // Near the truth, and no small step in any direction is better on the same examples.
    assertEquals(2, head.weights()[0], 0.6);
    assertEquals(-3, head.weights()[1], 0.8);
  }

  @Test
  void calibrationMakesScoresProbabilities() {
    Random random = new Random(6);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      float[] vector = {(float) (random.nextGaussian() * 3)};
      // The truth is half as sure as the head, and shifted.
      boolean positive = random.nextDouble() < LinearHead.sigmoid(0.5 * vector[0] - 1);
      examples.add(new Example(vector, 1, positive, "g" + i));
    }
    LinearHead head = new LinearHead(new double[] {1}, 0);
    LinearHead calibrated = Calibration.of(head, logits(head, examples));
    assertEquals(0.5, calibrated.weights()[0], 0.03);
    assertEquals(-1, calibrated.bias(), 0.05);
    // Examples told apart without fault: still finite.
    List<Example> clear =
        List.of(
            new Example(new float[] {1}, 1, true, "a"),
            new Example(new float[] {-1}, 1, false, "b"));
    double slope = Calibration.of(head, logits(head, clear)).weights()[0];
    assertTrue(slope > 0 && slope < 10, "" + slope);
  }

  private static List<Scored> logits(LinearHead head, List<Example> examples) {
    return examples.stream()
        .map(one -> new Scored(head.logit(one.vector()), one.positive(), one.group()))
        .toList();
  }

  /** Against all pairs. */
  @Test
  void theAreaIsTheShareOfPairsInTheRightOrder() {
    Random random = new Random(9);
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      scored.add(new Scored(random.nextInt(30) / 30.0, random.nextInt(3) == 0, "g" + i));
    }
    double right = 0;
    double pairs = 0;
    for (Scored a : scored) {
      for (Scored b : scored) {
        if (a.positive() && !b.positive()) {
          pairs++;
          right += a.score() > b.score() ? 1 : a.score() == b.score() ? 0.5 : 0;
        }
      }
    }
    assertEquals(right / pairs, HeldOut.auc(scored), 1e-12);
    Figure figure = new HeldOut(scored).auc(1);
    assertTrue(figure.low() < figure.value() && figure.value() < figure.high(), "" + figure);
    assertEquals(figure, new HeldOut(scored).auc(1));
  }
}

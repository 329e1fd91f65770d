package io.winnow.glm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardPassTest {
  private static final long SEED = 20_260_101;
  private static final double TOLERANCE = 1e-4;

  @TempDir Path folder;

  /** One of many shapes; the letters say what is special. */
  record Shape(String what, RandomCheckpoint checkpoint) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static GlmConfiguration sizes() {
    return new GlmConfiguration(
        32, 3, 4, 2, 16, 96, 48, 24, 8, 2, 1, 1, 1, 1, true, 1, false, false, 8, 1e4, 1e-5, false,
        0, 4096);
  }

  static Stream<Shape> shapes() {
    GlmConfiguration plain = sizes();
    GlmConfiguration full =
        new GlmConfiguration(
            32, 2, 4, 1, 16, 96, 48, 24, 8, 3, 2, 1, 1, 1, true, 2.5, true, true, 8, 1e6, 1e-5,
            false, 1, 4096);
    GlmConfiguration grouped =
        new GlmConfiguration(
            40, 2, 4, 4, 12, 80, 48, 20, 8, 3, 0, 0, 4, 2, false, 2.5, false, true, 6, 1e4, 1e-6,
            true, 1, 4096);
    GlmConfiguration dense =
        new GlmConfiguration(
            32, 2, 2, 2, 8, 50, 48, 24, 4, 4, 1, 2, 1, 1, true, 1, true, false, 8, 1e4, 1e-5, false,
            0, 64);
    return Stream.of(
        new Shape("plain", new RandomCheckpoint(plain, "F32", 1, false, SEED)),
        new Shape("bias, norms, MTP", new RandomCheckpoint(full, "F32", 1, false, SEED)),
        new Shape("MTP of its own, BF16", new RandomCheckpoint(full, "BF16", 3, true, SEED)),
        new Shape("F16 in shards", new RandomCheckpoint(full, "F16", 5, false, SEED)),
        new Shape("8 bits", new RandomCheckpoint(full, "F8_E4M3", 2, true, SEED)),
        new Shape("groups, tied, head of 12", new RandomCheckpoint(grouped, "F32", 1, false, SEED)),
        new Shape("tied BF16", new RandomCheckpoint(grouped, "BF16", 1, true, SEED)),
        new Shape("dense only, all turned", new RandomCheckpoint(dense, "F32", 1, false, SEED)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theReferenceSaysTheSame(Shape shape) throws IOException {
    shape.checkpoint().write(folder);
    ReferenceGlm reference = new ReferenceGlm(folder);
    Checkpoint checkpoint = Checkpoint.open(folder);
    checkpoint.checkNumbers();
    try (ForwardPass pass = ForwardPass.of(checkpoint)) {
      for (int tokens : new int[] {1, 2, 3, 40}) {
        int[] ids = ids(tokens, shape.checkpoint().configuration().vocabularySize());
        Predictions expected = reference.predict(ids);
        Predictions actual = pass.predict(ids, 1);
        assertArrayEquals(expected.logProbabilities(), actual.logProbabilities(), TOLERANCE);
        if (checkpoint.predicts()) {
          assertArrayEquals(
              expected.predictedLogProbabilities(), actual.predictedLogProbabilities(), TOLERANCE);
          assertArrayEquals(expected.agrees(), actual.agrees());
          assertArrayEquals(expected.sharedMass(), actual.sharedMass(), TOLERANCE);
        }
      }
    }
  }

  @Test
  void aSequenceOfSeveralPiecesIsOneSequence() throws IOException {
    GlmConfiguration small =
        new GlmConfiguration(
            16, 2, 2, 1, 8, 40, 16, 8, 4, 2, 1, 1, 1, 1, true, 1, false, false, 4, 1e4, 1e-5, false,
            1, 4096);
    new RandomCheckpoint(small, "F32", 1, false, SEED).write(folder);
    int[] ids = ids(2 * ForwardPass.PIECE_TOKENS + 77, 40);
    Predictions expected = new ReferenceGlm(folder).predict(ids);
    try (ForwardPass pass = ForwardPass.of(Checkpoint.open(folder))) {
      Predictions actual = pass.predict(ids, 1);
      assertArrayEquals(expected.logProbabilities(), actual.logProbabilities(), TOLERANCE);
      assertArrayEquals(
          expected.predictedLogProbabilities(), actual.predictedLogProbabilities(), TOLERANCE);
      Predictions late = pass.predict(ids, 900);
      assertTrue(Double.isNaN(late.logProbabilities()[899]));
      assertEquals(expected.logProbabilities()[900], late.logProbabilities()[900], TOLERANCE);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void howExpertsAreGroupedChangesNoBit(Shape shape) throws IOException {
    shape.checkpoint().write(folder);
    Checkpoint checkpoint = Checkpoint.open(folder);
    try (ForwardPass usual = ForwardPass.of(checkpoint)) {
      for (int together : new int[] {1, 3, 5}) {
        try (ForwardPass grouped = ForwardPass.together(checkpoint, together)) {
          for (int tokens : new int[] {1, 2, 70, 1100}) {
            int length = Math.min(tokens, checkpoint.configuration().positions());
            int[] ids = ids(length, checkpoint.configuration().vocabularySize());
            Predictions expected = usual.predict(ids, 1);
            Predictions actual = grouped.predict(ids, 1);
            assertArrayEquals(expected.logProbabilities(), actual.logProbabilities());
            assertArrayEquals(
                expected.predictedLogProbabilities(), actual.predictedLogProbabilities());
            assertArrayEquals(expected.sharedMass(), actual.sharedMass());
          }
        }
      }
    }
  }

  @Test
  void thousandsOfExpertsLoad() throws IOException {
    GlmConfiguration many =
        new GlmConfiguration(
            16, 24, 2, 1, 8, 40, 16, 8, 128, 8, 1, 1, 1, 1, true, 1, false, false, 4, 1e4, 1e-5,
            false, 0, 4096);
    new RandomCheckpoint(many, "F32", 1, false, SEED).write(folder);
    try (ForwardPass pass = ForwardPass.of(Checkpoint.open(folder))) {
      Predictions expected = new ReferenceGlm(folder).predict(ids(20, 40));
      assertArrayEquals(
          expected.logProbabilities(), pass.predict(ids(20, 40), 1).logProbabilities(), TOLERANCE);
    }
  }

  @Test
  void neighboursAndThreadsChangeNoBit() throws Exception {
    shapes().toList().get(1).checkpoint().write(folder);
    List<int[]> sequences =
        IntStream.of(1, 5, 700, 33, 512, 513, 64, 2).mapToObj(tokens -> ids(tokens, 96)).toList();
    try (ForwardPass alone = ForwardPass.of(Checkpoint.open(folder));
        ForwardPass together = ForwardPass.of(Checkpoint.open(folder))) {
      ExecutorService threads = Executors.newFixedThreadPool(3);
      try {
        List<Callable<Predictions>> tasks =
            sequences.stream()
                .<Callable<Predictions>>map(ids -> () -> together.predict(ids, 1))
                .toList();
        List<Future<Predictions>> results = threads.invokeAll(tasks);
        for (int i = 0; i < sequences.size(); i++) {
          Predictions expected = alone.predict(sequences.get(i), 1);
          Predictions actual = results.get(i).get();
          assertArrayEquals(expected.logProbabilities(), actual.logProbabilities());
          assertArrayEquals(
              expected.predictedLogProbabilities(), actual.predictedLogProbabilities());
          assertArrayEquals(expected.sharedMass(), actual.sharedMass());
        }
      } finally {
        threads.shutdown();
      }
    }
  }

  @Test
  void filesMayBeLinks() throws IOException {
    Path blobs = Files.createDirectories(folder.resolve("blobs/deep"));
    Path snapshot = Files.createDirectories(folder.resolve("snapshots/1"));
    shapes().toList().get(1).checkpoint().write(blobs);
    Files.createSymbolicLink(
        snapshot.resolve("config.json"), blobs.resolve("config.json").toAbsolutePath());
    Files.createSymbolicLink(
        snapshot.resolve("model.safetensors"), Path.of("../../blobs/deep/model.safetensors"));
    int[] ids = ids(9, 96);
    try (ForwardPass linked = ForwardPass.of(Checkpoint.open(snapshot));
        ForwardPass direct = ForwardPass.of(Checkpoint.open(blobs))) {
      assertArrayEquals(
          direct.predict(ids, 1).logProbabilities(), linked.predict(ids, 1).logProbabilities());
    }
  }

  @Test
  void theSameSeedWritesTheSameBytes() throws IOException {
    RandomCheckpoint checkpoint = new RandomCheckpoint(sizes(), "F32", 1, false, 7);
    checkpoint.write(folder.resolve("a"));
    checkpoint.write(folder.resolve("b"));
    new RandomCheckpoint(sizes(), "F32", 1, false, 8).write(folder.resolve("c"));
    assertEquals(
        -1,
        Files.mismatch(
            folder.resolve("a/model.safetensors"), folder.resolve("b/model.safetensors")));
    assertTrue(
        Files.mismatch(folder.resolve("a/model.safetensors"), folder.resolve("c/model.safetensors"))
            > 0);
  }

  @Test
  void idsOutsideTheVocabularyAreRefused() throws IOException {
    new RandomCheckpoint(sizes(), "F32", 1, false, SEED).write(folder);
    try (ForwardPass pass = ForwardPass.of(Checkpoint.open(folder))) {
      assertThrows(IllegalArgumentException.class, () -> pass.predict(new int[] {96}, 1));
      assertThrows(IllegalArgumentException.class, () -> pass.predict(new int[] {-1}, 1));
      assertThrows(IllegalArgumentException.class, () -> pass.predict(new int[0], 1));
    }
  }

  static int[] ids(int tokens, int vocabulary) {
    return new Random(SEED + tokens).ints(tokens, 0, vocabulary).toArray();
  }
}

package io.winnow.glm.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Digest;
import io.winnow.glm.GlmScore;
import io.winnow.glm.GlmScorer;
import io.winnow.glm.ScorerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that was trained for a while says the same of a text here and in the scorer. */
class ScorerTest {
  private static final int CONTEXT = 48;
  private static final String[] WORDS = {
    "the ", "cat ", "Katze ", "saw ", "a ", "tree, ", "naïve ", "ran. ", "\n\n", "<sop> ", "42 ",
    "語"
  };

  @TempDir private Path folder = Path.of("");

  @Test
  void theTrainersLossIsTheScorers() throws IOException {
    Random random = new Random(45);
    List<String> documents = new ArrayList<>();
    BpeTraining words = new BpeTraining();
    for (int i = 0; i < 80; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = 3 + random.nextInt(80); word >= 0; word--) {
        text.append(WORDS[(random.nextInt(3) + word) % WORDS.length]);
      }
      documents.add(text.append(random.nextInt(100_000)).toString());
      words.add(documents.get(i));
    }
    BpeTokenizer tokenizer = words.train(320);
    TokenTexts texts = new TokenTexts(tokenizer, 0.2, 45);
    for (String text : documents) {
      texts.add(
          new TokenTexts.Text(
              Digest.ofText(text),
              tokenizer.encode(text),
              text.getBytes(StandardCharsets.UTF_8).length));
    }
    GlmShape shape =
        new GlmShape(
            tokenizer.size(),
            32,
            3,
            1,
            4,
            2,
            8,
            48,
            24,
            4,
            2,
            1,
            1,
            true,
            true,
            true,
            1,
            10_000,
            CONTEXT);
    for (boolean bfloat : new boolean[] {true, false}) {
      try (Training training = new Training(shape, Trainings.settings(4, 2, 40))) {
        double first = 0;
        double last = 0;
        for (int step = 0; step < 40; step++) {
          last = training.step(texts.batch(step * 4L, 4, CONTEXT), step / 40.0).loss();
          first = step == 0 ? last : first;
        }
        assertTrue(last < 0.8 * first, "it has learnt something: " + first + ", " + last);
        if (bfloat) {
          HuggingFaceFolder.round(training.parameters());
        }
        HuggingFaceFolder.write(folder, shape, training.parameters(), tokenizer, bfloat);
        compare(training, texts, documents);
      }
    }
  }

  private void compare(Training training, TokenTexts texts, List<String> documents)
      throws IOException {
    int windows = 0;
    // The trainer's windows overlap by half of what is not prefix.
    try (GlmScorer scorer =
        GlmScorer.open(folder, new ScorerOptions(CONTEXT, (CONTEXT - 2) / 2, 0))) {
      for (String document : documents) {
        int[] ids = texts.tokenizer().encode(document);
        GlmScore score = scorer.score(document);
        assertEquals(ids.length, score.tokens());
        double sum = 0;
        for (Batch batch :
            texts.windows(
                List.of(new TokenTexts.Text(Digest.ofText(document), ids, 0)), CONTEXT, 8)) {
          sum += training.losses(batch).main();
          windows += batch.size();
        }
        assertEquals(sum / ids.length, score.nllMean().orElseThrow(), 1e-4);
      }
    }
    assertTrue(windows > documents.size(), "some are longer than a window");
  }
}

package io.winnow.pipelines;

import io.winnow.glm.GlmScorer;
import io.winnow.glm.NotScorable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a GLM says of a text.
 *
 * @param characters of a text that are scored; 0: all
 */
record ScoreText(Scorer scorer, int characters) implements TextTable.Measure {
  @Override
  public Function<String, @Nullable Object[]> start() {
    GlmScorer opened = scorer.open();
    return text -> row(opened, beginning(text, characters));
  }

  /** Whole characters, so that the bytes that are scored are those of a text. */
  static String beginning(String text, int characters) {
    if (characters == 0 || text.length() <= characters) {
      return text;
    }
    boolean half = Character.isHighSurrogate(text.charAt(characters - 1));
    return text.substring(0, half ? characters - 1 : characters);
  }

  private static @Nullable Object[] row(GlmScorer scorer, String text) {
    LossRow row = new LossRow();
    try {
      row.add(scorer.score(text), scorer::position);
    } catch (NotScorable e) {
      return new LossRow().values();
    } catch (IOException e) {
      throw new UncheckedIOException("the tokenizer cannot be read", e);
    }
    return row.values();
  }
}

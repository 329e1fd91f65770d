package io.winnow.quality.grade;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Kind;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the documents of a kind into tiers by a score, as the GLM-4.5 report does for code (arXiv
 * 2508.06471, section 2.2).
 *
 * @param kind whose documents are sorted
 * @param score column of {@code scores}
 * @param low below it a document is {@code low}
 * @param high from it on a document is {@code high}; between both it is {@code medium}
 */
public record Tiers(Kind kind, String score, double low, double high) implements Serializable {
  /** The best tier. */
  public static final String HIGH = "high";

  /** The tier between. */
  public static final String MEDIUM = "medium";

  /** The tier that is dropped. */
  public static final String LOW = "low";

  public Tiers {
    require(low <= high, "the tier low must end where high begins or before: %s, %s", low, high);
  }

  /** The tier of a score; null without one. */
  public @Nullable String of(@Nullable Double value) {
    if (value == null) {
      return null;
    }
    return value < low ? LOW : value < high ? MEDIUM : HIGH;
  }
}

package io.winnow.quality.decision;

import io.winnow.corpus.stage.Drop;
import java.io.Serializable;

/**
 * Which documents go for what they share with benchmarks. What consists of little else goes, too.
 *
 * @param share of an item's rows of words that a document must have to go; infinite where the words
 *     in question are cut out
 */
public record Contaminated(double share) implements Serializable {
  /** Why they go. */
  public static final Drop DROP = Drop.decided("contamination", "contaminated");

  /** Where words are cut out: only what has little else goes. */
  public static Contaminated whole() {
    return new Contaminated(Double.POSITIVE_INFINITY);
  }
}

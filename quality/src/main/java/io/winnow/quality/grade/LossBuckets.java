package io.winnow.quality.grade;

import static io.winnow.corpus.Require.require;

import java.io.Serializable;

/**
 * Sorts documents into head, middle and tail by how well a language model predicts them, as CCNet
 * does (arXiv 1911.00359, section 3.3), but by bits per byte, which do not depend on the tokenizer.
 *
 * @param head share of the documents that is the head, the best predicted ones; 0 to 1
 * @param middle share up to which the middle reaches; head to 1
 */
public record LossBuckets(double head, double middle) implements Serializable {
  /** What is predicted best. */
  public static final String HEAD = "head";

  /** What lies between. */
  public static final String MIDDLE = "middle";

  /** What is predicted worst. */
  public static final String TAIL = "tail";

  public LossBuckets {
    require(head >= 0 && head <= 1, "the head must be a share from 0 to 1, but was %s", head);
    require(
        middle >= head && middle <= 1,
        "the middle must reach from the head's %s to 1 at most, but was to reach to %s",
        head,
        middle);
  }

  /**
   * The bucket of a document: that of the middle of its rank, so that a few documents are not all
   * tail.
   *
   * @param before documents that are predicted better
   * @param all documents
   */
  String of(long before, long all) {
    double share = (before + 0.5) / all;
    return share <= head ? HEAD : share <= middle ? MIDDLE : TAIL;
  }
}

package io.winnow.report.statistics;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What statistics want to know of one document.
 *
 * @param source name of its source
 * @param kind its kind
 * @param language its language's code, null where none was found
 * @param id its final id
 * @param kept whether it is in
 * @param stage the stage that dropped it; null if it is kept
 * @param reason why it was dropped; null if it is kept
 * @param textBytes length of its text in UTF-8
 * @param tokens its tokens
 * @param grade its bucket or tier with its kind, such as {@code web bucket 07}; null for none
 * @param signals values in the order of the settings; NaN (or an infinity) where one is missing
 * @param labels what it says of itself
 * @param verdicts what the rules say of it
 */
public record DocumentFacts(
    String source,
    Kind kind,
    @Nullable String language,
    DocumentId id,
    boolean kept,
    @Nullable String stage,
    @Nullable String reason,
    long textBytes,
    long tokens,
    @Nullable String grade,
    double[] signals,
    Labels labels,
    Verdicts verdicts) {

  /**
   * What a document says of itself; null where it says nothing.
   *
   * @param programmingLanguage of source code
   * @param licence SPDX name
   * @param domain registered domain of its address, or its host
   */
  public record Labels(
      @Nullable String programmingLanguage, @Nullable String licence, @Nullable String domain) {
    /** Nothing. */
    public static final Labels NONE = new Labels(null, null, null);
  }

  /**
   * What the rules say of a document.
   *
   * @param holding numbers of the rules that hold for it
   * @param values of the columns of the settings' thresholds; NaN where one is missing
   */
  public record Verdicts(BitSet holding, double[] values) {
    /** Of a corpus without rules. */
    public static final Verdicts NONE = new Verdicts(new BitSet(), new double[0]);
  }

  public DocumentFacts {
    require(
        kept == (stage == null) && kept == (reason == null),
        "a dropped document has a stage and a reason, a kept one has neither: %s %s %s",
        id,
        stage,
        reason);
  }
}

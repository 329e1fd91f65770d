package io.winnow.report.statistics;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
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
    double[] signals) {
  public DocumentFacts {
    require(
        kept == (stage == null) && kept == (reason == null),
        "a dropped document has a stage and a reason, a kept one has neither: %s %s %s",
        id,
        stage,
        reason);
  }
}

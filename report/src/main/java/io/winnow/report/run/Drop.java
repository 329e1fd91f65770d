package io.winnow.report.run;

import org.jspecify.annotations.Nullable;

/**
 * A reason for which documents are dropped, and how a report shows it.
 *
 * @param stage that drops, as the ledger has it
 * @param reason as the ledger has it
 * @param label what the reason wants before it, so that it is understood; may be empty
 * @param colour of what is dropped
 * @param clusters where the documents are in groups of which one stays; null where they are not
 */
public record Drop(
    String stage, String reason, String label, Colour colour, @Nullable Clusters clusters) {

  /** The colours that the style sheet has for what is dropped. */
  public enum Colour {
    RULE("rule", "rules"),
    EXACT("exact", "exact copies"),
    NEAR("near", "near copies");

    private final String css;
    private final String words;

    Colour(String css, String words) {
      this.css = css;
      this.words = words;
    }

    /** Its class in the style sheet. */
    public String css() {
      return css;
    }

    /** What it stands for. */
    public String words() {
      return words;
    }
  }

  /**
   * Groups of documents.
   *
   * @param table that lists their members; where it has a column {@code by}, that says the method
   * @param method of finding them
   */
  public record Clusters(String table, String method) {}

  /** A reason that speaks for itself. */
  public static Drop plain(String stage, String reason) {
    return new Drop(stage, reason, "", Colour.RULE, null);
  }
}

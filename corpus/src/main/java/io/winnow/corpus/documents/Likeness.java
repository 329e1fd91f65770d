package io.winnow.corpus.documents;

import io.winnow.corpus.Worded;
import io.winnow.corpus.table.Table;
import java.util.Locale;

/**
 * A round of the decision: in what its groups are alike. Rounds follow each other in this order.
 */
public enum Likeness implements Worded {
  /** The same text. */
  CONTENT("duplicate-content"),
  /** The same address. */
  URL("duplicate-url");

  private final String reason;
  private final Table members;

  Likeness(String reason) {
    this.reason = reason;
    this.members =
        Table.list("members_" + word(), Table.ROW, DecisionTables.CLUSTER, DecisionTables.SIZE);
  }

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The round that a word of a recipe names.
   *
   * @throws IllegalArgumentException naming the allowed words, if {@code word} is none of them
   */
  public static Likeness of(String word) {
    return Worded.of("likeness", values(), word);
  }

  /** The list that says which rows are in which group; a row for each member of two or more. */
  public Table members() {
    return members;
  }

  /** What {@code decisions} calls the stage that drops all of a group but its survivor. */
  public String stage() {
    return "exact";
  }

  /** The reason it gives. */
  public String reason() {
    return reason;
  }
}

package io.winnow.corpus.stage;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A reason for which documents go, and how the tables say which.
 *
 * @param stage what decisions call the stage that drops them
 * @param reason that decisions give
 * @param label words for a person before the reason, or empty where it explains itself
 * @param colour class of the colour in pictures
 * @param how which documents go
 * @param table that says so; null where only the decision knows
 * @param flag column of an aligned table that is true for what goes; null for clusters
 * @param cluster column of an aligned table with the cluster of what goes, where there are clusters
 */
public record Drop(
    String stage,
    String reason,
    String label,
    Colour colour,
    How how,
    @Nullable Table table,
    @Nullable Column<Boolean> flag,
    @Nullable Column<DocumentId> cluster)
    implements Serializable {

  /** Classes of colours in pictures. */
  public enum Colour {
    RULE,
    EXACT,
    NEAR
  }

  /** Which documents go. */
  public enum How {
    /** What the decision itself finds. */
    DECIDED,
    /** Groups of equal documents, in a list with the column {@code by}; the decision holds them. */
    GROUPS,
    /** Those with a flag in an aligned table, after the rules and before all groups. */
    FLAGGED,
    /**
     * Members of clusters that are not kept, in a list; after the decision, in the plan's order.
     */
    LOSERS
  }

  /** What the decision itself finds, for instance by a rule. */
  public static Drop decided(String stage, String reason) {
    return new Drop(stage, reason, "", Colour.RULE, How.DECIDED, null, null, null);
  }

  /** Documents that an aligned table marks, after the rules and before copies are looked at. */
  public static Drop flagged(String stage, String reason, Table table, Column<Boolean> flag) {
    return new Drop(stage, reason, "", Colour.RULE, How.FLAGGED, table, flag, null);
  }

  /**
   * Documents that go for a preferred one: members of a list with the columns {@code row}, {@code
   * cluster}, {@code size} and {@code kept}.
   */
  public static Drop losers(String stage, String reason, String label, Table list) {
    return new Drop(stage, reason, label, Colour.NEAR, How.LOSERS, list, null, null);
  }

  /**
   * All but one of each group of equal documents.
   *
   * @param list of the groups, with the column {@code by}, which the decision writes
   */
  public static Drop groups(String stage, String reason, String label, Table list) {
    return new Drop(stage, reason, label, Colour.EXACT, How.GROUPS, list, null, null);
  }

  /** The same, flagged documents being members of clusters. */
  public Drop withClusters(Column<DocumentId> column) {
    return new Drop(stage, reason, label, colour, how, table, flag, column);
  }
}

package io.winnow.report.statistics;

import java.util.Comparator;

/**
 * Why a document is out.
 *
 * @param stage the stage that dropped it, such as {@code rules}, {@code exact}, {@code minhash}
 * @param reason the rule's name, or the fault
 */
public record Reason(String stage, String reason) implements Comparable<Reason> {
  private static final Comparator<Reason> ORDER =
      Comparator.comparing(Reason::stage).thenComparing(Reason::reason);

  @Override
  public int compareTo(Reason other) {
    return ORDER.compare(this, other);
  }
}

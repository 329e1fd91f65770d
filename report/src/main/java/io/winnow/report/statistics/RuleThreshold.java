package io.winnow.report.statistics;

import java.io.Serializable;
import java.util.List;

/**
 * Where a rule draws a line through the documents of some sources.
 *
 * @param rule that drops documents of which {@code column operator number} is true
 * @param column with numbers
 * @param operator one of {@code < <= > >=}
 * @param number the limit
 * @param sources that the rule is for
 */
public record RuleThreshold(
    String rule, String column, String operator, double number, List<String> sources)
    implements Serializable {
  public RuleThreshold {
    sources = List.copyOf(sources);
  }

  /** Whether a value lies on the side that the rule drops; a missing one does not. */
  boolean takes(double value) {
    return switch (operator) {
      case "<" -> value < number;
      case "<=" -> value <= number;
      case ">" -> value > number;
      case ">=" -> value >= number;
      default -> throw new IllegalArgumentException("no side of a line: " + operator);
    };
  }
}

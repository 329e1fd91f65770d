package io.winnow.report.html;

import java.util.function.DoubleUnaryOperator;

/** The drawing of the probability that two texts meet, over their similarity. */
public final class ProbabilityChart {
  private ProbabilityChart() {}

  /**
   * Draws the curve.
   *
   * @param half the similarity at which the probability is one half
   */
  public static Element of(DoubleUnaryOperator probability, double half) {
    double left = 34;
    double right = Charts.WIDTH_UNITS - 10;
    double top = 10;
    double bottom = 150;
    String says =
        "Probability that two texts meet, over their similarity: one half at "
            + Numbers.fixed(half, 2);
    Element svg = Charts.drawing(says, 184);
    for (int i = 0; i <= 4; i++) {
      double y = bottom + (top - bottom) * i / 4;
      svg.add(Charts.line("grid", left, y, right, y));
      svg.add(Charts.label(25 * i + " %", left - 5, y + 4, "end", "tick"));
    }
    for (int i = 0; i <= 5; i++) {
      double x = left + (right - left) * i / 5;
      svg.add(
          Charts.label(
              Numbers.decimal(i / 5.0), x, bottom + 15, i == 5 ? "end" : "middle", "tick"));
    }
    svg.add(Charts.label("Jaccard similarity", (left + right) / 2, bottom + 31, "middle", "tick"));
    StringBuilder path = new StringBuilder();
    for (int i = 0; i <= 100; i++) {
      double y = bottom + (top - bottom) * probability.applyAsDouble(i / 100.0);
      path.append(i == 0 ? 'M' : 'L')
          .append(Numbers.coordinate(left + (right - left) * i / 100))
          .append(' ')
          .append(Numbers.coordinate(y));
    }
    double x = left + (right - left) * half;
    svg.add(Charts.line("limit", x, top, x, bottom));
    boolean flip = half > 0.5;
    svg.add(
        Charts.label(
            "one half at " + Numbers.fixed(half, 2),
            flip ? x - 5 : x + 5,
            top + 10,
            flip ? "end" : "start",
            "limit"));
    return svg.add(Element.of(Tag.PATH).css("curve").set(Attribute.D, path.toString()));
  }
}

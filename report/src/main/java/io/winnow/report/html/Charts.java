package io.winnow.report.html;

import static io.winnow.report.html.Attribute.D;
import static io.winnow.report.html.Attribute.HEIGHT;
import static io.winnow.report.html.Attribute.PRESERVE_ASPECT_RATIO;
import static io.winnow.report.html.Attribute.ROLE;
import static io.winnow.report.html.Attribute.TEXT_ANCHOR;
import static io.winnow.report.html.Attribute.VIEW_BOX;
import static io.winnow.report.html.Attribute.WIDTH;
import static io.winnow.report.html.Attribute.X;
import static io.winnow.report.html.Attribute.X1;
import static io.winnow.report.html.Attribute.X2;
import static io.winnow.report.html.Attribute.Y;
import static io.winnow.report.html.Attribute.Y1;
import static io.winnow.report.html.Attribute.Y2;

import io.winnow.report.Excerpt;
import io.winnow.report.Report.Banding;
import io.winnow.report.Report.Bucket;
import io.winnow.report.Report.Limit;
import io.winnow.report.Report.Signal;
import io.winnow.report.statistics.Scale;
import java.util.ArrayList;
import java.util.List;

/**
 * Drawings as SVG elements. Colours come from the style sheet by class, so they follow its scheme.
 */
final class Charts {
  private Charts() {}

  private static final double WIDTH_UNITS = 330;
  private static final double MARGIN = 6;
  private static final double LABEL_ROW = 15;
  private static final double PLOT = 116;
  private static final double AXIS = 20;

  /** A part of a bar. */
  record Part(double size, String css) {}

  /**
   * A bar as wide as its cell.
   *
   * @param title what it says, in words
   * @param whole the size of a full bar
   */
  static Element bar(String title, double whole, Part... parts) {
    Element svg =
        Element.of(Tag.SVG, Element.of(Tag.TITLE, title))
            .css("bar")
            .set(ROLE, "img")
            .set(PRESERVE_ASPECT_RATIO, "none");
    double from = 0;
    for (Part part : parts) {
      if (part.size > 0 && whole > 0) {
        // What is there can be seen, however little it is.
        double width = Math.max(100 * part.size / whole, 0.3);
        double x = Math.min(100 * from / whole, 99.7);
        svg.add(
            Element.of(Tag.RECT)
                .css(part.css)
                .set(X, Numbers.coordinate(x) + "%")
                .set(WIDTH, Numbers.coordinate(Math.min(width, 100 - x)) + "%")
                .set(HEIGHT, "100%"));
      }
      from += part.size;
    }
    return svg;
  }

  /**
   * A signal's histogram: kept documents above the line, dropped ones below; heights are square
   * roots, since one bucket often holds almost everything. What a limit drops is tinted.
   */
  static Element histogram(Signal signal) {
    List<Limit> limits = signal.limits().stream().limit(Bounds.LIMITS).toList();
    Domain domain = Domain.of(signal, limits);
    // Room for two labels even where there are fewer, so that neighbours stand on one line.
    int rows = Math.max(2, limits.size());
    double top = MARGIN + LABEL_ROW * rows;
    double height = top + PLOT + AXIS;
    Element svg =
        Element.of(Tag.SVG, Element.of(Tag.TITLE, describe(signal)))
            .css("chart")
            .set(ROLE, "img")
            .set(
                VIEW_BOX,
                "0 0 " + Numbers.coordinate(WIDTH_UNITS) + " " + Numbers.coordinate(height));
    long mostKept = signal.buckets().stream().mapToLong(Bucket::kept).max().orElse(0);
    long mostDropped = signal.buckets().stream().mapToLong(Bucket::dropped).max().orElse(0);
    double sum = Math.sqrt(mostKept) + Math.sqrt(mostDropped);
    double unit = sum == 0 ? 0 : PLOT / sum;
    double line = top + Math.sqrt(mostKept) * unit;

    for (Limit limit : limits) {
      svg.add(shade(limit, domain, top));
    }
    for (Bucket bucket : signal.buckets()) {
      svg.add(column(signal.scale(), bucket, domain, line, unit));
    }
    svg.add(line("axis", MARGIN, line, WIDTH_UNITS - MARGIN, line));
    for (double tick : domain.ticks()) {
      double x = domain.x(tick);
      svg.add(line("tick", x, top + PLOT, x, top + PLOT + 4));
      boolean edge = x > WIDTH_UNITS - 24 && tick >= 100;
      double place = edge ? WIDTH_UNITS : x;
      svg.add(
          label(Numbers.decimal(tick), place, top + PLOT + 15, edge ? "end" : "middle", "tick"));
    }
    if (domain.below) {
      svg.add(label("< 0", MARGIN, top + PLOT + 15, "start", "tick"));
    }
    if (domain.above) {
      String beyond = signal.scale() == Scale.RATIO ? "> 1" : "≥ 2⁴⁰";
      svg.add(label(beyond, WIDTH_UNITS - MARGIN, top + PLOT + 15, "end", "tick"));
    }
    for (int i = 0; i < limits.size(); i++) {
      Limit limit = limits.get(i);
      double x = domain.x(limit.number());
      double y = MARGIN + LABEL_ROW * (rows - limits.size() + i);
      svg.add(line("limit", x, y, x, top + PLOT));
      boolean left = x > WIDTH_UNITS / 2;
      svg.add(
          label(describe(limit), left ? x - 4 : x + 4, y + 10, left ? "end" : "start", "limit"));
    }
    return svg;
  }

  private static String describe(Signal signal) {
    StringBuilder words = new StringBuilder("Histogram of ");
    words.append(Excerpt.of(signal.name(), Bounds.NAME));
    words.append(": kept documents above the line, dropped ones below");
    signal.limits().stream()
        .limit(Bounds.LIMITS)
        .forEach(limit -> words.append("; dropped if ").append(describe(limit)));
    return words.toString();
  }

  private static String describe(Limit limit) {
    return sign(limit.operator())
        + " "
        + Numbers.decimal(limit.number())
        + " · "
        + Excerpt.of(limit.rule(), 36);
  }

  private static String sign(String operator) {
    return switch (operator) {
      case "<=" -> "≤";
      case ">=" -> "≥";
      case "!=" -> "≠";
      default -> Excerpt.of(operator, 3);
    };
  }

  private static Element shade(Limit limit, Domain domain, double top) {
    double x = domain.x(limit.number());
    boolean left = limit.operator().startsWith("<");
    boolean right = limit.operator().startsWith(">");
    double from = left ? MARGIN : x;
    double to = right ? WIDTH_UNITS - MARGIN : x;
    return rectangle("shade", from, top, to - from, PLOT);
  }

  private static Element column(
      Scale scale, Bucket bucket, Domain domain, double line, double unit) {
    double from = domain.left(bucket.bucket());
    double width = domain.right(bucket.bucket()) - from;
    double gap = width > 4 ? 1 : width * 0.15;
    double kept = height(bucket.kept(), unit);
    double dropped = height(bucket.dropped(), unit);
    Element column = Element.of(Tag.G, Element.of(Tag.TITLE, describe(scale, bucket)));
    if (kept > 0) {
      column.add(rectangle("kept", from + gap / 2, line - kept, width - gap, kept));
    }
    if (dropped > 0) {
      column.add(rectangle("dropped", from + gap / 2, line, width - gap, dropped));
    }
    return column;
  }

  private static double height(long documents, double unit) {
    return documents == 0 ? 0 : Math.max(1.2, Math.sqrt(documents) * unit);
  }

  private static String describe(Scale scale, Bucket bucket) {
    double lower = scale.lower(bucket.bucket());
    double upper = scale.upper(bucket.bucket());
    String range =
        lower == Double.NEGATIVE_INFINITY
            ? "below 0"
            : upper == Double.POSITIVE_INFINITY
                ? "above " + Numbers.decimal(lower)
                : Numbers.decimal(lower) + " to " + Numbers.decimal(upper);
    return range
        + ": "
        + Numbers.grouped(bucket.kept())
        + " kept, "
        + Numbers.grouped(bucket.dropped())
        + " dropped";
  }

  /** Which part of a scale is drawn: buckets lie at whole units, bucket i from i - 1 to i. */
  private record Domain(Scale scale, int from, int to, boolean below, boolean above) {
    static Domain of(Signal signal, List<Limit> limits) {
      Scale scale = signal.scale();
      int last = scale.buckets() - 1;
      int from = scale == Scale.RATIO ? 0 : last;
      int to = scale == Scale.RATIO ? 10 : 0;
      boolean below = false;
      boolean above = false;
      for (Bucket bucket : signal.buckets()) {
        if (bucket.bucket() == 0) {
          below = true;
        } else if (bucket.bucket() == last) {
          above = true;
        } else {
          from = Math.min(from, bucket.bucket() - 1);
          to = Math.max(to, bucket.bucket());
        }
      }
      for (Limit limit : limits) {
        double unit = unit(scale, limit.number());
        from = Math.max(0, Math.min(from, (int) Math.floor(unit) - 1));
        to = Math.min(last - 1, Math.max(to, (int) Math.ceil(unit) + 1));
      }
      if (from >= to) {
        from = 0;
        to = Math.max(to, 10);
      }
      return new Domain(scale, from, to, below, above);
    }

    private static double unit(Scale scale, double value) {
      if (scale == Scale.RATIO) {
        return value * 50;
      }
      return value < 1 ? value : 1 + 4 * StrictMath.log(value) / StrictMath.log(2);
    }

    private double start() {
      return MARGIN + (below ? 26 : 0);
    }

    private double end() {
      return WIDTH_UNITS - MARGIN - (above ? 26 : 0);
    }

    private double place(double unit) {
      double inside = Math.min(Math.max(unit, from), to);
      return start() + (end() - start()) * (inside - from) / (to - from);
    }

    double x(double value) {
      return place(unit(scale, value));
    }

    double left(int bucket) {
      if (bucket == 0) {
        return MARGIN;
      }
      return bucket == scale.buckets() - 1 ? WIDTH_UNITS - MARGIN - 16 : place(bucket - 1);
    }

    double right(int bucket) {
      if (bucket == 0) {
        return MARGIN + 16;
      }
      return bucket == scale.buckets() - 1 ? WIDTH_UNITS - MARGIN : place(bucket);
    }

    /** Round values of which there is room for labels. */
    List<Double> ticks() {
      return scale == Scale.RATIO ? linearTicks() : logarithmicTicks();
    }

    private List<Double> linearTicks() {
      double[] steps = {0.02, 0.05, 0.1, 0.2, 0.25, 0.5};
      int chosen = 0;
      while (chosen < steps.length - 1 && (to - from) / 50.0 / steps[chosen] > 6) {
        chosen++;
      }
      List<Double> ticks = new ArrayList<>();
      for (int i = 0; i * steps[chosen] <= to / 50.0 + 1e-9; i++) {
        if (i * steps[chosen] >= from / 50.0 - 1e-9) {
          ticks.add(i * steps[chosen]);
        }
      }
      return ticks;
    }

    private List<Double> logarithmicTicks() {
      List<Double> ticks = new ArrayList<>();
      int[] digits = to - from <= 16 ? new int[] {1, 2, 5} : new int[] {1};
      if (from == 0) {
        ticks.add(0.0);
      }
      int power = 0;
      int step = to - from > 90 ? 2 : 1;
      for (double decade = 1; decade < 0x1p40; decade *= 10, power++) {
        for (int digit : digits) {
          double unit = unit(scale, decade * digit);
          boolean clash = from == 0 && decade == 1 && digit == 1 && to > 8;
          if (unit >= from && unit <= to && power % step == 0 && !clash) {
            ticks.add(decade * digit);
          }
        }
      }
      return ticks;
    }
  }

  /** The probability that two texts meet, over their similarity. */
  static Element probability(Banding banding) {
    double left = 34;
    double right = WIDTH_UNITS - 10;
    double top = 10;
    double bottom = 150;
    double middle = 1 - StrictMath.pow(0.5, 1.0 / banding.bands());
    double half = StrictMath.pow(middle, 1.0 / banding.rows());
    String says =
        "Probability that two texts meet, over their similarity: one half at "
            + Numbers.fixed(half, 2);
    Element svg =
        Element.of(Tag.SVG, Element.of(Tag.TITLE, says))
            .css("chart")
            .set(ROLE, "img")
            .set(VIEW_BOX, "0 0 " + Numbers.coordinate(WIDTH_UNITS) + " 184");
    for (int i = 0; i <= 4; i++) {
      double y = bottom + (top - bottom) * i / 4;
      svg.add(line("grid", left, y, right, y));
      svg.add(label(25 * i + " %", left - 5, y + 4, "end", "tick"));
    }
    for (int i = 0; i <= 5; i++) {
      double x = left + (right - left) * i / 5;
      svg.add(label(Numbers.decimal(i / 5.0), x, bottom + 15, i == 5 ? "end" : "middle", "tick"));
    }
    svg.add(label("Jaccard similarity", (left + right) / 2, bottom + 31, "middle", "tick"));
    StringBuilder path = new StringBuilder();
    for (int i = 0; i <= 100; i++) {
      double y = bottom + (top - bottom) * banding.probability(i / 100.0);
      path.append(i == 0 ? 'M' : 'L')
          .append(Numbers.coordinate(left + (right - left) * i / 100))
          .append(' ')
          .append(Numbers.coordinate(y));
    }
    double x = left + (right - left) * half;
    svg.add(line("limit", x, top, x, bottom));
    boolean flip = half > 0.5;
    svg.add(
        label(
            "one half at " + Numbers.fixed(half, 2),
            flip ? x - 5 : x + 5,
            top + 10,
            flip ? "end" : "start",
            "limit"));
    return svg.add(Element.of(Tag.PATH).css("curve").set(D, path.toString()));
  }

  private static Element line(String css, double x1, double y1, double x2, double y2) {
    return Element.of(Tag.LINE).css(css).set(X1, x1).set(Y1, y1).set(X2, x2).set(Y2, y2);
  }

  private static Element rectangle(String css, double x, double y, double width, double height) {
    return Element.of(Tag.RECT)
        .css(css)
        .set(X, x)
        .set(Y, y)
        .set(WIDTH, Math.max(0, width))
        .set(HEIGHT, height);
  }

  private static Element label(String text, double x, double y, String anchor, String css) {
    return Element.of(Tag.TEXT, text).css(css).set(X, x).set(Y, y).set(TEXT_ANCHOR, anchor);
  }
}

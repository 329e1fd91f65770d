package io.winnow.report.html;

import io.winnow.report.statistics.Scale;
import java.util.ArrayList;
import java.util.List;

/**
 * A signal's histogram: kept documents above the line, dropped ones below; heights are square
 * roots, since one bucket often holds almost everything. What a limit drops is tinted.
 *
 * @param name of the signal
 * @param scale linear or logarithmic buckets
 * @param buckets that hold something, in order
 * @param limits where rules draw a line; the first {@link #LIMITS} are shown
 */
public record HistogramChart(String name, Scale scale, List<Bucket> buckets, List<Limit> limits) {

  /** Limits of one signal that are shown. */
  public static final int LIMITS = 6;

  private static final double MARGIN = 6;
  private static final double LABEL_ROW = 15;
  private static final double PLOT = 116;
  private static final double AXIS = 20;

  /** Between labels. */
  private static final double GAP = 6;

  public HistogramChart {
    buckets = List.copyOf(buckets);
    limits = List.copyOf(Bounds.first(limits, LIMITS));
  }

  /**
   * Documents in one bucket.
   *
   * @param bucket its number on the signal's scale
   */
  public record Bucket(int bucket, long kept, long dropped) {}

  /**
   * Where a rule draws a line: it drops what {@code signal operator number} is true of.
   *
   * @param operator one of {@code < <= > >= = !=}
   * @param decides whether that alone is enough; if not, nothing is tinted
   */
  public record Limit(String signal, String operator, double number, String rule, boolean decides) {
    /** The same, being enough or not. */
    public Limit withDecides(boolean nowDecides) {
      return new Limit(signal, operator, number, rule, nowDecides);
    }
  }

  /** The drawing. */
  public Element draw() {
    Domain domain = Domain.of(scale, buckets, limits);
    // Room for two labels even where there are fewer, so that neighbours stand on one line.
    int rows = Math.max(2, limits.size());
    double top = MARGIN + LABEL_ROW * rows;
    Element svg = Charts.drawing(describe(), top + PLOT + AXIS);
    long mostKept = buckets.stream().mapToLong(Bucket::kept).max().orElse(0);
    long mostDropped = buckets.stream().mapToLong(Bucket::dropped).max().orElse(0);
    double sum = Math.sqrt(mostKept) + Math.sqrt(mostDropped);
    double unit = sum == 0 ? 0 : PLOT / sum;
    double line = top + Math.sqrt(mostKept) * unit;

    limits.stream().filter(Limit::decides).forEach(limit -> svg.add(shade(limit, domain, top)));
    for (Bucket bucket : buckets) {
      svg.add(column(scale, bucket, domain, line, unit));
    }
    svg.add(Charts.line("axis", MARGIN, line, Charts.WIDTH_UNITS - MARGIN, line));
    addTicks(svg, domain, top + PLOT);
    for (int i = 0; i < limits.size(); i++) {
      Limit limit = limits.get(i);
      double x = domain.x(limit.number());
      double y = MARGIN + LABEL_ROW * (rows - limits.size() + i);
      svg.add(Charts.line("limit", x, y, x, top + PLOT));
      boolean left = x > Charts.WIDTH_UNITS / 2;
      double room = left ? x - 4 : Charts.WIDTH_UNITS - x - 4;
      String label = Charts.fit(describe(limit), room);
      svg.add(Charts.label(label, left ? x - 4 : x + 4, y + 10, left ? "end" : "start", "limit"));
    }
    return svg;
  }

  private void addTicks(Element svg, Domain domain, double bottom) {
    double free = 0;
    double end = Charts.WIDTH_UNITS;
    if (domain.below) {
      svg.add(Charts.label("< 0", MARGIN, bottom + 15, "start", "tick"));
      free = MARGIN + Charts.textWidth("< 0") + GAP;
    }
    if (domain.above) {
      String beyond = scale == Scale.RATIO ? "> 1" : "≥ 2⁴⁰";
      svg.add(Charts.label(beyond, end - MARGIN, bottom + 15, "end", "tick"));
      end -= MARGIN + Charts.textWidth(beyond) + GAP;
    }
    for (double tick : domain.ticks()) {
      double x = domain.x(tick);
      svg.add(Charts.line("tick", x, bottom, x, bottom + 4));
      String words = Numbers.axis(tick);
      double half = Charts.textWidth(words) / 2;
      // Where there is no room for a label, its tick stands alone.
      if (x - half >= free && x + half <= end) {
        svg.add(Charts.label(words, x, bottom + 15, "middle", "tick"));
        free = x + half + GAP;
      }
    }
  }

  private String describe() {
    StringBuilder words = new StringBuilder("Histogram of ");
    words.append(Excerpt.of(name, Bounds.NAME));
    words.append(": kept documents above the line, dropped ones below");
    for (Limit limit : limits) {
      words.append(limit.decides() ? "; dropped if " : "; with more, dropped if ");
      words.append(describe(limit));
    }
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
    double to = right ? Charts.WIDTH_UNITS - MARGIN : x;
    return Charts.rectangle("shade", from, top, to - from, PLOT);
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
      column.add(Charts.rectangle("kept", from + gap / 2, line - kept, width - gap, kept));
    }
    if (dropped > 0) {
      column.add(Charts.rectangle("dropped", from + gap / 2, line, width - gap, dropped));
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
    static Domain of(Scale scale, List<Bucket> buckets, List<Limit> limits) {
      int last = scale.buckets() - 1;
      int from = scale == Scale.RATIO ? 0 : last;
      int to = scale == Scale.RATIO ? 10 : 0;
      boolean below = false;
      boolean above = false;
      for (Bucket bucket : buckets) {
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
      return Charts.WIDTH_UNITS - MARGIN - (above ? 26 : 0);
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
      return bucket == scale.buckets() - 1 ? Charts.WIDTH_UNITS - MARGIN - 16 : place(bucket - 1);
    }

    double right(int bucket) {
      if (bucket == 0) {
        return MARGIN + 16;
      }
      return bucket == scale.buckets() - 1 ? Charts.WIDTH_UNITS - MARGIN : place(bucket);
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
}

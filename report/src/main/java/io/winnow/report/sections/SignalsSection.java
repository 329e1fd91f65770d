package io.winnow.report.sections;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.condition.Condition;
import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.HistogramChart;
import io.winnow.report.html.HistogramChart.Bucket;
import io.winnow.report.html.HistogramChart.Limit;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.Tag;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.run.RunFacts;
import io.winnow.report.statistics.Histogram;
import io.winnow.report.statistics.Scale;
import io.winnow.report.statistics.SignalScale;
import io.winnow.report.statistics.Statistics;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Histograms of the signals.
 *
 * @param signals in the order of the statistics
 */
public record SignalsSection(List<Signal> signals) implements Section {
  private static final int SIGNALS = 60;

  /**
   * Values of a signal among all documents. Quantiles are read off the buckets, so approximate.
   *
   * @param name the signal
   * @param scale linear or logarithmic buckets
   * @param missing documents without a value
   * @param buckets the buckets of the scale that hold something, in order
   * @param limits where rules draw a line
   */
  public record Signal(
      String name,
      Scale scale,
      long missing,
      @Nullable Quantiles kept,
      @Nullable Quantiles dropped,
      List<Bucket> buckets,
      List<Limit> limits) {
    /** A signal's two histograms and its limits. */
    static Signal of(String name, Histogram kept, Histogram dropped, List<Limit> limits) {
      require(kept.scale() == dropped.scale(), "two scales of one signal: %s", name);
      List<Bucket> buckets = new ArrayList<>();
      for (int i = 0; i < kept.scale().buckets(); i++) {
        if (kept.count(i) > 0 || dropped.count(i) > 0) {
          buckets.add(new Bucket(i, kept.count(i), dropped.count(i)));
        }
      }
      return new Signal(
          name,
          kept.scale(),
          Math.addExact(kept.missing(), dropped.missing()),
          Quantiles.of(kept),
          Quantiles.of(dropped),
          buckets,
          limits);
    }
  }

  /** Least and greatest value, exact, and three approximate quantiles. */
  public record Quantiles(
      double min,
      double approximate5Percent,
      double approximateMedian,
      double approximate95Percent,
      double max) {
    static @Nullable Quantiles of(Histogram histogram) {
      if (histogram.present() == 0) {
        return null;
      }
      return new Quantiles(
          histogram.min(),
          histogram.approximateQuantile(0.05),
          histogram.approximateQuantile(0.5),
          histogram.approximateQuantile(0.95),
          histogram.max());
    }
  }

  /** The histograms of the counts, with the limits of tiers and rules. */
  public static SignalsSection read(FinishedRun run) {
    return of(run.facts().statistics(), limits(run.facts()));
  }

  /**
   * All signals of the statistics.
   *
   * @param limits of all signals, in the order in which they are asked
   */
  public static SignalsSection of(Statistics statistics, List<Limit> limits) {
    List<Signal> signals = new ArrayList<>();
    for (SignalScale signal : statistics.settings().signals()) {
      String name = signal.name();
      signals.add(
          Signal.of(
              name,
              statistics.histogram(name, true),
              statistics.histogram(name, false),
              limits.stream().filter(limit -> limit.signal().equals(name)).toList()));
    }
    return new SignalsSection(signals);
  }

  private static List<Limit> limits(RunFacts facts) {
    List<Limit> limits = new ArrayList<>();
    for (RunFacts.Tiers tiers : facts.tiers()) {
      limits.add(new Limit(tiers.score(), "<", tiers.low(), "low-tier"));
      limits.add(new Limit(tiers.score(), ">=", tiers.high(), "tier high"));
    }
    for (RunFacts.Rule rule : facts.rules()) {
      for (Condition.Limit limit : Condition.parse(rule.condition()).limits()) {
        limits.add(new Limit(limit.column(), limit.operator(), limit.number(), rule.name()));
      }
    }
    return limits;
  }

  @Override
  public List<Element> draw(Whole whole) {
    if (signals.isEmpty()) {
      return List.of();
    }
    Element lead =
        Element.lead(
            "Kept documents rise above the line, dropped ones hang below it; heights are "
                + "square roots of numbers of documents, so that small groups can be seen. A "
                + "rule drops what lies in its tinted side. Beneath: the median and, in "
                + "brackets, the middle 90 %, both approximate because read off the buckets.");
    Bounds.more(lead, Tag.SPAN, signals.size(), SIGNALS, "signals");
    Element grid = Element.of(Tag.DIV).css("multiples");
    // Those that a rule looks at come first; the order is the recipe's otherwise.
    List<Signal> sorted = new ArrayList<>(signals);
    sorted.sort((a, b) -> Boolean.compare(a.limits().isEmpty(), b.limits().isEmpty()));
    Bounds.first(sorted, SIGNALS).forEach(signal -> grid.add(figure(signal)));
    Element legend =
        Element.of(
                Tag.P,
                Charts.legend("kept", "kept"),
                Charts.legend("rule", "dropped, for any reason"),
                Charts.legend("limit", "limit of a rule"))
            .css("legend");
    return List.of(lead, legend, grid);
  }

  private static Element figure(Signal signal) {
    Element caption =
        Element.of(
            Tag.FIGCAPTION,
            Element.of(Tag.STRONG).foreign(signal.name(), Bounds.NAME),
            Element.of(Tag.SMALL, signal.scale() == Scale.COUNT ? "log scale" : "").css("muted"));
    Element numbers = Element.of(Tag.P).css("muted small");
    numbers.add(quantiles("kept", signal.kept()), quantiles("rule", signal.dropped()));
    if (signal.missing() > 0) {
      numbers.add(Element.of(Tag.SPAN, Numbers.grouped(signal.missing()) + " without a value"));
    }
    int hidden = signal.limits().size() - HistogramChart.LIMITS;
    if (hidden > 0) {
      numbers.add(Element.of(Tag.SPAN, Numbers.plural(hidden, "more limit", "more limits")));
    }
    HistogramChart chart =
        new HistogramChart(signal.name(), signal.scale(), signal.buckets(), signal.limits());
    return Element.of(Tag.FIGURE, caption, chart.draw(), numbers);
  }

  private static Element quantiles(String css, @Nullable Quantiles quantiles) {
    Element element = Element.of(Tag.SPAN, Charts.key(css));
    if (quantiles == null) {
      return element.text("none");
    }
    return element.text(
        "≈ "
            + Numbers.rough(quantiles.approximateMedian())
            + " ("
            + Numbers.rough(quantiles.approximate5Percent())
            + " to "
            + Numbers.rough(quantiles.approximate95Percent())
            + "), max "
            + Numbers.decimal(quantiles.max()));
  }
}

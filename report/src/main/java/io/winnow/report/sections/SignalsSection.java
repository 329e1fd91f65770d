package io.winnow.report.sections;

import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.HistogramChart;
import io.winnow.report.html.HistogramChart.Bucket;
import io.winnow.report.html.HistogramChart.Limit;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.Tag;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.run.RuleScope;
import io.winnow.report.run.RunFacts;
import io.winnow.report.statistics.Histogram;
import io.winnow.report.statistics.Scale;
import io.winnow.report.statistics.Statistics;
import io.winnow.report.statistics.Statistics.Values;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Histograms of the signals.
 *
 * @param signals in the order of the statistics; each of all documents, then of those parts that
 *     some rule is for alone
 * @param signalMedians of documents of one kind, source or language; none in reports of versions
 *     that did not count them
 */
public record SignalsSection(List<Signal> signals, List<SignalMedians> signalMedians)
    implements Section {
  /** Signals that are shown. */
  static final int SIGNALS = 60;

  public SignalsSection {
    signalMedians = signalMedians == null ? List.of() : List.copyOf(signalMedians);
  }

  /**
   * Values of a signal among all documents or a part of them. Quantiles are read off the buckets,
   * so approximate.
   *
   * @param name the signal
   * @param part which documents: kinds or sources; empty for all
   * @param scale linear or logarithmic buckets
   * @param missing documents without a value
   * @param buckets the buckets of the scale that hold something, in order
   * @param limits where rules for these documents draw a line
   */
  public record Signal(
      String name,
      String part,
      Scale scale,
      long missing,
      @Nullable Quantiles kept,
      @Nullable Quantiles dropped,
      List<Bucket> buckets,
      List<Limit> limits) {
    /** A signal's two histograms and its limits. */
    static Signal of(Values values, String part, List<Limit> limits) {
      Histogram kept = values.kept();
      Histogram dropped = values.dropped();
      List<Bucket> buckets = new ArrayList<>();
      for (int i = 0; i < kept.scale().buckets(); i++) {
        if (kept.count(i) > 0 || dropped.count(i) > 0) {
          buckets.add(new Bucket(i, kept.count(i), dropped.count(i)));
        }
      }
      return new Signal(
          values.signal(),
          part,
          kept.scale(),
          Math.addExact(kept.missing(), dropped.missing()),
          Quantiles.of(kept),
          Quantiles.of(dropped),
          buckets,
          limits);
    }
  }

  /**
   * Least and greatest value, exact, and three quantiles, which are approximate where they are not
   * 0.
   *
   * @param zeros values that are 0
   * @param values all of them
   */
  public record Quantiles(
      double min,
      double approximate5Percent,
      double approximateMedian,
      double approximate95Percent,
      double max,
      long zeros,
      long values) {
    static @Nullable Quantiles of(Histogram histogram) {
      if (histogram.present() == 0) {
        return null;
      }
      return new Quantiles(
          histogram.min(),
          histogram.approximateQuantile(0.05),
          histogram.approximateQuantile(0.5),
          histogram.approximateQuantile(0.95),
          histogram.max(),
          histogram.zeros(),
          histogram.present());
    }
  }

  /** The histograms of the counts, with the limits of tiers and rules. */
  public static SignalsSection read(FinishedRun run) {
    RunFacts facts = run.facts();
    return of(facts.statistics(), facts.sources(), RuleScope.limits(facts));
  }

  /**
   * All signals of the statistics.
   *
   * @param sources of the recipe
   * @param limits of all signals by the documents that they are for, in the order in which they are
   *     asked
   */
  public static SignalsSection of(
      Statistics statistics, List<RunFacts.Source> sources, Map<RuleScope, List<Limit>> limits) {
    RuleScope all = RuleScope.all(sources);
    if (!statistics.knowsParts()) {
      return new SignalsSection(signals(statistics, all, Map.of(all, untinted(limits))), List.of());
    }
    return new SignalsSection(
        signals(statistics, all, limits), SignalMedians.of(statistics, sources));
  }

  /** Limits for parts of documents that cannot be told apart. */
  private static List<Limit> untinted(Map<RuleScope, List<Limit>> limits) {
    return limits.values().stream()
        .flatMap(List::stream)
        .map(limit -> limit.withDecides(false))
        .toList();
  }

  private static List<Signal> signals(
      Statistics statistics, RuleScope all, Map<RuleScope, List<Limit>> limits) {
    Map<RuleScope, List<Values>> values = new LinkedHashMap<>();
    values.put(all, statistics.values());
    for (RuleScope part : limits.keySet()) {
      values.computeIfAbsent(part, p -> statistics.valuesOfSources(p.sources()));
    }
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < statistics.settings().signals().size(); i++) {
      String name = statistics.settings().signals().get(i).name();
      for (Map.Entry<RuleScope, List<Values>> part : values.entrySet()) {
        List<Limit> own =
            limits.getOrDefault(part.getKey(), List.of()).stream()
                .filter(limit -> limit.signal().equals(name))
                .toList();
        if (part.getKey().equals(all) || !own.isEmpty()) {
          signals.add(Signal.of(part.getValue().get(i), part.getKey().words(), own));
        }
      }
    }
    return signals;
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
                + "rule drops what lies in its tinted side; where nothing is tinted, it asks "
                + "for more than this limit. Rules for some documents alone are drawn over "
                + "these. Beneath: the median and, in brackets, the middle 90 %, approximate "
                + "(≈) where read off the buckets.");
    Bounds.more(lead, Tag.SPAN, signals.size(), SIGNALS, "signals");
    Element grid = Element.of(Tag.DIV).css("multiples");
    // Those that a rule looks at come first; the order is the recipe's otherwise.
    Set<String> asked = new HashSet<>();
    signals.stream().filter(s -> !s.limits().isEmpty()).forEach(s -> asked.add(s.name()));
    List<Signal> sorted = new ArrayList<>(signals);
    sorted.sort((a, b) -> Boolean.compare(!asked.contains(a.name()), !asked.contains(b.name())));
    Bounds.first(sorted, SIGNALS).forEach(signal -> grid.add(figure(signal)));
    Element legend =
        Element.of(
                Tag.P,
                Charts.legend("kept", "kept"),
                Charts.legend("rule", "dropped, for any reason"),
                Charts.legend("limit", "limit of a rule"))
            .css("legend");
    List<Element> content = new ArrayList<>(List.of(lead, legend, grid));
    content.addAll(SignalMedians.draw(signalMedians));
    return content;
  }

  private static Element figure(Signal signal) {
    Element name = Element.of(Tag.SPAN, Element.of(Tag.STRONG).foreign(signal.name(), Bounds.NAME));
    if (!signal.part().isEmpty()) {
      name.text(" of ").foreign(signal.part(), Bounds.NAME);
    }
    Element caption =
        Element.of(
            Tag.FIGCAPTION,
            name,
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
    String of = signal.part().isEmpty() ? signal.name() : signal.name() + ", " + signal.part();
    HistogramChart chart =
        new HistogramChart(of, signal.scale(), signal.buckets(), signal.limits());
    return Element.of(Tag.FIGURE, caption, chart.draw(), numbers);
  }

  private static Element quantiles(String css, @Nullable Quantiles quantiles) {
    Element element = Element.of(Tag.SPAN, Charts.key(css));
    if (quantiles == null) {
      return element.text("none");
    }
    String zeros =
        quantiles.zeros() == 0
            ? ""
            : "; 0 in " + Numbers.percent(quantiles.zeros(), quantiles.values());
    return element.text(
        median(quantiles)
            + " ("
            + Numbers.rough(quantiles.approximate5Percent())
            + " to "
            + Numbers.rough(quantiles.approximate95Percent())
            + "), max "
            + Numbers.decimal(quantiles.max())
            + zeros);
  }

  /** The median, marked where it is approximate. */
  private static String median(Quantiles quantiles) {
    double median = quantiles.approximateMedian();
    return median == 0 ? "0" : "≈ " + Numbers.rough(median);
  }
}

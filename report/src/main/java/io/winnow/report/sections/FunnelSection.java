package io.winnow.report.sections;

import static io.winnow.report.html.Attribute.OPEN;

import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.run.RunFacts;
import io.winnow.report.statistics.Amount;
import io.winnow.report.statistics.Reason;
import io.winnow.report.statistics.SourceStatistics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The way of each source from records to kept documents.
 *
 * @param sources in the recipe's order
 */
public record FunnelSection(List<Source> sources) implements Section {
  /** Sources that have a funnel of their own. */
  public static final int SOURCES = 40;

  /** Steps of a funnel that have a row of their own. */
  public static final int STEPS = 50;

  /** With more sources, their funnels are closed at first. */
  private static final int OPEN_SOURCES = 6;

  /**
   * One source's way from records to kept documents.
   *
   * @param name the source
   * @param kind its kind's word
   * @param records records that were read, by the reader's own count
   * @param passedOver records that hold no document, by reason
   * @param deadLetters records that could not be read
   * @param steps what each rule or stage dropped, in the order in which they were asked
   * @param kept what is in
   */
  public record Source(
      String name,
      String kind,
      long records,
      List<Count> passedOver,
      long deadLetters,
      List<Step> steps,
      Amount kept) {
    /** A source of no record. */
    public static Source none(String name) {
      return new Source(name, "", 0, List.of(), 0, List.of(), Amount.NONE);
    }

    /** Records that hold no document. */
    public long sumPassedOver() {
      return passedOver.stream().mapToLong(Count::count).sum();
    }

    /** Records that are accounted for. */
    public long accounted() {
      Amount dropped = Amount.sum(steps.stream().map(Step::dropped).toList());
      return sumPassedOver() + deadLetters + dropped.documents() + kept.documents();
    }
  }

  /** How many records had something in common. */
  public record Count(String name, long count) {
    /** The counts in the order of their names. */
    static List<Count> of(SortedMap<String, Long> counts) {
      return counts.entrySet().stream().map(e -> new Count(e.getKey(), e.getValue())).toList();
    }
  }

  /** What one reason took out. */
  public record Step(String stage, String reason, Amount dropped) {}

  /** Adds the counts of each source up in the order in which things drop. */
  public static FunnelSection read(FinishedRun run) {
    Map<String, SourceStatistics> byName = new HashMap<>();
    run.facts().statistics().sources().forEach(source -> byName.put(source.name(), source));
    List<Source> sources = new ArrayList<>();
    for (RunFacts.Source source : run.facts().sources()) {
      SourceStatistics counts = Objects.requireNonNull(byName.get(source.name()));
      sources.add(of(source, counts, run.facts().drops().reasons()));
    }
    return new FunnelSection(sources);
  }

  /**
   * A source's statistics in the order of the recipe.
   *
   * @param order every reason there can be, in the order in which they are asked; a reason that is
   *     not among them comes last
   */
  public static Source of(RunFacts.Source source, SourceStatistics counts, List<Reason> order) {
    Set<Reason> reasons = new LinkedHashSet<>(order);
    reasons.addAll(counts.dropped().keySet());
    List<Step> steps = new ArrayList<>();
    for (Reason reason : reasons) {
      Amount dropped = counts.dropped().getOrDefault(reason, Amount.NONE);
      steps.add(new Step(reason.stage(), reason.reason(), dropped));
    }
    return new Source(
        counts.name(),
        source.kind().word(),
        source.records(),
        Count.of(counts.passedOver()),
        counts.deadLetters().values().stream().mapToLong(Long::longValue).sum(),
        steps,
        counts.kept());
  }

  /** All sources as one; steps in the order in which the sources have them. */
  public Source all() {
    long records = 0;
    long deadLetters = 0;
    TreeMap<String, Long> passedOver = new TreeMap<>();
    Map<Reason, Amount> steps = new LinkedHashMap<>();
    Amount kept = Amount.NONE;
    for (Source source : sources) {
      records += source.records();
      deadLetters += source.deadLetters();
      source
          .passedOver()
          .forEach(count -> passedOver.merge(count.name(), count.count(), Long::sum));
      source
          .steps()
          .forEach(s -> steps.merge(new Reason(s.stage(), s.reason()), s.dropped(), Amount::plus));
      kept = kept.plus(source.kept());
    }
    List<Step> sums = new ArrayList<>();
    steps.forEach((reason, sum) -> sums.add(new Step(reason.stage(), reason.reason(), sum)));
    return new Source("All sources", "", records, Count.of(passedOver), deadLetters, sums, kept);
  }

  @Override
  public List<Element> draw(Whole whole) {
    FunnelTable funnels = new FunnelTable(whole.drops());
    List<Element> content = new ArrayList<>();
    content.add(
        Element.lead(
            "Every row is one step: what it takes out in colour, what is left after it in grey."
                + " Records that hold no document and those that could not be read go first; a"
                + " document counts at the first step that drops it."));
    content.add(funnels.legend());
    content.add(Element.of(Tag.H3, "All sources"));
    content.add(funnels.draw(whole.all(), true));
    if (sources.size() > 1) {
      content.add(Element.of(Tag.H3, "By source"));
      content.add(sourceTable());
      for (Source source : Bounds.first(sources, SOURCES)) {
        content.add(funnel(source, funnels));
      }
    }
    if (!whole.all().passedOver().isEmpty()) {
      content.addAll(FunnelTable.passedOver(sources));
    }
    return content;
  }

  private Element funnel(Source source, FunnelTable funnels) {
    Element summary =
        Element.of(
            Tag.SUMMARY,
            Element.of(Tag.STRONG).foreign(source.name(), Bounds.NAME),
            Element.of(
                    Tag.SPAN,
                    Numbers.grouped(source.records())
                        + " records, "
                        + Numbers.grouped(source.kept().documents())
                        + " kept ("
                        + Numbers.percent(source.kept().documents(), source.records())
                        + ")")
                .css("muted"));
    Element details = Element.of(Tag.DETAILS, summary, funnels.draw(source, false));
    long silent = source.steps().stream().filter(s -> s.dropped().documents() == 0).count();
    if (silent > 0) {
      String steps = Numbers.plural(silent, "step", "steps");
      details.add(
          Element.of(Tag.P, steps + " that dropped nothing here: not shown.").css("muted small"));
    }
    return sources.size() <= OPEN_SOURCES ? details.set(OPEN, "") : details;
  }

  private Element sourceTable() {
    PageTable table =
        new PageTable("Sources")
            .words("Source")
            .words("Kind")
            .bars("Kept of the records")
            .numbers("Records")
            .numbers("Kept")
            .numbers("Share")
            .numbers("Tokens kept")
            .numbers("MB kept");
    for (Source source : Bounds.first(sources, SOURCES)) {
      sourceRow(table.row().foreign(source.name()), source);
    }
    if (sources.size() > SOURCES) {
      List<Source> others = sources.subList(SOURCES, sources.size());
      long records = others.stream().mapToLong(Source::records).sum();
      Amount kept = Amount.sum(others.stream().map(Source::kept).toList());
      sourceRow(
          table.row().words(Numbers.grouped(others.size()) + " other sources"),
          new Source("", "", records, List.of(), 0, List.of(), kept));
    }
    return table.element();
  }

  private static void sourceRow(PageTable.Row row, Source source) {
    Amount kept = source.kept();
    row.foreign(source.kind())
        .add(
            Charts.bar(
                Numbers.percent(kept.documents(), source.records()) + " kept",
                source.records(),
                new Charts.Part(kept.documents(), "kept"),
                new Charts.Part(source.records() - kept.documents(), "left")))
        .number(source.records())
        .number(kept.documents())
        .words(Numbers.percent(kept.documents(), source.records()))
        .number(kept.tokens())
        .words(Numbers.megabytes(kept.textBytes()));
  }
}

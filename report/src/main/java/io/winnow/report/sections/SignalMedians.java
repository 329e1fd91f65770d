package io.winnow.report.sections;

import io.winnow.report.html.Bounds;
import io.winnow.report.html.Element;
import io.winnow.report.html.Excerpt;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import io.winnow.report.run.RunFacts;
import io.winnow.report.sections.SignalsSection.Quantiles;
import io.winnow.report.statistics.Statistics;
import io.winnow.report.statistics.Statistics.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The signals of some documents that have something in common.
 *
 * @param by what that is: kind, source or language
 * @param name of it
 * @param signals in the order of the statistics
 */
public record SignalMedians(String by, String name, List<Medians> signals) {
  private static final int COLUMNS = 8;
  private static final int SOURCES = 40;
  private static final int LANGUAGES = 20;

  /** A signal among kept and among dropped documents; null where there are none with a value. */
  public record Medians(String signal, @Nullable Quantiles kept, @Nullable Quantiles dropped) {}

  /** By kind, by source and by language; of many sources and languages the largest. */
  static List<SignalMedians> of(Statistics statistics, List<RunFacts.Source> sources) {
    List<SignalMedians> all = new ArrayList<>();
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    for (RunFacts.Source source : sources) {
      kinds.computeIfAbsent(source.kind().word(), kind -> new ArrayList<>()).add(source.name());
    }
    kinds.forEach((kind, names) -> all.add(of("kind", kind, statistics.valuesOfSources(names))));
    Map<String, Long> records = new LinkedHashMap<>();
    statistics.sources().forEach(s -> records.put(s.name(), s.documents().documents()));
    for (String source : largest(records, SOURCES)) {
      all.add(of("source", source, statistics.valuesOfSources(List.of(source))));
    }
    Map<String, Long> languages = new LinkedHashMap<>();
    statistics
        .languages()
        .forEach((c, s) -> languages.put(c, s.kept().documents() + s.dropped().documents()));
    for (String language : largest(languages, LANGUAGES)) {
      all.add(of("language", language, statistics.valuesOfLanguage(language)));
    }
    return all;
  }

  /** Names with the most documents; the order stays where numbers are equal. */
  private static List<String> largest(Map<String, Long> documents, int most) {
    List<Map.Entry<String, Long>> sorted = new ArrayList<>(documents.entrySet());
    sorted.sort(Comparator.comparingLong((Map.Entry<String, Long> entry) -> -entry.getValue()));
    return sorted.stream().limit(most).map(Map.Entry::getKey).toList();
  }

  private static SignalMedians of(String by, String name, List<Values> values) {
    return new SignalMedians(
        by,
        name,
        values.stream()
            .map(v -> new Medians(v.signal(), Quantiles.of(v.kept()), Quantiles.of(v.dropped())))
            .toList());
  }

  /** A closed table for each of kind, source and language of which there are several. */
  static List<Element> draw(List<SignalMedians> all) {
    Map<String, List<SignalMedians>> tables = new LinkedHashMap<>();
    all.forEach(part -> tables.computeIfAbsent(part.by(), by -> new ArrayList<>()).add(part));
    List<Element> content = new ArrayList<>();
    tables.forEach(
        (by, parts) -> {
          if (parts.size() > 1) {
            content.add(
                details(Excerpt.of(by, Bounds.NAME), Bounds.first(parts, COLUMNS), parts.size()));
          }
        });
    return content;
  }

  private static Element details(String by, List<SignalMedians> parts, int all) {
    String heading = "Medians by " + by;
    PageTable table = new PageTable(heading).words("Signal");
    parts.forEach(part -> table.numbers(part.title()));
    List<Medians> signals = parts.get(0).signals();
    for (int i = 0; i < Math.min(SignalsSection.SIGNALS, signals.size()); i++) {
      PageTable.Row row = table.row().foreign(signals.get(i).signal());
      for (SignalMedians part : parts) {
        boolean there = i < part.signals().size();
        row.add(cell(there ? part.signals().get(i) : null));
      }
    }
    Element note =
        Element.of(Tag.P, "Medians of kept documents, and of dropped ones in grey.")
            .css("muted small");
    Bounds.more(note, Tag.SPAN, all, parts.size(), "columns");
    return Element.of(
        Tag.DETAILS,
        Element.of(Tag.SUMMARY, Element.of(Tag.STRONG, heading)),
        note,
        table.element());
  }

  private String title() {
    return Excerpt.of(by.equals("language") ? Breakdowns.languageName(name) : name, Bounds.NAME);
  }

  private static Element cell(@Nullable Medians medians) {
    return Element.of(Tag.SPAN, median(medians == null ? null : medians.kept()))
        .add(
            Element.of(Tag.SPAN, " " + median(medians == null ? null : medians.dropped()))
                .css("muted"));
  }

  private static String median(@Nullable Quantiles quantiles) {
    return quantiles == null ? "–" : Numbers.rough(quantiles.approximateMedian());
  }
}

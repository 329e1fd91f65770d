package io.winnow.report.sections;

import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.statistics.Amount;
import io.winnow.report.statistics.Split;
import io.winnow.report.statistics.Statistics;
import io.winnow.report.statistics.Statistics.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * What is kept and dropped of each kind and each language and the like, the largest first.
 *
 * @param kinds kept and dropped by kind
 * @param languages kept and dropped by language, by their codes
 * @param programmingLanguages kept and dropped by programming language, where one is known
 * @param licences kept and dropped by licence
 * @param domains kept and dropped by registered domain, of documents that have an address
 */
public record Breakdowns(
    List<Breakdown> kinds,
    List<Breakdown> languages,
    List<Breakdown> programmingLanguages,
    List<Breakdown> licences,
    List<Breakdown> domains)
    implements Section {
  private static final String OTHERS = "all others";

  public Breakdowns {
    // Reports of versions before say nothing of these.
    programmingLanguages = programmingLanguages == null ? List.of() : programmingLanguages;
    licences = licences == null ? List.of() : licences;
    domains = domains == null ? List.of() : domains;
  }

  /** Kept and dropped documents of one kind, language or grade. */
  public record Breakdown(String name, Amount kept, Amount dropped) {
    /** The largest first; equal ones by name. */
    static List<Breakdown> of(SortedMap<String, Split> splits) {
      List<Breakdown> all = new ArrayList<>(byName(splits));
      all.sort((a, b) -> Long.compare(b.all().tokens(), a.all().tokens()));
      return all;
    }

    /** The largest first, those that are counted together last. */
    static List<Breakdown> of(Names names) {
      List<Breakdown> all = of(names.names());
      Breakdown others = new Breakdown(OTHERS, names.others().kept(), names.others().dropped());
      if (others.all().documents() > 0) {
        all.add(others);
      }
      return all;
    }

    /** In the order of their names. */
    static List<Breakdown> byName(SortedMap<String, Split> splits) {
      return splits.entrySet().stream()
          .map(e -> new Breakdown(e.getKey(), e.getValue().kept(), e.getValue().dropped()))
          .toList();
    }

    /** Kept and dropped together. */
    public Amount all() {
      return kept.plus(dropped);
    }
  }

  /** What the counts of a run say. */
  public static Breakdowns read(FinishedRun run) {
    return of(run.facts().statistics());
  }

  /** What the counts say. */
  public static Breakdowns of(Statistics statistics) {
    return new Breakdowns(
        Breakdown.of(statistics.kinds()),
        Breakdown.of(statistics.languages()),
        Breakdown.of(statistics.programmingLanguages()),
        Breakdown.of(statistics.licences()),
        Breakdown.of(statistics.domains()));
  }

  @Override
  public List<Element> draw(Whole whole) {
    if (kinds.isEmpty() && languages.isEmpty()) {
      return List.of();
    }
    List<Element> content = new ArrayList<>();
    content.add(
        Element.of(Tag.P, Charts.legend("kept", "kept"), Charts.legend("rule", "dropped"))
            .text("Bars and shares go by tokens.")
            .css("legend"));
    content.add(Element.of(Tag.H3, "Kinds"));
    content.add(table("Kind", kinds));
    content.add(Element.of(Tag.H3, "Languages"));
    content.add(table("Language", languages.stream().map(Breakdowns::inWords).toList()));
    add(content, "Programming languages", "Programming language", programmingLanguages);
    if (licences.stream().anyMatch(part -> !part.name().equals(Statistics.NO_LICENCE))) {
      add(content, "Licences", "Licence", licences);
    }
    add(content, "Domains", "Domain", domains);
    return content;
  }

  private static void add(
      List<Element> content, String heading, String what, List<Breakdown> parts) {
    if (!parts.isEmpty()) {
      content.add(Element.of(Tag.H3, heading));
      content.add(table(what, parts));
    }
  }

  private static Breakdown inWords(Breakdown language) {
    return new Breakdown(languageName(language.name()), language.kept(), language.dropped());
  }

  /** The English name of a language with its code, such as {@code German (de)}. */
  public static String languageName(String code) {
    if (code.equals(Statistics.NO_LANGUAGE)) {
      return "undetermined (" + code + ")";
    }
    String name = Locale.forLanguageTag(code).getDisplayLanguage(Locale.ENGLISH);
    return name.isEmpty() || name.equals(code) ? code : name + " (" + code + ")";
  }

  /**
   * A table of what is kept and dropped.
   *
   * @param what the names are names of
   */
  static Element table(String what, List<Breakdown> all) {
    PageTable table =
        new PageTable(what)
            .words(what)
            .bars("Tokens")
            .numbers("Documents kept")
            .numbers("dropped")
            .numbers("Tokens kept")
            .numbers("dropped")
            .numbers("Share kept");
    long largest = all.stream().mapToLong(b -> b.all().tokens()).max().orElse(0);
    for (Breakdown part : Bounds.first(all, Bounds.ROWS)) {
      row(table.row().foreign(part.name()), part, largest);
    }
    if (all.size() > Bounds.ROWS) {
      List<Breakdown> others = all.subList(Bounds.ROWS, all.size());
      Breakdown sum =
          new Breakdown(
              "",
              Amount.sum(others.stream().map(Breakdown::kept).toList()),
              Amount.sum(others.stream().map(Breakdown::dropped).toList()));
      row(table.row().words(Numbers.grouped(others.size()) + " others"), sum, largest);
    }
    return table.element();
  }

  private static void row(PageTable.Row row, Breakdown part, long largest) {
    long kept = part.kept().tokens();
    long dropped = part.dropped().tokens();
    row.add(
            Charts.bar(
                Numbers.grouped(kept) + " tokens kept, " + Numbers.grouped(dropped) + " dropped",
                Math.max(largest, kept + dropped),
                new Charts.Part(kept, "kept"),
                new Charts.Part(dropped, "rule")))
        .number(part.kept().documents())
        .number(part.dropped().documents())
        .number(kept)
        .number(dropped)
        .words(Numbers.percent(kept, kept + dropped));
  }
}

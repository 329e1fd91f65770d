package io.winnow.report.sections;

import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.Excerpt;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.run.RunFacts;
import io.winnow.report.run.RunFacts.Component;
import io.winnow.report.run.RunFacts.Export;
import io.winnow.report.run.RunFacts.Sequences;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was written.
 *
 * @param mixtures in the recipe's order
 */
public record MixturesSection(List<Mixture> mixtures) implements Section {
  /** Mixtures that are shown. */
  public static final int MIXTURES = 12;

  /** Components of a mixture that are shown. */
  public static final int COMPONENTS = 40;

  private static final int SHARES = 12;

  /**
   * One mixture.
   *
   * @param name its name
   * @param documents copies of documents in it
   * @param tokens their tokens
   * @param sequences what it is written as; null: documents
   * @param exports in which formats its files were written once more; none in reports of versions
   *     that could not
   * @param byGrade by bucket and tier
   * @param byCopies by how often a document enters a component
   */
  public record Mixture(
      String name,
      long documents,
      long tokens,
      @Nullable Sequences sequences,
      List<Export> exports,
      List<Component> components,
      List<Share> bySource,
      List<Share> byKind,
      List<Share> byLanguage,
      List<Share> byGrade,
      List<Share> byCopies) {
    public Mixture {
      exports = exports == null ? List.of() : exports;
    }

    /** A mixture of nothing. */
    public static Mixture none(String name) {
      return new Mixture(
          name, 0, 0, null, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
          List.of());
    }
  }

  /** A part of a mixture. */
  public record Share(String name, long documents, long tokens) {
    Share plus(Share other) {
      return new Share(name, documents + other.documents, tokens + other.tokens);
    }
  }

  /** What was written, and what of. */
  public static MixturesSection read(FinishedRun run) throws IOException {
    List<Mixture> mixtures = new ArrayList<>();
    for (RunFacts.Mixture mixture : run.facts().mixtures()) {
      mixtures.add(MixtureShares.read(run.tables(), mixture));
    }
    return new MixturesSection(mixtures);
  }

  @Override
  public List<Element> draw(Whole whole) {
    List<Element> content = new ArrayList<>();
    for (Mixture mixture : Bounds.first(mixtures, MIXTURES)) {
      content.add(Element.of(Tag.H3).foreign(mixture.name(), Bounds.NAME));
      content.add(
          Element.lead(
              Numbers.plural(mixture.documents(), "copy", "copies")
                  + " of documents, "
                  + Numbers.plural(mixture.tokens(), "token", "tokens")
                  + "."
                  + words(mixture.sequences())
                  + words(mixture.exports())));
      content.add(components(mixture));
      Element shares = Element.of(Tag.DIV).css("triple");
      shares.add(
          shares(mixture, "By source", mixture.bySource()),
          shares(mixture, "By kind", mixture.byKind()),
          shares(mixture, "By language", inWords(mixture.byLanguage())),
          shares(mixture, "By bucket or tier", mixture.byGrade()),
          shares(mixture, "By copies of a document", mixture.byCopies()));
      content.add(shares);
    }
    return content;
  }

  private static String words(@Nullable Sequences sequences) {
    return sequences == null
        ? ""
        : " Written as "
            + Numbers.plural(sequences.count(), "sequence", "sequences")
            + " of "
            + Numbers.plural(sequences.length(), "token", "tokens")
            + ", "
            + Excerpt.of(sequences.packing(), Bounds.NAME)
            + ", "
            + Numbers.percent(sequences.tokens(), sequences.count() * sequences.length())
            + " full.";
  }

  private static String words(List<Export> exports) {
    StringBuilder words = new StringBuilder();
    for (Export export : Bounds.first(exports, SHARES)) {
      words
          .append(" Exported as ")
          .append(Excerpt.of(export.format(), Bounds.NAME))
          .append(": ")
          .append(Numbers.plural(export.files(), "file", "files"))
          .append(", ")
          .append(Numbers.bytes(export.bytes()))
          .append('.');
    }
    return words.toString();
  }

  private static Element components(Mixture mixture) {
    PageTable table =
        new PageTable("Components of " + Excerpt.of(mixture.name(), Bounds.NAME))
            .words("Component")
            .words("Takes")
            .numbers("Epochs asked")
            .numbers("achieved")
            .numbers("Documents available")
            .numbers("copies")
            .numbers("Tokens available")
            .numbers("copies")
            .numbers("Share");
    for (Component component : Bounds.first(mixture.components(), COMPONENTS)) {
      table
          .row()
          .foreign(component.name())
          .add(Element.of(Tag.CODE).foreign(component.condition(), Bounds.NAME))
          .words(Numbers.decimal(component.requestedEpochs()))
          .words(Numbers.fixed(component.achievedEpochs(), 3))
          .number(component.availableDocuments())
          .number(component.copiesDocuments())
          .number(component.availableTokens())
          .number(component.copiesTokens())
          .words(Numbers.percent(component.copiesTokens(), mixture.tokens()));
    }
    int hidden = mixture.components().size() - COMPONENTS;
    if (hidden > 0) {
      table.row().words(Numbers.grouped(hidden) + " other components");
    }
    return table.element();
  }

  private static List<Share> inWords(List<Share> languages) {
    return languages.stream()
        .map(s -> new Share(Breakdowns.languageName(s.name()), s.documents(), s.tokens()))
        .toList();
  }

  private static Element shares(Mixture mixture, String heading, List<Share> shares) {
    List<Share> sorted = new ArrayList<>(shares);
    sorted.sort((a, b) -> Long.compare(b.tokens(), a.tokens()));
    long tokens = sorted.stream().mapToLong(Share::tokens).sum();
    PageTable table =
        new PageTable(heading + " in " + Excerpt.of(mixture.name(), Bounds.NAME))
            .words(heading)
            .bars("Part")
            .numbers("Share")
            .numbers("Tokens");
    for (Share share : Bounds.first(sorted, SHARES)) {
      shareRow(table.row().foreign(share.name()), share.tokens(), tokens);
    }
    if (sorted.size() > SHARES) {
      long others = sorted.stream().skip(SHARES).mapToLong(Share::tokens).sum();
      String label = Numbers.grouped(sorted.size() - SHARES) + " others";
      shareRow(table.row().words(label), others, tokens);
    }
    return table.element();
  }

  private static void shareRow(PageTable.Row row, long tokens, long all) {
    row.add(
            Charts.bar(
                Numbers.percent(tokens, all) + " of the tokens",
                all,
                new Charts.Part(tokens, "kept"),
                new Charts.Part(all - tokens, "left")))
        .words(Numbers.percent(tokens, all))
        .words(Numbers.compact(tokens));
  }
}

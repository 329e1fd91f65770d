package io.winnow.report.sections;

import io.winnow.report.html.Bounds;
import io.winnow.report.html.Element;
import io.winnow.report.html.Excerpt;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.Tag;
import io.winnow.report.run.FinishedRun;
import io.winnow.report.run.RunFacts;
import io.winnow.report.sections.FunnelSection.Source;
import io.winnow.report.sections.FunnelSection.Step;
import io.winnow.report.statistics.Amount;
import java.util.ArrayList;
import java.util.List;

/**
 * Which run it is, what is in, and whether the books balance.
 *
 * @param run name of the run, from the recipe
 * @param digest of the run's results
 * @param version of the tool
 * @param time when the run ended, as a text for people
 * @param warnings sentences for a person
 */
public record Overview(
    String run, String digest, String version, String time, List<String> warnings)
    implements Section {
  private static final int WARNINGS = 50;
  private static final int WRONG_SOURCES = 8;

  /** What a run says of itself. */
  public static Overview read(FinishedRun run) {
    RunFacts.Made made = run.facts().made();
    return new Overview(made.run(), made.digest(), made.version(), made.time(), List.of());
  }

  /** The title of the page. */
  public String title() {
    return Excerpt.of(run, Bounds.NAME) + " – Winnow report";
  }

  /** What stands above all sections. */
  public Element header() {
    return Element.of(
        Tag.HEADER,
        Element.of(Tag.P, "Corpus report").css("kicker"),
        Element.of(Tag.H1).foreign(run, Bounds.NAME),
        Element.of(Tag.P).css("muted").foreign(time, Bounds.NAME),
        Element.of(
            Tag.DL,
            fact("Digest", Element.of(Tag.CODE).foreign(digest, Bounds.NAME)),
            fact("Version", Element.of(Tag.SPAN).foreign(version, Bounds.NAME))));
  }

  private static Element fact(String name, Element value) {
    return Element.of(Tag.DIV, Element.of(Tag.DT, name), Element.of(Tag.DD, value));
  }

  @Override
  public List<Element> draw(Whole whole) {
    List<Element> content = new ArrayList<>();
    content.add(tiles(whole));
    content.add(books(whole));
    if (!warnings.isEmpty()) {
      Element list = Element.of(Tag.UL);
      for (String warning : Bounds.first(warnings, WARNINGS)) {
        list.add(Element.of(Tag.LI).foreign(warning, Bounds.URI));
      }
      Bounds.more(list, Tag.LI, warnings.size(), WARNINGS, "warnings");
      String heading = Numbers.plural(warnings.size(), "warning", "warnings");
      content.add(Element.of(Tag.ASIDE, Element.of(Tag.H3, heading), list).css("note warn"));
    }
    return content;
  }

  private static Element tiles(Whole whole) {
    Source all = whole.all();
    Amount kept = all.kept();
    return Element.of(
            Tag.DIV,
            tile(
                "Records in",
                all.records(),
                Numbers.plural(whole.sources().size(), "source", "sources")),
            tile(
                "Documents kept",
                kept.documents(),
                Numbers.percent(kept.documents(), all.records()) + " of the records"),
            tile("Tokens kept", kept.tokens(), tokensPerDocument(kept)),
            Element.of(
                Tag.DIV,
                Element.of(Tag.P, "Text kept").css("name"),
                Element.of(Tag.P, Numbers.bytes(kept.textBytes())).css("figure"),
                Element.of(Tag.P, Numbers.grouped(kept.textBytes()) + " bytes").css("muted")))
        .css("tiles");
  }

  private static String tokensPerDocument(Amount kept) {
    return kept.documents() == 0
        ? "no document"
        : Numbers.grouped(Math.round((double) kept.tokens() / kept.documents())) + " a document";
  }

  private static Element tile(String name, long number, String remark) {
    boolean fits = Math.abs(number) < 1_000_000;
    String figureText = fits ? Numbers.grouped(number) : Numbers.compact(number);
    Element figure = Element.of(Tag.P, figureText).css("figure");
    String exact = fits ? remark : Numbers.grouped(number) + " · " + remark;
    return Element.of(
        Tag.DIV,
        Element.of(Tag.P, name).css("name"),
        figure,
        Element.of(Tag.P, exact).css("muted"));
  }

  private static Element books(Whole whole) {
    Source all = whole.all();
    List<Source> wrong =
        whole.sources().stream().filter(s -> s.records() != s.accounted()).toList();
    long dropped = Amount.sum(all.steps().stream().map(Step::dropped).toList()).documents();
    String sum =
        Numbers.grouped(all.records())
            + " in = "
            + Numbers.grouped(all.kept().documents())
            + " kept + "
            + Numbers.grouped(dropped)
            + " dropped + "
            + Numbers.grouped(all.sumPassedOver())
            + " passed over + "
            + Numbers.grouped(all.deadLetters())
            + " dead letters";
    if (wrong.isEmpty()) {
      return Element.of(Tag.P, Element.of(Tag.STRONG, "The books balance for every source: "))
          .text(sum + ".")
          .css("note good");
    }
    Element list = Element.of(Tag.UL);
    for (Source source : Bounds.first(wrong, WRONG_SOURCES)) {
      list.add(
          Element.of(Tag.LI)
              .foreign(source.name(), Bounds.NAME)
              .text(
                  ": "
                      + Numbers.grouped(source.records())
                      + " in, "
                      + Numbers.grouped(source.accounted())
                      + " accounted for"));
    }
    Bounds.more(list, Tag.LI, wrong.size(), WRONG_SOURCES, "sources");
    return Element.of(Tag.ASIDE, Element.of(Tag.H3, "The books do not balance"), list)
        .css("note bad");
  }
}

package io.winnow.report;

import io.winnow.report.Moves.Example;
import io.winnow.report.Moves.Fate;
import io.winnow.report.Moves.Move;
import io.winnow.report.html.Bounds;
import io.winnow.report.html.Charts;
import io.winnow.report.html.Element;
import io.winnow.report.html.Numbers;
import io.winnow.report.html.PageTable;
import io.winnow.report.html.Tag;
import io.winnow.report.run.Drops;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Documents that two runs treat differently, and some of them by name. */
record MovedDocuments(Moves moves, Drops drops) {
  private static final int MOVES = 40;

  List<Element> draw() {
    String all =
        "Of "
            + Numbers.plural(moves.compared(), "document", "documents")
            + " in either run, "
            + Numbers.grouped(moves.same())
            + " have the same fate in both. The command winnow explain, with the folder of a run"
            + " and an id, tells a document's story there.";
    String sample =
        moves.oneIn() == 1
            ? ""
            : " One in "
                + Numbers.grouped(moves.oneIn())
                + " was compared, chosen by the hashes of their ids.";
    List<Element> content = new ArrayList<>(List.of(Element.lead(all + sample)));
    add(content, "In before, out now", move -> move.before().isKept());
    add(content, "Out before, in now", move -> move.after().isKept());
    add(
        content,
        "Out in both, for other reasons",
        move -> !move.before().isKept() && !move.after().isKept());
    return content;
  }

  private void add(List<Element> content, String heading, Predicate<Move> which) {
    List<Move> some = moves.moves().stream().filter(which).toList();
    if (some.isEmpty()) {
      return;
    }
    long documents = some.stream().mapToLong(Move::documents).sum();
    content.add(Element.of(Tag.H3, heading + ": " + Numbers.grouped(documents)));
    PageTable table =
        new PageTable(heading)
            .words("Before (A)")
            .words("After (B)")
            .numbers("Documents")
            .words("Such as");
    for (Move move : Bounds.first(some, MOVES)) {
      Element examples = Element.of(Tag.UL).css("plain");
      move.examples().forEach(example -> examples.add(item(example)));
      table
          .row()
          .add(fate(move.before()))
          .add(fate(move.after()))
          .number(move.documents())
          .add(examples);
    }
    content.add(table.element());
    Element rest = Element.of(Tag.P);
    Bounds.more(rest, Tag.SPAN, some.size(), MOVES, "ways");
    content.add(rest);
  }

  private Element fate(Fate fate) {
    String stage = fate.stage();
    String reason = fate.reason();
    return switch (fate.outcome()) {
      case KEPT -> Element.of(Tag.SPAN, Charts.key("kept")).text("kept");
      case ABSENT -> Element.of(Tag.SPAN, "not there").css("muted");
      case DROPPED ->
          Element.of(Tag.SPAN, Charts.key(drops.css(stage == null ? "" : stage)))
              .text(drops.label(stage == null ? "" : stage))
              .foreign(reason == null ? "" : reason, Bounds.NAME);
    };
  }

  private static Element item(Example example) {
    return Element.of(Tag.LI)
        .foreign(example.name(), Bounds.NAME)
        .add(
            Element.of(Tag.SPAN, " ").css("muted").foreign(example.source(), Bounds.NAME).text(" "),
            Element.of(Tag.CODE).foreign(example.id(), Bounds.NAME));
  }
}

package io.winnow.report.html;

import io.winnow.report.Report;
import java.util.List;

/** The page's section on what is cut out of documents that are kept. */
final class CutTable {
  private CutTable() {}

  static Element[] of(List<Report.Cut> cuts) {
    Table table =
        new Table("Cuts by reason")
            .words("Reason")
            .numbers("Documents")
            .numbers("Spans")
            .numbers("Characters");
    for (Report.Cut cut : cuts.subList(0, Math.min(cuts.size(), Bounds.BREAKDOWNS))) {
      table
          .row()
          .foreign(cut.reason())
          .number(cut.documents())
          .number(cut.spans())
          .number(cut.characters());
    }
    return new Element[] {
      Element.of(
              Tag.P,
              "What is cut out of documents that stay, when they are written into a mixture. A"
                  + " character that is cut for two reasons counts for both.")
          .css("lead"),
      table.element()
    };
  }
}

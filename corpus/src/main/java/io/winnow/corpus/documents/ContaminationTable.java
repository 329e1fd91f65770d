package io.winnow.corpus.documents;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;

/** What documents share with benchmarks. */
public final class ContaminationTable {
  public static final Column<String> BENCHMARK = Column.text("benchmark", "benchmark of the item");
  public static final Column<String> ITEM = Column.text("item", "id of the item in its benchmark");
  public static final Column<Double> SHARE =
      Column.real("share", "share of the item's rows of words in the text");
  public static final Column<Long> START =
      Column.number("start", "first character of the text that is in the item");
  public static final Column<Long> END = Column.number("end", "behind the last such character");
  public static final Column<Boolean> WHOLE =
      Column.flag("whole", "whether too little of the text is left when it is cut");

  /** A document has a row for each item that it shares something with. */
  public static final Table CONTAMINATION =
      Table.list(
          "contamination", Table.ROW, DocumentTable.ID, BENCHMARK, ITEM, SHARE, START, END, WHOLE);

  private ContaminationTable() {}
}

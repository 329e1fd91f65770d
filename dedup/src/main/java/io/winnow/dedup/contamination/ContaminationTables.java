package io.winnow.dedup.contamination;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;

/** Name and columns of the list of what documents share with benchmarks. */
public final class ContaminationTables {
  /** Its name. */
  public static final String NAME = "contamination";

  /** Its columns; a document has a row for each item that it shares something with. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.number("row", "row in the shard"),
          Column.id("id", "document id"),
          Column.text("benchmark", "benchmark of the item"),
          Column.text("item", "id of the item in its benchmark"),
          Column.real("share", "share of the item's rows of words in the text"),
          Column.number("start", "first character of the text that is in the item"),
          Column.number("end", "behind the last such character"),
          Column.flag("whole", "whether too little of the text is left when it is cut"));

  private ContaminationTables() {}
}

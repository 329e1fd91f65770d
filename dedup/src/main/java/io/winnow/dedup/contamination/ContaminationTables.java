package io.winnow.dedup.contamination;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.Schema;

/** Name and columns of the list of what documents share with benchmarks. */
public final class ContaminationTables {
  /** Its name. */
  public static final String NAME = "contamination";

  /** Its columns; a document has a row for each item that it shares something with. */
  public static final Schema SCHEMA =
      Schema.of(
          new Column("row", ColumnType.LONG, "row in the shard"),
          new Column("id", ColumnType.ID, "document id"),
          new Column("benchmark", ColumnType.STRING, "benchmark of the item"),
          new Column("item", ColumnType.STRING, "id of the item in its benchmark"),
          new Column("share", ColumnType.DOUBLE, "share of the item's rows of words in the text"),
          new Column("start", ColumnType.LONG, "first character of the text that is in the item"),
          new Column("end", ColumnType.LONG, "behind the last such character"),
          new Column(
              "whole",
              ColumnType.BOOLEAN,
              "whether too little of the text is left when it is cut"));

  private ContaminationTables() {}
}

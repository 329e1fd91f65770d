package io.winnow.pipelines;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;

/** Tables that several stages know by name. */
final class Tables {
  static final String SIGNATURES = "signatures";
  static final String SCORES = "scores";

  static final Column SIGNATURE = new Column("signature", ColumnType.BYTES, "64 bits per bucket");
  static final Column EMBEDDING =
      new Column("embedding", ColumnType.BYTES, "vector of length 1, as half floats");

  private Tables() {}
}

package io.winnow.pipelines;

import io.winnow.corpus.table.Column;

/** Tables that several stages know by name. */
final class Tables {
  static final String SCORES = "scores";

  static final Column<byte[]> EMBEDDING =
      Column.bytes(
          "embedding", "vector of length 1, as half floats; none where most tokens are unknown");

  private Tables() {}
}

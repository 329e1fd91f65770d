package io.winnow.corpus.documents;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;

/** Documents as vectors. */
public final class EmbeddingTable {
  public static final Column<byte[]> EMBEDDING =
      Column.bytes(
          "embedding", "vector of length 1, as half floats; none where most tokens are unknown");

  public static final Table EMBEDDINGS = Table.aligned("embeddings", EMBEDDING);

  private EmbeddingTable() {}
}

package io.winnow.dedup.semantic;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.dedup.kmeans.Vectors;
import java.util.Comparator;
import java.util.List;

/**
 * A document of a sample that k-means learns from.
 *
 * @param hash that the sample is sorted by
 */
record Drawn(long hash, DocumentId id, byte[] embedding) {
  static final Column<Long> HASH = Column.number("hash", "that the sample is sorted by");

  static Drawn of(Row row) {
    return new Drawn(row.get(HASH), row.get(DocumentTable.ID), row.get(EmbeddingTable.EMBEDDING));
  }

  int dimensions() {
    return embedding.length / 2;
  }

  /** The vectors of a sample, which is sorted here, each of length 1. */
  static float[] vectors(List<Drawn> sample) {
    sample.sort(Comparator.comparingLong(Drawn::hash).thenComparing(Drawn::id));
    return Vectors.ofLengthOne(
        sample.stream().map(Drawn::embedding).toList(), sample.get(0).dimensions());
  }
}

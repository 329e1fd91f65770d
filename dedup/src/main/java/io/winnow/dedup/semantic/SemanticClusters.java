package io.winnow.dedup.semantic;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.shuffle.PackedRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Clusters in the making: survivors, each with those that go for it. */
final class SemanticClusters {
  private final List<Link> links = new ArrayList<>();
  private final Map<Long, Long> sizes = new HashMap<>();
  private final Map<Long, DocumentId> names = new HashMap<>();

  /** A document and the one that it goes for, which may be itself. */
  record Link(
      long rowId, DocumentId id, long survivorRow, DocumentId survivor, double similarity) {}

  void add(Link link) {
    links.add(link);
    sizes.merge(link.survivorRow(), 1L, Long::sum);
    names.merge(link.survivorRow(), link.id(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
  }

  /** Whether others go for a document. */
  boolean hasFollowers(long rowId) {
    return sizes.getOrDefault(rowId, 0L) > 1;
  }

  List<Link> links() {
    return links;
  }

  /** Gives out the members of all clusters of two and more. */
  void write(PackedRows packed) {
    for (Link link : links) {
      if (hasFollowers(link.survivorRow())) {
        packed.add(
            RowId.shard(link.rowId()),
            (long) RowId.row(link.rowId()),
            link.id(),
            Objects.requireNonNull(names.get(link.survivorRow())),
            link.survivor(),
            Objects.requireNonNull(sizes.get(link.survivorRow())),
            link.similarity(),
            link.rowId() == link.survivorRow());
      }
    }
  }
}

package io.winnow.dedup.semantic;

import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.Lane;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.dedup.kmeans.EmbeddingKey;
import io.winnow.dedup.kmeans.InnerProducts;
import io.winnow.dedup.semantic.MeasureBorders.Place;
import io.winnow.dedup.semantic.SemanticCell.Member;
import io.winnow.dedup.semantic.SemanticClusters.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the documents of the cells of one partition, and the sample with all of them.
 *
 * @param thresholds the one that decides, then those of which numbers alone are found
 * @param second whether there will be a second look, which makes the clusters
 */
record CompareCells(double[] thresholds, boolean second, Partitions partitions)
    implements Exchange.LaneGrouper {
  /** Members of clusters, if there is no second look. */
  static final Lane CLUSTERS = new Lane("clusters", FindSemanticCopies.CLUSTERS.packed());

  /** What was counted in a cell. */
  static final Lane COUNTS = new Lane("counts", AddUp.COUNTED);

  /** Who goes for whom, for the second look. */
  static final Lane LINKS = new Lane("links", SecondLook.LINK);

  /** Survivors in their own cell and those next to it, for the second look. */
  static final Lane VISITS = new Lane("visits", SecondLook.VISIT);

  static final List<Lane> LANES = List.of(CLUSTERS, COUNTS, LINKS, VISITS);

  @Override
  public void group(int partition, Rows rows, Exchange.Lanes out) {
    Map<Long, List<Member>> cells = new TreeMap<>();
    List<Place> sample = new ArrayList<>();
    read(rows, cells, sample);
    if (cells.isEmpty()) {
      return;
    }
    int dimensions = cells.values().iterator().next().get(0).embedding().length / 2;
    PackedRows counts = out.to(COUNTS);
    try (SemanticCell cell = new SemanticCell(thresholds, dimensions)) {
      cells.forEach((number, members) -> compare(cell, number, members, out));
    }
    try (InnerProducts products = new InnerProducts(dimensions)) {
      new MeasureBorders(thresholds, products).count(sample, cells, counts);
    }
  }

  private void compare(SemanticCell cell, long number, List<Member> members, Exchange.Lanes out) {
    SemanticClusters found = new SemanticClusters();
    long[] gone =
        cell.compare(
            members,
            (member, survivor, similarity) ->
                found.add(
                    new Link(
                        member.rowId(), member.id(), survivor.rowId(), survivor.id(), similarity)));
    if (second) {
      SecondLook.prepare(number, members, found, partitions, out.to(LINKS), out.to(VISITS));
    } else {
      found.write(out.to(CLUSTERS));
    }
    for (int t = 0; t < gone.length; t++) {
      out.to(COUNTS).add(0, (long) t, (long) members.size(), gone[t], 0L, 0L, 0L);
    }
  }

  /** Reads the documents by cell, and the sample; those that have one vector share its bytes. */
  private static void read(Rows rows, Map<Long, List<Member>> cells, List<Place> sample) {
    Map<EmbeddingKey, byte[]> known = new HashMap<>();
    rows.forEach(
        row -> {
          byte[] read = row.get(EmbeddingTable.EMBEDDING);
          byte[] embedding = known.putIfAbsent(new EmbeddingKey(read), read);
          Member member = ReadMembers.member(row, embedding == null ? read : embedding);
          Long cell = row.get(AssignCells.CELL);
          if (row.is(ReadMembers.SAMPLED)) {
            sample.add(new Place(cell, member));
          } else {
            cells.computeIfAbsent(cell, c -> new ArrayList<>()).add(member);
          }
        });
  }
}

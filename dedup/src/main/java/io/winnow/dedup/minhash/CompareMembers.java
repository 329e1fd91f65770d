package io.winnow.dedup.minhash;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.Exchange.Lanes;
import io.winnow.corpus.shuffle.Lane;
import io.winnow.corpus.shuffle.LaneRows;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * The shuffles of {@link FindSurvivors}: members of components and pairs of them come together by
 * component; members of earlier runs are asked for first.
 */
final class CompareMembers {
  static final Column<Long> COMPONENT = FindComponents.COMPONENT;
  static final Column<Long> ROW_ID = FindPairs.ROW_ID;
  static final Column<Long> COPIES =
      Column.number("copies", "documents that it stands for, itself included");
  static final Column<byte[]> ORDER =
      Column.bytes("order", "the smaller its bytes, the sooner it is kept");
  static final Column<DocumentId> DIGEST = Column.id("digest", "of the sketch");
  static final Column<byte[]> SKETCH =
      Column.bytes("sketch", "missing if the shard has sent it before");

  /** A document of a component. */
  static final Lane MEMBERS =
      new Lane(
          "members", Schema.of(COMPONENT, ROW_ID, COPIES, DocumentTable.ID, ORDER, DIGEST, SKETCH));

  /** Two documents that met in a band, in the partition of their component. */
  static final Lane PAIRS = new Lane("pairs", Schema.of(ROW_ID, FindPairs.OTHER, FindPairs.BANDS));

  /** A row of an earlier run that a component asks for, by shard. */
  static final Lane QUESTIONS = new Lane("questions", Schema.of(Table.ROW, COMPONENT));

  private static final Lane CLUSTERS = new Lane("clusters", FindSurvivors.CLUSTERS.packed());
  private static final Lane EDGES = new Lane("edges", FindSurvivors.EDGES.packed());

  private CompareMembers() {}

  /**
   * Takes shards to the blocks of clusters and edges.
   *
   * @param earlier shards of earlier runs, numbered on from those of the corpus
   */
  static Map<Table, PCollection<KV<Integer, byte[]>>> of(
      PCollection<ShardInput> shards,
      ComponentMembers members,
      List<SignedShard> earlier,
      double threshold) {
    int ownShards = members.ownShards();
    List<SignedShard> asked = List.copyOf(earlier);
    PCollectionTuple own =
        shards.apply("Members", Exchange.read(List.of(MEMBERS, PAIRS, QUESTIONS), members::read));
    PCollectionTuple old =
        QUESTIONS
            .of(own)
            .apply(
                "Earlier members",
                Exchange.group(
                    QUESTIONS.schema(),
                    List.of(MEMBERS),
                    (shard, rows, out) ->
                        members.answer(asked.get(shard - ownShards).tables(), rows, out)));
    PCollection<KV<Integer, byte[]>> all =
        PCollectionList.of(MEMBERS.of(own))
            .and(MEMBERS.of(old))
            .apply("All members", Flatten.pCollections());
    PCollectionTuple found =
        PCollectionList.of(all)
            .and(PAIRS.of(own))
            .apply(
                "Survivors",
                Exchange.join(
                    List.of(MEMBERS, PAIRS),
                    List.of(CLUSTERS, EDGES),
                    (partition, rows, out) -> compare(threshold, ownShards, rows, out)));
    return Map.of(FindSurvivors.CLUSTERS, CLUSTERS.of(found), FindSurvivors.EDGES, EDGES.of(found));
  }

  /** Walks through the components of a partition. */
  private static void compare(double threshold, int ownShards, LaneRows rows, Lanes out)
      throws IOException {
    try (ComponentParts parts = new ComponentParts(threshold, ownShards)) {
      rows.forEach(
          (lane, row) -> {
            if (lane.equals(MEMBERS)) {
              parts.addMember(row);
            } else {
              parts.addPair(row);
            }
          });
      parts.describe(out.to(CLUSTERS), out.to(EDGES));
    }
  }
}

package io.winnow.dedup.minhash;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.ClusterLists;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.List;

/**
 * From components to clusters: the documents of a component that are still kept come together with
 * their sketches, and {@link SurvivorSearch} says which of them go, and for whom. What earlier runs
 * have kept is asked for where a pair leads to it, and stays.
 *
 * <p>Memory: a partition of about {@value #MEMBERS_PER_PARTITION} documents or the largest
 * component: 300 bytes a document and 40 a pair, 17 KB at most a survivor in components of many,
 * and {@link io.winnow.dedup.sketch.SketchStore}. A shard sends equal sketches once.
 */
public final class FindSurvivors extends TableStage {
  public static final Column<Long> COPIES =
      Column.number("copies", "documents in the cluster, and all that have the text of one");
  public static final Column<Double> SIMILARITY =
      Column.real("similarity", "Jaccard similarity to the survivor");

  /**
   * Who goes, and for whom. A cluster is named by a document of this run; its survivor may be one
   * of an earlier run, and then have the id of a member.
   */
  public static final Table CLUSTERS =
      Table.list(
          "clusters_minhash",
          Table.ROW,
          DocumentTable.ID,
          ClusterLists.CLUSTER,
          ClusterLists.SURVIVOR,
          ClusterLists.SIZE,
          COPIES,
          SIMILARITY,
          ClusterLists.KEPT);

  public static final Column<DocumentId> A = Column.id("a", "one document");
  public static final Column<DocumentId> B = Column.id("b", "another");
  public static final Column<Double> EDGE_SIMILARITY =
      Column.real("similarity", "Jaccard similarity");
  public static final Column<Boolean> PASSED =
      Column.flag("passed", "whether they are similar enough");

  /** Pairs that met in a band, of documents that were there to be compared. */
  public static final Table EDGES =
      Table.list("edges_minhash", Table.ROW, A, B, EDGE_SIMILARITY, FindPairs.BANDS, PASSED);

  private static final int MEMBERS_PER_PARTITION = 20_000;

  private final double threshold;
  private final EarlierShards earlier;

  /**
   * @param threshold Jaccard similarity from which on the less preferred of two documents goes; 0:
   *     all of a component go but the first
   * @param earlier shards of earlier runs that the corpus is compared with
   */
  public FindSurvivors(double threshold, EarlierShards earlier) {
    super(
        "minhash",
        List.of(
            DecisionTables.DECIDED,
            DecisionTables.CLUSTERS_EXACT,
            DocumentTable.IDS,
            SignTexts.SIGNATURES,
            FindPairs.PAIRS,
            FindComponents.COMPONENTS),
        List.of(CLUSTERS, EDGES));
    this.threshold = threshold;
    this.earlier = earlier;
  }

  @Override
  public String name() {
    return "minhash";
  }

  @Override
  public String settings(Inputs inputs) {
    return threshold + earlier.digest();
  }

  @Override
  public Work work(Inputs inputs) throws IOException {
    ComponentMembers members =
        new ComponentMembers(
            inputs.shards().size(),
            Partitions.of(inputs.rows(FindComponents.COMPONENTS), MEMBERS_PER_PARTITION));
    return Work.shuffle(
        inputs,
        shards -> CompareMembers.of(shards, members, earlier.after(inputs.shards()), threshold));
  }

  @Override
  public List<Drop> drops() {
    return List.of(Drop.losers("minhash", "near-duplicate", "near copy: ", CLUSTERS));
  }

  @Override
  public List<Table> tells() {
    return List.of(CLUSTERS);
  }
}

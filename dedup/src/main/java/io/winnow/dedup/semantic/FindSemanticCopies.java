package io.winnow.dedup.semantic;

import io.winnow.corpus.documents.ClusterLists;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Finds who says the same: among the documents that are still kept, those of one cell are compared,
 * and of two that are similar enough the preferred one stays. A {@link SecondLook} compares those
 * that stay with those of neighbouring cells.
 *
 * <p>Memory: the documents of the cells of one partition, 2 bytes a dimension for each different
 * vector and 150 bytes a document, and once more 4 bytes a dimension for the cell being compared.
 */
public final class FindSemanticCopies extends TableStage {
  public static final Column<Double> SIMILARITY =
      Column.real("similarity", "cosine to the survivor");

  /** Who goes, and for whom. */
  public static final Table CLUSTERS =
      Table.list(
          "clusters_semantic",
          Table.ROW,
          DocumentTable.ID,
          ClusterLists.CLUSTER,
          ClusterLists.SURVIVOR,
          ClusterLists.SIZE,
          SIMILARITY,
          ClusterLists.KEPT);

  public static final Column<Long> NUMBER =
      Column.number("number", "0 for the threshold that decides");
  public static final Column<Double> THRESHOLD =
      Column.real("threshold", "cosine from which on a document goes");
  public static final Column<Long> DOCUMENTS = Column.number("documents", "documents compared");
  public static final Column<Long> GONE =
      Column.number("gone", "documents that go at this threshold, at first look");
  public static final Column<Long> SAMPLED =
      Column.number("sampled", "documents that are compared with all, across cells");
  public static final Column<Long> PAIRS =
      Column.number("pairs", "pairs with one of those, at the threshold or above");
  public static final Column<Long> TOGETHER =
      Column.number("together", "of these pairs, those the cells bring together");

  /** What each threshold would do. */
  public static final Table THRESHOLDS =
      Table.inFirstShard(
          "thresholds_semantic", NUMBER, THRESHOLD, DOCUMENTS, GONE, SAMPLED, PAIRS, TOGETHER);

  private static final long DOCUMENTS_PER_PARTITION = 8L * SemDedupSettings.DOCUMENTS_PER_CLUSTER;

  private final SemDedupSettings settings;
  private final List<Table> lost;
  private final long seed;

  /**
   * @param lost lists of clusters whose losers are not kept any more
   * @param seed of the sample that the borders between cells are measured by
   */
  public FindSemanticCopies(SemDedupSettings settings, List<Table> lost, long seed) {
    super(FindCentroids.WORD, reads(lost), List.of(CLUSTERS, THRESHOLDS));
    this.settings = settings;
    this.lost = List.copyOf(lost);
    this.seed = seed;
  }

  @Override
  public String name() {
    return FindCentroids.WORD;
  }

  private static List<Table> reads(List<Table> lost) {
    List<Table> reads =
        new ArrayList<>(
            List.of(
                DecisionTables.DECIDED,
                DocumentTable.DOCUMENTS,
                DocumentTable.IDS,
                AssignCells.CELLS,
                EmbeddingTable.EMBEDDINGS));
    reads.addAll(lost);
    return reads;
  }

  @Override
  public boolean isNeeded(Inputs inputs) {
    return !inputs.shards().isEmpty();
  }

  @Override
  public String settings(Inputs inputs) {
    return List.of(
            settings.threshold(),
            settings.reportThresholds(),
            looksAgain(),
            new TreeSet<>(settings.kinds()),
            seed)
        .toString();
  }

  @Override
  public List<Drop> drops() {
    return List.of(Drop.losers(name(), "semantic-duplicate", "", CLUSTERS));
  }

  @Override
  public List<Table> tells() {
    return List.of(CLUSTERS);
  }

  private boolean looksAgain() {
    return settings.neighbours() > 0;
  }

  @Override
  public Work work(Inputs inputs) throws IOException {
    Partitions partitions = Partitions.of(inputs.documents(), DOCUMENTS_PER_PARTITION);
    double share = MeasureBorders.share(compared(inputs));
    ReadMembers members =
        new ReadMembers(lost, List.copyOf(settings.kinds()), partitions, share, seed);
    return Work.shuffle(inputs, shards -> compare(members, partitions, shards));
  }

  /** How many documents are compared at most: those that go as other copies are among them. */
  private long compared(Inputs inputs) throws IOException {
    long documents = 0;
    for (String kind : new TreeSet<>(settings.kinds())) {
      documents += inputs.count(AssignCells.CELLS, kind);
    }
    return documents;
  }

  private Map<Table, PCollection<KV<Integer, byte[]>>> compare(
      ReadMembers members, Partitions partitions, PCollection<ShardInput> shards) {
    double[] thresholds = settings.thresholds();
    PCollectionTuple compared =
        shards
            .apply("Members", Exchange.read(ReadMembers.MEMBER, members))
            .apply(
                "Compare",
                Exchange.group(
                    ReadMembers.MEMBER,
                    CompareCells.LANES,
                    new CompareCells(thresholds, looksAgain(), partitions)));
    PCollection<KV<Integer, byte[]>> clusters =
        looksAgain()
            ? new SecondLook(thresholds[0], partitions)
                .clusters(CompareCells.LINKS.of(compared), CompareCells.VISITS.of(compared))
            : CompareCells.CLUSTERS.of(compared);
    PCollection<KV<Integer, byte[]>> sums =
        CompareCells.COUNTS
            .of(compared)
            .apply(
                "Add up",
                Exchange.group(AddUp.COUNTED, THRESHOLDS.packed(), new AddUp(thresholds)));
    return Map.of(CLUSTERS, clusters, THRESHOLDS, sums);
  }
}

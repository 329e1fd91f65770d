package io.winnow.dedup.semantic;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.semantic.MeasureBorders.Place;
import io.winnow.dedup.semantic.SemanticCell.Member;
import io.winnow.dedup.semantic.SemanticClusters.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * From shards to packed rows of {@link #CLUSTERS} and {@link #THRESHOLDS}: among the documents that
 * are still kept, those of one cell are compared, and of two that are similar enough the preferred
 * one stays. A {@link SecondLook} compares those that stay with those of neighbouring cells.
 *
 * <p>Memory: the documents of the cells of one partition, 2 bytes a dimension for each different
 * vector and 150 bytes a document, and once more 4 bytes a dimension for the cell being compared.
 */
public final class FindSemanticCopies extends PTransform<PCollection<Shard>, PCollectionTuple> {
  /** Packed rows of {@link SemanticTables#CLUSTERS}. */
  public static final TupleTag<KV<Integer, byte[]>> CLUSTERS =
      new TupleTag<>(SemanticTables.CLUSTERS) {};

  /** Packed rows of {@link SemanticTables#THRESHOLDS}. */
  public static final TupleTag<KV<Integer, byte[]>> THRESHOLDS =
      new TupleTag<>(SemanticTables.THRESHOLDS) {};

  private static final TupleTag<KV<Integer, byte[]>> COUNTS = new TupleTag<>("counts") {};
  private static final TupleTag<KV<Integer, byte[]>> LINKS = new TupleTag<>("links") {};
  private static final TupleTag<KV<Integer, byte[]>> VISITS = new TupleTag<>("visits") {};

  private final double[] thresholds;
  private final boolean second;
  private final Set<Kind> kinds;
  private final CorpusFolder folder;
  private final String decided;
  private final List<String> lost;
  private final int partitions;
  private final double share;
  private final long seed;

  /**
   * @param kinds of the documents that are compared
   * @param decided name of the aligned table with {@code kept} and {@code survivor_order}
   * @param lost names of lists of clusters whose losers are not
   * @param shards all there are
   * @param documents about how many are compared
   * @param seed of the sample that the borders between cells are measured by
   */
  public FindSemanticCopies(
      SemanticParameters parameters,
      Set<Kind> kinds,
      CorpusFolder folder,
      String decided,
      List<String> lost,
      List<Shard> shards,
      long documents,
      long seed) {
    this.thresholds = parameters.thresholds();
    this.second = parameters.neighbours() > 0;
    this.kinds = Set.copyOf(kinds);
    this.folder = folder;
    this.decided = decided;
    this.lost = List.copyOf(lost);
    this.seed = seed;
    long rows = shards.stream().mapToLong(Shard::rows).sum();
    this.partitions = (int) Math.max(8, rows / (8L * SemanticParameters.DOCUMENTS_PER_CLUSTER));
    this.share = MeasureBorders.share(documents);
  }

  @Override
  public PCollectionTuple expand(PCollection<Shard> shards) {
    PCollectionTuple compared =
        shards
            .apply(
                "Members",
                ParDo.of(new ReadMembers(folder, decided, lost, kinds, partitions, share, seed)))
            .setCoder(BlockCoder.of(ReadMembers.MEMBER))
            .apply("By cell", GroupByKey.create())
            .apply(
                "Compare",
                ParDo.of(new Compare(thresholds, second, partitions))
                    .withOutputTags(CLUSTERS, TupleTagList.of(COUNTS).and(LINKS).and(VISITS)));
    PCollection<KV<Integer, byte[]>> counts =
        compared
            .get(COUNTS)
            .setCoder(BlockCoder.of(AddUp.COUNTED))
            .apply("By threshold", GroupByKey.create())
            .apply("Add up", ParDo.of(new AddUp(thresholds)))
            .setCoder(BlockCoder.of(SemanticTables.THRESHOLDS_SCHEMA));
    PCollection<KV<Integer, byte[]>> links =
        compared.get(LINKS).setCoder(BlockCoder.of(SecondLook.LINK));
    PCollection<KV<Integer, byte[]>> visits =
        compared.get(VISITS).setCoder(BlockCoder.of(SecondLook.VISIT));
    PCollection<KV<Integer, byte[]>> clusters =
        compared.get(CLUSTERS).setCoder(BlockCoder.of(SemanticTables.CLUSTERS_SCHEMA));
    if (second) {
      clusters =
          PCollectionTuple.of(SecondLook.LINKS, links)
              .and(SecondLook.VISITS, visits)
              .apply("Second look", new SecondLook(thresholds[0], partitions));
    }
    return PCollectionTuple.of(CLUSTERS, clusters).and(THRESHOLDS, counts);
  }

  private static final class Compare
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final double[] thresholds;
    private final boolean second;
    private final int partitions;

    Compare(double[] thresholds, boolean second, int partitions) {
      this.thresholds = thresholds;
      this.second = second;
      this.partitions = partitions;
    }

    @ProcessElement
    public void compare(@Element KV<Integer, Iterable<byte[]>> blocks, MultiOutputReceiver out) {
      Map<Long, List<Member>> cells = new TreeMap<>();
      List<Place> sample = new ArrayList<>();
      read(blocks.getValue(), cells, sample);
      if (cells.isEmpty()) {
        return;
      }
      int dimensions = cells.values().iterator().next().get(0).embedding().length / 2;
      PackedRows clusters = packed(SemanticTables.CLUSTERS_SCHEMA, CLUSTERS, out);
      PackedRows links = packed(SecondLook.LINK, LINKS, out);
      PackedRows visits = packed(SecondLook.VISIT, VISITS, out);
      PackedRows counts = packed(AddUp.COUNTED, COUNTS, out);
      try (SemanticCell cell = new SemanticCell(thresholds, dimensions)) {
        cells.forEach(
            (number, members) -> {
              SemanticClusters found = new SemanticClusters();
              long[] gone =
                  cell.compare(
                      members,
                      (member, survivor, similarity) ->
                          found.add(
                              new Link(
                                  member.rowId(),
                                  member.id(),
                                  survivor.rowId(),
                                  survivor.id(),
                                  similarity)));
              if (second) {
                SecondLook.prepare(number, members, found, partitions, links, visits);
              } else {
                found.write(clusters);
              }
              for (int t = 0; t < gone.length; t++) {
                counts.add(0, (long) t, (long) members.size(), gone[t], 0L, 0L, 0L);
              }
            });
      }
      try (InnerProducts products = new InnerProducts(dimensions)) {
        new MeasureBorders(thresholds, products).count(sample, cells, counts);
      }
      List.of(clusters, links, visits, counts).forEach(PackedRows::flush);
    }

    private static PackedRows packed(
        Schema schema, TupleTag<KV<Integer, byte[]>> tag, MultiOutputReceiver out) {
      return new PackedRows(
          schema, (partition, block) -> out.get(tag).output(KV.of(partition, block)));
    }

    /** Reads the documents by cell, and the sample; those that have one vector share its bytes. */
    private static void read(
        Iterable<byte[]> blocks, Map<Long, List<Member>> cells, List<Place> sample) {
      Map<EmbeddingKey, byte[]> known = new HashMap<>();
      for (byte[] block : blocks) {
        PackedRows.unpack(
            ReadMembers.MEMBER,
            block,
            row -> {
              byte[] read = (byte[]) Objects.requireNonNull(row[4]);
              byte[] embedding = known.putIfAbsent(new EmbeddingKey(read), read);
              Member member =
                  new Member(
                      (Long) Objects.requireNonNull(row[1]),
                      (DocumentId) Objects.requireNonNull(row[2]),
                      (byte[]) Objects.requireNonNull(row[3]),
                      embedding == null ? read : embedding,
                      ReadMembers.neighbours(row[5]));
              Long cell = (Long) Objects.requireNonNull(row[0]);
              if (Boolean.TRUE.equals(row[6])) {
                sample.add(new Place(cell, member));
              } else {
                cells.computeIfAbsent(cell, c -> new ArrayList<>()).add(member);
              }
            });
      }
    }
  }
}

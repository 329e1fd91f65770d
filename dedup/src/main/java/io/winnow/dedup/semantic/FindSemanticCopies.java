package io.winnow.dedup.semantic;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.RowId;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.BlockCoder;
import io.winnow.corpus.table.ClusterLists;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.DocumentTable;
import io.winnow.corpus.table.PackedRows;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.semantic.SemanticCell.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * From shards to packed rows of {@link SemanticTables#CLUSTERS}: among the documents that are still
 * kept, those of one cell are compared, and of two that are similar enough the preferred one stays.
 *
 * <p>Memory: the documents of the cells of one partition, 2 bytes a dimension, and once more 4
 * bytes a dimension for the cell being compared.
 */
public final class FindSemanticCopies
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  private static final Schema MEMBER =
      Schema.of(
          new Column("cell", ColumnType.LONG, ""),
          new Column("row_id", ColumnType.LONG, ""),
          new Column("id", ColumnType.ID, ""),
          new Column("survivor_order", ColumnType.BYTES, ""),
          new Column("embedding", ColumnType.BYTES, ""));

  private final double threshold;
  private final Set<Kind> kinds;
  private final CorpusFolder folder;
  private final String decided;
  private final ArrayList<String> lost;
  private final int partitions;

  /**
   * @param kinds of the documents that are compared
   * @param decided name of the aligned table with {@code kept} and {@code survivor_order}
   * @param lost names of lists of clusters whose losers are not
   * @param shards all there are
   */
  public FindSemanticCopies(
      double threshold,
      Set<Kind> kinds,
      CorpusFolder folder,
      String decided,
      List<String> lost,
      List<Shard> shards) {
    this.threshold = threshold;
    this.kinds = kinds;
    this.folder = folder;
    this.decided = decided;
    this.lost = new ArrayList<>(lost);
    long rows = shards.stream().mapToLong(Shard::rows).sum();
    this.partitions = (int) Math.max(8, rows / (8L * SemanticParameters.DOCUMENTS_PER_CLUSTER));
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    return shards
        .apply("Members", ParDo.of(new ReadMembers(folder, decided, lost, words(), partitions)))
        .setCoder(BlockCoder.of(MEMBER))
        .apply("By cell", GroupByKey.create())
        .apply("Compare", ParDo.of(new Compare(threshold)))
        .setCoder(BlockCoder.of(SemanticTables.CLUSTERS_SCHEMA));
  }

  private ArrayList<String> words() {
    return kinds.stream().map(Kind::word).sorted().collect(Collectors.toCollection(ArrayList::new));
  }

  private static final class ReadMembers extends DoFn<Shard, KV<Integer, byte[]>> {
    private final CorpusFolder folder;
    private final String decided;
    private final ArrayList<String> lost;
    private final ArrayList<String> kinds;
    private final int partitions;

    ReadMembers(
        CorpusFolder folder,
        String decided,
        ArrayList<String> lost,
        ArrayList<String> kinds,
        int partitions) {
      this.folder = folder;
      this.decided = decided;
      this.lost = lost;
      this.kinds = kinds;
      this.partitions = partitions;
    }

    @ProcessElement
    public void read(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      Set<Long> gone = new HashSet<>();
      for (String list : lost) {
        gone.addAll(ClusterLists.losers(folder, list, shard));
      }
      PackedRows packed =
          new PackedRows(MEMBER, (partition, block) -> out.output(KV.of(partition, block)));
      try (AlignedReader reader =
          AlignedReader.open(
              folder,
              shard.name(),
              Columns.of(decided, "kept", "survivor_order"),
              Columns.of(DocumentTable.DOCUMENTS, "kind"),
              Columns.of(DocumentTable.IDS, "id"),
              Columns.of(SemanticTables.CELLS, "cell"),
              Columns.of(SemanticTables.EMBEDDINGS, "embedding"))) {
        long row = 0;
        for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
          boolean kept = Boolean.TRUE.equals(values[0]) && !gone.contains(row);
          Long cell = (Long) values[4];
          if (kept && cell != null && kinds.contains(String.valueOf(values[2]))) {
            long rowId = RowId.of(shard.number(), (int) row);
            packed.add((int) (cell % partitions), cell, rowId, values[3], values[1], values[5]);
          }
          row++;
        }
      }
      packed.flush();
    }
  }

  private static final class Compare
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final double threshold;

    Compare(double threshold) {
      this.threshold = threshold;
    }

    @ProcessElement
    public void compare(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      Map<Long, List<Member>> cells = new TreeMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            MEMBER,
            block,
            row ->
                cells
                    .computeIfAbsent((Long) row[0], cell -> new ArrayList<>())
                    .add(
                        new Member(
                            (Long) Objects.requireNonNull(row[1]),
                            (DocumentId) Objects.requireNonNull(row[2]),
                            (byte[]) Objects.requireNonNull(row[3]),
                            (byte[]) Objects.requireNonNull(row[4]))));
      }
      PackedRows packed =
          new PackedRows(
              SemanticTables.CLUSTERS_SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
      for (List<Member> members : cells.values()) {
        SemanticCell.compare(
            members,
            threshold,
            (member, cluster, survivor, size, similarity) ->
                packed.add(
                    RowId.shard(member.rowId()),
                    (long) RowId.row(member.rowId()),
                    member.id(),
                    cluster,
                    survivor.id(),
                    size,
                    similarity));
      }
      packed.flush();
    }
  }
}

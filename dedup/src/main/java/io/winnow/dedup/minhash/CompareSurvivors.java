package io.winnow.dedup.minhash;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.table.BlockCoder;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.PackedRows;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Adds to each member of a cluster how similar it is to the cluster's survivor, by their
 * signatures.
 *
 * <p>Memory: a partition of clusters, about {@value #ROWS_PER_PARTITION} signatures, or the largest
 * cluster.
 */
public final class CompareSurvivors
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  /** Name of the list that comes out. */
  public static final String TABLE = "clusters_minhash";

  /** Of the packed rows that come out. */
  public static final Schema SCHEMA =
      Schema.of(
          new Column("row", ColumnType.LONG, "row in the shard"),
          new Column("id", ColumnType.ID, "document id"),
          new Column("cluster", ColumnType.ID, "smallest document id of the cluster"),
          new Column("survivor", ColumnType.ID, "the one that the cluster keeps"),
          new Column("size", ColumnType.LONG, "documents in the cluster"),
          new Column("similarity", ColumnType.DOUBLE, "to the survivor, by their signatures"));

  private static final int ROWS_PER_PARTITION = 50_000;

  private static final Schema MEMBER =
      Schema.of(
          new Column("row_id", ColumnType.LONG, ""),
          new Column("id", ColumnType.ID, ""),
          new Column("cluster", ColumnType.ID, ""),
          new Column("survivor", ColumnType.ID, ""),
          new Column("survivor_row_id", ColumnType.LONG, ""),
          new Column("size", ColumnType.LONG, ""),
          new Column("signature", ColumnType.BYTES, ""));

  private final CorpusFolder folder;
  private final String survivors;
  private final String signatures;
  private final int partitions;

  /**
   * @param survivors name of the list with {@code row, id, cluster, survivor, survivor_row_id,
   *     size}
   * @param signatures name of the aligned table with the column {@code signature}
   */
  public CompareSurvivors(
      CorpusFolder folder, List<Shard> shards, String survivors, String signatures) {
    long rows = shards.stream().mapToLong(Shard::rows).sum();
    this.folder = folder;
    this.survivors = survivors;
    this.signatures = signatures;
    this.partitions = (int) Math.max(8, rows / ROWS_PER_PARTITION + 1);
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    return shards
        .apply("Members", ParDo.of(new ReadMembers(folder, survivors, signatures, partitions)))
        .setCoder(BlockCoder.of(MEMBER))
        .apply("By cluster", GroupByKey.create())
        .apply("Compare", ParDo.of(new Compare()))
        .setCoder(BlockCoder.of(SCHEMA));
  }

  private static final class ReadMembers extends DoFn<Shard, KV<Integer, byte[]>> {
    private final CorpusFolder folder;
    private final String survivors;
    private final String signatures;
    private final int partitions;

    ReadMembers(CorpusFolder folder, String survivors, String signatures, int partitions) {
      this.folder = folder;
      this.survivors = survivors;
      this.signatures = signatures;
      this.partitions = partitions;
    }

    @ProcessElement
    public void read(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      PackedRows packed =
          new PackedRows(MEMBER, (partition, block) -> out.output(KV.of(partition, block)));
      try (TableReader members =
              TableReader.open(
                  folder.table(survivors, shard.name()),
                  List.of("row", "id", "cluster", "survivor", "survivor_row_id", "size"));
          TableReader reader =
              TableReader.open(folder.table(signatures, shard.name()), List.of("signature"))) {
        long at = -1;
        @Nullable Object[] signature = null;
        for (@Nullable Object[] row = members.next(); row != null; row = members.next()) {
          long wanted = (Long) Objects.requireNonNull(row[0]);
          for (; at < wanted; at++) {
            signature = Objects.requireNonNull(reader.next(), "a member beyond its shard");
          }
          DocumentId cluster = (DocumentId) Objects.requireNonNull(row[2]);
          packed.add(
              (int) Long.remainderUnsigned(cluster.low(), partitions),
              RowId.of(shard.number(), (int) wanted),
              row[1],
              cluster,
              row[3],
              row[4],
              row[5],
              signature == null ? null : signature[0]);
        }
      }
      packed.flush();
    }
  }

  private static final class Compare
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    @ProcessElement
    public void compare(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      List<@Nullable Object[]> members = new ArrayList<>();
      Map<Long, byte[]> signatures = new HashMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            MEMBER,
            block,
            row -> {
              members.add(row);
              if (row[6] != null) {
                signatures.put(rowId(row), (byte[]) row[6]);
              }
            });
      }
      members.sort(Comparator.comparingLong(Compare::rowId));
      PackedRows packed = new PackedRows(SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
      for (@Nullable Object[] row : members) {
        byte[] own = (byte[]) row[6];
        byte[] survivor = row[4] == null ? null : signatures.get((Long) row[4]);
        Double similarity =
            own == null || survivor == null ? null : (Double) Signatures.similarity(own, survivor);
        packed.add(
            RowId.shard(rowId(row)),
            (long) RowId.row(rowId(row)),
            row[1],
            row[2],
            row[3],
            row[5],
            similarity);
      }
      packed.flush();
    }

    private static long rowId(@Nullable Object[] row) {
      return (Long) Objects.requireNonNull(row[0]);
    }
  }
}

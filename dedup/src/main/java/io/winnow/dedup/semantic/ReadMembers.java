package io.winnow.dedup.semantic;

import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.ClusterLists;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a shard who is compared: the documents of some kinds that are still kept and have a
 * vector. They go to the partition of their cell, and a sample of them to all partitions, to
 * measure what the borders between cells cost.
 */
final class ReadMembers extends DoFn<Shard, KV<Integer, byte[]>> {
  static final Schema MEMBER =
      Schema.of(
          Column.number("cell", ""),
          Column.number("row_id", ""),
          Column.id("id", ""),
          Column.bytes("survivor_order", ""),
          Column.bytes("embedding", ""),
          Column.bytes("neighbours", ""),
          Column.flag("sampled", "whether this is a copy of it in the sample"));

  private final CorpusFolder folder;
  private final String decided;
  private final ArrayList<String> lost;
  private final ArrayList<String> kinds;
  private final int partitions;
  private final double share;
  private final long seed;

  /**
   * @param decided name of the aligned table with {@code kept} and {@code survivor_order}
   * @param lost names of lists of clusters whose losers are not kept
   * @param share of the documents that is sampled
   */
  ReadMembers(
      CorpusFolder folder,
      String decided,
      List<String> lost,
      Set<Kind> kinds,
      int partitions,
      double share,
      long seed) {
    this.folder = folder;
    this.decided = decided;
    this.lost = new ArrayList<>(lost);
    this.kinds =
        kinds.stream().map(Kind::word).sorted().collect(Collectors.toCollection(ArrayList::new));
    this.partitions = partitions;
    this.share = share;
    this.seed = seed;
  }

  @ProcessElement
  public void read(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
      throws IOException {
    Set<Long> gone = new HashSet<>();
    for (String list : lost) {
      gone.addAll(ClusterLists.losers(folder, list, shard));
    }
    PackedRows members =
        new PackedRows(MEMBER, (partition, block) -> out.output(KV.of(partition, block)));
    List<Columns> columns =
        List.of(
            Columns.of(decided, "kept", "survivor_order"),
            Columns.of(DocumentTable.DOCUMENTS.name(), "kind"),
            Columns.of(DocumentTable.IDS.name(), "id"),
            Columns.of(SemanticTables.CELLS, "cell", "neighbours"),
            Columns.of(SemanticTables.EMBEDDINGS, "embedding"));
    try (AlignedReader reader = AlignedReader.open(folder, shard.name(), columns)) {
      long row = 0;
      for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
        boolean kept = Boolean.TRUE.equals(values[0]) && !gone.contains(row);
        Long cell = (Long) values[4];
        if (kept && cell != null && kinds.contains(String.valueOf(values[2]))) {
          long rowId = RowId.of(shard.number(), (int) row);
          DocumentId id = (DocumentId) Objects.requireNonNull(values[3]);
          Object embedding = values[6];
          byte[] near = packed((int[]) Objects.requireNonNull(values[5]));
          Object order = values[1];
          members.add((int) (cell % partitions), cell, rowId, id, order, embedding, near, false);
          if (Chance.unit(id, "semdedup/borders", seed) < share) {
            for (int partition = 0; partition < partitions; partition++) {
              members.add(partition, cell, rowId, id, order, embedding, near, true);
            }
          }
        }
        row++;
      }
    }
    members.flush();
  }

  /** Numbers of cells as they travel, since packed rows hold no lists. */
  private static byte[] packed(int[] cells) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * cells.length);
    bytes.asIntBuffer().put(cells);
    return bytes.array();
  }

  /** Reads the column {@code neighbours} of a packed row. */
  static int[] neighbours(@Nullable Object packed) {
    byte[] bytes = (byte[]) Objects.requireNonNull(packed);
    int[] cells = new int[bytes.length / Integer.BYTES];
    ByteBuffer.wrap(bytes).asIntBuffer().get(cells);
    return cells;
  }
}

package io.winnow.dedup.semantic;

import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.ClusterLists;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.dedup.semantic.SemanticCell.Member;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads from a shard who is compared: the documents of some kinds that are still kept and have a
 * vector. They go to the partition of their cell, and a sample of them to all partitions, to
 * measure what the borders between cells cost.
 *
 * @param lost lists of clusters whose losers are not kept
 * @param kinds words of the kinds
 * @param share of the documents that is sampled
 */
record ReadMembers(
    List<Table> lost, List<String> kinds, Partitions partitions, double share, long seed)
    implements Exchange.Reader<ShardInput> {
  static final Column<Long> ROW_ID = Column.number("row_id", "shard and row");
  static final Column<Boolean> SAMPLED =
      Column.flag("sampled", "whether this is a copy of it in the sample");

  /** A document on its way to a partition. */
  static final Schema MEMBER =
      Schema.of(
          AssignCells.CELL,
          ROW_ID,
          DocumentTable.ID,
          DecisionTables.SURVIVOR_ORDER,
          EmbeddingTable.EMBEDDING,
          AssignCells.NEIGHBOURS,
          SAMPLED);

  @Override
  public void read(ShardInput from, PackedRows members) throws IOException {
    Set<Long> gone = new HashSet<>();
    for (Table list : lost) {
      gone.addAll(ClusterLists.losers(from.folder(), list, from.shard()));
    }
    from.forEach(
        List.of(
            DecisionTables.DECIDED.columns(DecisionTables.KEPT, DecisionTables.SURVIVOR_ORDER),
            DocumentTable.DOCUMENTS.columns(DocumentTable.KIND),
            DocumentTable.IDS.columns(DocumentTable.ID),
            AssignCells.CELLS.columns(AssignCells.CELL, AssignCells.NEIGHBOURS),
            EmbeddingTable.EMBEDDINGS.columns(EmbeddingTable.EMBEDDING)),
        (number, row) -> {
          if (row.is(DecisionTables.KEPT)
              && !gone.contains(number)
              && row.has(AssignCells.CELL)
              && kinds.contains(row.get(DocumentTable.KIND))) {
            add(row, from.rowId(number), members);
          }
        });
  }

  private void add(Row row, long rowId, PackedRows members) {
    long cell = row.get(AssignCells.CELL);
    DocumentId id = row.get(DocumentTable.ID);
    byte[] order = row.get(DecisionTables.SURVIVOR_ORDER);
    byte[] embedding = row.get(EmbeddingTable.EMBEDDING);
    int[] near = row.get(AssignCells.NEIGHBOURS);
    members.add(partitions.of(cell), cell, rowId, id, order, embedding, near, false);
    if (Chance.unit(id, "semdedup/borders", seed) < share) {
      for (int partition = 0; partition < partitions.count(); partition++) {
        members.add(partition, cell, rowId, id, order, embedding, near, true);
      }
    }
  }

  /** The document of a row that travelled. */
  static Member member(Row row, byte[] embedding) {
    return new Member(
        row.get(ROW_ID),
        row.get(DocumentTable.ID),
        row.get(DecisionTables.SURVIVOR_ORDER),
        embedding,
        row.get(AssignCells.NEIGHBOURS));
  }
}

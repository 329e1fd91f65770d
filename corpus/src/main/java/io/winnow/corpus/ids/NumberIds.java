package io.winnow.corpus.ids;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Gives every document its final id: documents whose ids are equal are numbered in the order of
 * what their records say of themselves. Records that are equal in that too get different numbers in
 * the order of their rows; nothing but the place of their files could tell them apart.
 *
 * <p>Memory: one partition, about {@value #ROWS_PER_PARTITION} rows.
 */
public final class NumberIds implements Stage {
  private static final int ROWS_PER_PARTITION = 500_000;
  private static final Column<Long> ROW_ID = Column.number("row_id", "");
  private static final Schema CANDIDATE =
      Schema.of(DocumentTable.BASE_ID, DocumentTable.ORIGIN_DIGEST, ROW_ID);

  @Override
  public String name() {
    return "ids";
  }

  @Override
  public List<Table> reads() {
    return List.of(DocumentTable.DOCUMENTS);
  }

  @Override
  public List<Table> writes() {
    return List.of(DocumentTable.IDS);
  }

  @Override
  public Work work(Inputs inputs) {
    CorpusFolder folder = inputs.folder();
    Partitions partitions = Partitions.of(inputs.documents(), ROWS_PER_PARTITION);
    return Work.shuffle(
        inputs.shards(),
        shards ->
            Map.of(
                DocumentTable.IDS,
                shards
                    .apply(
                        "Base ids",
                        Exchange.read(
                            CANDIDATE,
                            (Shard shard, PackedRows out) -> read(folder, shard, partitions, out)))
                    .apply(
                        "Number",
                        Exchange.group(CANDIDATE, DocumentTable.IDS.packed(), NumberIds::number))));
  }

  private static void read(CorpusFolder folder, Shard shard, Partitions partitions, PackedRows out)
      throws IOException {
    try (TableReader documents =
        TableReader.open(
            folder,
            shard.name(),
            DocumentTable.DOCUMENTS.columns(DocumentTable.BASE_ID, DocumentTable.ORIGIN_DIGEST))) {
      int at = 0;
      for (Row row = documents.row(); row != null; row = documents.row()) {
        DocumentId base = row.get(DocumentTable.BASE_ID);
        out.add(
            partitions.of(base),
            base,
            row.get(DocumentTable.ORIGIN_DIGEST),
            RowId.of(shard.number(), at++));
      }
    }
  }

  private record Candidate(DocumentId base, DocumentId origin, long rowId) {}

  private static void number(Rows rows, PackedRows out) {
    List<Candidate> candidates =
        rows.map(
            row ->
                new Candidate(
                    row.get(DocumentTable.BASE_ID),
                    row.get(DocumentTable.ORIGIN_DIGEST),
                    row.get(ROW_ID)));
    candidates.sort(
        Comparator.comparing(Candidate::base)
            .thenComparing(Candidate::origin)
            .thenComparingLong(Candidate::rowId));
    DocumentId base = null;
    long number = 0;
    for (Candidate candidate : candidates) {
      number = candidate.base().equals(base) ? number + 1 : 0;
      base = candidate.base();
      out.add(
          RowId.shard(candidate.rowId()),
          (long) RowId.row(candidate.rowId()),
          base.numbered(number));
    }
  }
}

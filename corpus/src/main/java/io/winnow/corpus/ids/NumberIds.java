package io.winnow.corpus.ids;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

/**
 * Gives every document its final id: documents whose ids are equal are numbered in the order of
 * what their records say of themselves. Records that are equal in that too get different numbers in
 * the order of their rows; nothing but the place of their files could tell them apart.
 *
 * <p>Memory: one partition, about {@value #ROWS_PER_PARTITION} rows.
 */
public final class NumberIds extends TableStage {
  private static final int ROWS_PER_PARTITION = 500_000;
  private static final Column<Long> ROW_ID = Column.number("row_id", "");
  private static final Schema CANDIDATE =
      Schema.of(DocumentTable.BASE_ID, DocumentTable.ORIGIN_DIGEST, ROW_ID);

  public NumberIds() {
    super("", List.of(DocumentTable.DOCUMENTS), DocumentTable.IDS);
  }

  @Override
  public Work work(Inputs inputs) {
    Partitions partitions = Partitions.of(inputs.documents(), ROWS_PER_PARTITION);
    return Work.shuffle(
        inputs,
        CANDIDATE,
        (from, out) -> read(from, partitions, out),
        DocumentTable.IDS,
        NumberIds::number);
  }

  private static void read(ShardInput from, Partitions partitions, PackedRows out)
      throws IOException {
    from.forEach(
        List.of(
            DocumentTable.DOCUMENTS.columns(DocumentTable.BASE_ID, DocumentTable.ORIGIN_DIGEST)),
        (number, row) -> {
          DocumentId base = row.get(DocumentTable.BASE_ID);
          out.add(
              partitions.of(base), base, row.get(DocumentTable.ORIGIN_DIGEST), from.rowId(number));
        });
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

package io.winnow.dedup.exact;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Groups documents by a 128-bit key: the digest of their text, or that of their normalised address.
 * Texts are not read. Out come the lists of {@link Likeness#members}, of groups of two and more; a
 * document without an address of its own is in no group of equal ones.
 *
 * <p>Memory: one partition of about {@value #ROWS_PER_PARTITION} rows, or the largest group.
 */
public final class ExactCopies extends TableStage {
  private static final int ROWS_PER_PARTITION = 500_000;

  private static final Column<DocumentId> KEY = Column.id("key", "digest of what may be equal");
  private static final Column<Long> ROW_ID = Column.number("row_id", "where it lies");
  private static final Schema CANDIDATE = Schema.of(KEY, DocumentTable.ID, ROW_ID);

  private final List<Likeness> ways;

  public ExactCopies(ExactSettings settings) {
    super(
        "exact",
        List.of(DocumentTable.DOCUMENTS, DocumentTable.IDS),
        settings.ways().stream().map(Likeness::members).toList());
    this.ways = settings.ways();
  }

  @Override
  public String name() {
    return "exact";
  }

  @Override
  public List<Class<? extends Record>> sections() {
    return List.of(ExactSettings.class);
  }

  @Override
  public String settings(Inputs inputs) {
    return String.join(",", ways.stream().map(Likeness::word).toList());
  }

  @Override
  public Work work(Inputs inputs) {
    Partitions partitions = Partitions.ofDocuments(inputs.shards(), ROWS_PER_PARTITION);
    return Work.shuffle(
        inputs,
        shards -> {
          Map<Table, PCollection<KV<Integer, byte[]>>> groups = new LinkedHashMap<>();
          for (Likeness way : ways) {
            groups.put(
                way.members(),
                shards
                    .apply(
                        "Keys of " + way.word(),
                        Exchange.read(CANDIDATE, (from, out) -> read(from, way, partitions, out)))
                    .apply(
                        "Same " + way.word(),
                        Exchange.group(
                            CANDIDATE, way.members().packed(), ExactCopies::writeGroups)));
          }
          return groups;
        });
  }

  @Override
  public List<Drop> drops() {
    return ways.stream()
        .map(
            way ->
                Drop.groups(
                    way.stage(), way.reason(), "exact copy: ", DecisionTables.CLUSTERS_EXACT))
        .toList();
  }

  private static void read(ShardInput from, Likeness way, Partitions partitions, PackedRows out)
      throws IOException {
    Column<?> compared = way == Likeness.URL ? DocumentTable.SOURCE_URI : DocumentTable.TEXT_DIGEST;
    from.forEach(
        List.of(
            DocumentTable.DOCUMENTS.columns(compared), DocumentTable.IDS.columns(DocumentTable.ID)),
        (number, row) -> {
          DocumentId key =
              way == Likeness.URL ? address(row) : row.getOrNull(DocumentTable.TEXT_DIGEST);
          if (key != null) {
            out.add(partitions.of(key), key, row.get(DocumentTable.ID), from.rowId(number));
          }
        });
  }

  private static @Nullable DocumentId address(Row row) {
    String given = row.getOrNull(DocumentTable.SOURCE_URI);
    String normalized = given == null ? null : NormalizedUrl.of(given);
    return normalized == null ? null : Digest.ofText(normalized);
  }

  private record Candidate(DocumentId key, DocumentId id, long rowId) {}

  private static void writeGroups(Rows rows, PackedRows out) {
    List<Candidate> sorted =
        rows.map(row -> new Candidate(row.get(KEY), row.get(DocumentTable.ID), row.get(ROW_ID)));
    sorted.sort(Comparator.comparing(Candidate::key).thenComparing(Candidate::id));
    int start = 0;
    while (start < sorted.size()) {
      Candidate first = sorted.get(start);
      int end = start + 1;
      while (end < sorted.size() && sorted.get(end).key().equals(first.key())) {
        end++;
      }
      for (int i = start; i < end && end - start > 1; i++) {
        long rowId = sorted.get(i).rowId();
        out.add(RowId.shard(rowId), (long) RowId.row(rowId), first.id(), (long) (end - start));
      }
      start = end;
    }
  }
}

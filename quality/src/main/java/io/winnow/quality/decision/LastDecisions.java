package io.winnow.quality.decision;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.quality.grade.FindBuckets;
import io.winnow.quality.grade.LostCopies;
import io.winnow.quality.grade.Tiers;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last word on every document of a shard: what {@code decided} kept goes for a preferred
 * document that is nearly the same or says the same, then for its lowest bucket, then for its low
 * tier. Reads thin columns; holds one row, and the clusters and buckets of one shard.
 */
public final class LastDecisions implements Serializable {
  private final ArrayList<LostCopies> lost;
  private final boolean buckets;
  private final ArrayList<Tiers> tiers;

  /**
   * @param lost searches for copies that were made, in their order
   * @param buckets whether there is a list {@code buckets}
   * @param tiers one for each kind that has any
   */
  public LastDecisions(List<LostCopies> lost, boolean buckets, List<Tiers> tiers) {
    this.lost = new ArrayList<>(lost);
    this.buckets = buckets;
    this.tiers = new ArrayList<>(tiers);
  }

  /** Tables that are read. */
  public List<String> tables() {
    List<String> tables =
        new ArrayList<>(
            List.of(
                DecisionTables.DECIDED.name(),
                DecisionTables.CLUSTERS_EXACT.name(),
                DocumentTable.DOCUMENTS.name()));
    lost.forEach(search -> tables.add(search.table()));
    if (buckets) {
      tables.add(FindBuckets.TABLE);
    }
    if (!tiers.isEmpty()) {
      tables.add("scores");
    }
    return tables;
  }

  /** Takes a row of {@link DecisionTables#DECISIONS_SCHEMA}. */
  @FunctionalInterface
  public interface RowSink {
    void write(@Nullable Object... row) throws IOException;
  }

  /** Writes the decisions of one shard, in the order of its documents. */
  public void write(CorpusFolder folder, Shard shard, RowSink rows) throws IOException {
    List<String> scores = tiers.stream().map(Tiers::score).distinct().toList();
    List<Columns> columns = new ArrayList<>();
    columns.add(Columns.of(DocumentTable.DOCUMENTS.name(), "source", "kind"));
    columns.add(Columns.of(DecisionTables.DECIDED.name(), "kept", "stage", "reason"));
    if (!scores.isEmpty()) {
      columns.add(new Columns("scores", scores));
    }
    Map<Long, Long> bucketOf =
        buckets ? longs(folder, FindBuckets.TABLE, shard, "bucket") : Map.of();
    Map<Long, Long> copiesOf = copies(folder, shard);
    Map<Long, LostCopies> lostTo = new HashMap<>();
    for (LostCopies search : lost) {
      search.rows(folder, shard).forEach(row -> lostTo.putIfAbsent(row, search));
    }
    try (AlignedReader reader = AlignedReader.open(folder, shard.name(), columns)) {
      long row = 0;
      for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
        boolean kept = Boolean.TRUE.equals(values[2]);
        Object stage = values[3];
        Object reason = values[4];
        Long bucket = bucketOf.get(row);
        String tier = null;
        for (Tiers of : tiers) {
          if (kept && of.kind().word().equals(values[1])) {
            tier = of.of((Double) values[5 + scores.indexOf(of.score())]);
          }
        }
        LostCopies search = lostTo.get(row);
        if (kept && search != null) {
          kept = false;
          stage = search.stage();
          reason = search.reason();
          tier = null;
        } else if (kept && bucket != null && bucket == 1) {
          kept = false;
          stage = "grade";
          reason = "lowest-bucket";
        } else if (kept && Tiers.LOW.equals(tier)) {
          kept = false;
          stage = "grade";
          reason = "low-tier";
        }
        Long copies = kept ? copiesOf.getOrDefault(row, 1L) : null;
        rows.write(values[0], values[1], kept, stage, reason, bucket, tier, copies);
        row++;
      }
    }
  }

  /** For how many documents those stand that have the same text, or are nearly the same. */
  private Map<Long, Long> copies(CorpusFolder folder, Shard shard) throws IOException {
    Map<Long, Long> copies = new HashMap<>();
    try (TableReader reader =
        TableReader.open(
            folder.table(DecisionTables.CLUSTERS_EXACT.name(), shard.name()),
            List.of("row", "by", "size"))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        if (Likeness.CONTENT.word().equals(row[1])) {
          copies.put((Long) row[0], (Long) row[2]);
        }
      }
    }
    if (lost.contains(LostCopies.NEAR)) {
      copies.putAll(longs(folder, LostCopies.NEAR.table(), shard, "copies"));
    }
    return copies;
  }

  private static Map<Long, Long> longs(
      CorpusFolder folder, String table, Shard shard, String column) throws IOException {
    Map<Long, Long> values = new HashMap<>();
    try (TableReader reader =
        TableReader.open(folder.table(table, shard.name()), List.of("row", column))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        values.put((Long) row[0], (Long) row[1]);
      }
    }
    return values;
  }
}

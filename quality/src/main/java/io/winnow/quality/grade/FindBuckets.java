package io.winnow.quality.grade;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * From shards to packed rows of {@link #SCHEMA}: the exact bucket of each kept document, by {@link
 * Ranking} of the scores of each kind.
 */
public final class FindBuckets
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  /** Name of the list that comes out. */
  public static final String TABLE = "buckets";

  /** Of the packed rows that come out. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.number("row", "row in the shard"),
          Column.number("bucket", "bucket of quality, from 1, the lowest"));

  private final ArrayList<Buckets> buckets;
  private final CorpusFolder folder;
  private final String decided;
  private final ArrayList<LostCopies> lost;

  /**
   * @param buckets one for each kind that is sorted
   * @param decided name of the aligned table whose column {@code kept} says who is sorted
   * @param lost searches whose losers are not
   */
  public FindBuckets(
      List<Buckets> buckets, CorpusFolder folder, String decided, List<LostCopies> lost) {
    this.buckets = new ArrayList<>(buckets);
    this.folder = folder;
    this.decided = decided;
    this.lost = new ArrayList<>(lost);
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    ArrayList<Buckets> all = buckets;
    CorpusFolder from = folder;
    String table = decided;
    ArrayList<LostCopies> losses = lost;
    return shards.apply(
        "Rank",
        new Ranking(
            (shard, sink) -> read(all, from, table, losses, shard, sink),
            (group, before, own, sum) ->
                (long) all.get(Integer.parseInt(group)).of(before, own, sum),
            SCHEMA));
  }

  /** Scores lie between 0 and 1. */
  private static int range(double score) {
    double bounded = Math.max(0, Math.min(1, score));
    return (int) Math.min(Ranking.RANGES - 1, bounded * Ranking.RANGES);
  }

  private static void read(
      List<Buckets> buckets,
      CorpusFolder folder,
      String decided,
      List<LostCopies> lost,
      Shard shard,
      Ranking.Sink sink)
      throws IOException {
    List<String> scores = buckets.stream().map(Buckets::score).distinct().toList();
    Set<Long> gone = LostCopies.rows(lost, folder, shard);
    try (AlignedReader reader =
        AlignedReader.open(
            folder,
            shard.name(),
            Columns.of(decided, "kept"),
            Columns.of(DocumentTable.DOCUMENTS.name(), "kind"),
            Columns.of(DocumentTable.IDS.name(), "id"),
            Columns.of("signals", "tokens"),
            new Columns("scores", scores))) {
      long row = 0;
      for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
        for (int group = 0; group < buckets.size(); group++) {
          Buckets own = buckets.get(group);
          Double score = (Double) values[4 + scores.indexOf(own.score())];
          if (Boolean.TRUE.equals(values[0])
              && !gone.contains(row)
              && own.kind().word().equals(values[1])
              && score != null) {
            sink.add(
                Integer.toString(group),
                range(score),
                score,
                (DocumentId) Objects.requireNonNull(values[2]),
                row,
                values[3] == null ? 0 : (Long) values[3]);
          }
        }
        row++;
      }
    }
  }
}

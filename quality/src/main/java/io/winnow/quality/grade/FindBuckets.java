package io.winnow.quality.grade;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.BlockCoder;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.DocumentTable;
import io.winnow.corpus.table.PackedRows;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.DoFn.MultiOutputReceiver;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * From shards to packed rows of {@link #SCHEMA}: the exact bucket of each kept document. Documents
 * are ordered by score and then id; ranges of scores are sorted apart, and one worker adds up how
 * many tokens lie in the ranges below each.
 *
 * <p>Memory: the thin rows of the fullest of {@value #RANGES} ranges of scores; 100 bytes a row.
 */
public final class FindBuckets
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  /** Name of the list that comes out. */
  public static final String TABLE = "buckets";

  /** Of the packed rows that come out. */
  public static final Schema SCHEMA =
      Schema.of(
          new Column("row", ColumnType.LONG, "row in the shard"),
          new Column("bucket", ColumnType.LONG, "bucket of quality, from 1, the lowest"));

  private static final int RANGES = 4096;

  /** A document (before is missing), or tokens in the ranges below one and in all of them. */
  private static final Schema RANKED =
      Schema.of(
          new Column("score", ColumnType.DOUBLE, ""),
          new Column("id", ColumnType.ID, ""),
          new Column("row_id", ColumnType.LONG, ""),
          new Column("tokens", ColumnType.LONG, ""),
          new Column("before", ColumnType.LONG, ""));

  private static final Schema SUM =
      Schema.of(
          new Column("range", ColumnType.LONG, ""), new Column("tokens", ColumnType.LONG, ""));

  private static final TupleTag<KV<Integer, byte[]>> DOCUMENTS = new TupleTag<>("documents");
  private static final TupleTag<KV<Integer, byte[]>> SUMS = new TupleTag<>("sums");

  private final ArrayList<Buckets> buckets;
  private final CorpusFolder folder;
  private final String decided;
  private final boolean semantic;

  /**
   * @param buckets one for each kind that is sorted
   * @param decided name of the aligned table whose column {@code kept} says who is sorted
   * @param semantic whether {@link SemanticLosses} are not
   */
  public FindBuckets(List<Buckets> buckets, CorpusFolder folder, String decided, boolean semantic) {
    this.buckets = new ArrayList<>(buckets);
    this.folder = folder;
    this.decided = decided;
    this.semantic = semantic;
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    PCollectionTuple read =
        shards.apply(
            "Scores",
            ParDo.of(new ReadScores(buckets, folder, decided, semantic))
                .withOutputTags(DOCUMENTS, TupleTagList.of(SUMS)));
    PCollection<KV<Integer, byte[]>> before =
        read.get(SUMS)
            .setCoder(BlockCoder.of(SUM))
            .apply("Tokens to one worker", GroupByKey.create())
            .apply("Tokens below", ParDo.of(new AddUp()))
            .setCoder(BlockCoder.of(RANKED));
    return PCollectionList.of(read.get(DOCUMENTS).setCoder(BlockCoder.of(RANKED)))
        .and(before)
        .apply("With tokens below", Flatten.pCollections())
        .apply("By range", GroupByKey.create())
        .apply("Buckets", ParDo.of(new Sort(buckets)))
        .setCoder(BlockCoder.of(SCHEMA));
  }

  /** Ranges of the first kind come first, and in each those of low scores. */
  static int range(int group, double score) {
    double bounded = Math.max(0, Math.min(1, score));
    return group * RANGES + (int) Math.min(RANGES - 1, bounded * RANGES);
  }

  private static final class ReadScores extends DoFn<Shard, KV<Integer, byte[]>> {
    private final ArrayList<Buckets> buckets;
    private final CorpusFolder folder;
    private final String decided;
    private final boolean semantic;

    ReadScores(ArrayList<Buckets> buckets, CorpusFolder folder, String decided, boolean semantic) {
      this.buckets = buckets;
      this.folder = folder;
      this.decided = decided;
      this.semantic = semantic;
    }

    @ProcessElement
    public void read(@Element Shard shard, MultiOutputReceiver out) throws IOException {
      PackedRows documents =
          new PackedRows(RANKED, (range, block) -> out.get(DOCUMENTS).output(KV.of(range, block)));
      List<String> scores = buckets.stream().map(Buckets::score).distinct().toList();
      Map<Integer, Long> sums = new TreeMap<>();
      Set<Long> gone = semantic ? SemanticLosses.read(folder, shard) : Set.of();
      try (AlignedReader reader =
          AlignedReader.open(
              folder,
              shard.name(),
              Columns.of(decided, "kept"),
              Columns.of(DocumentTable.DOCUMENTS, "kind"),
              Columns.of(DocumentTable.IDS, "id"),
              Columns.of("signals", "tokens"),
              new Columns("scores", scores))) {
        int row = 0;
        for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
          for (int group = 0; group < buckets.size(); group++) {
            Buckets own = buckets.get(group);
            Double score = (Double) values[4 + scores.indexOf(own.score())];
            if (Boolean.TRUE.equals(values[0])
                && !gone.contains((long) row)
                && own.kind().word().equals(values[1])
                && score != null) {
              long tokens = values[3] == null ? 0 : (Long) values[3];
              int range = range(group, score);
              documents.add(range, score, values[2], RowId.of(shard.number(), row), tokens, null);
              sums.merge(range, tokens, Math::addExact);
            }
          }
          row++;
        }
      }
      documents.flush();
      PackedRows packed =
          new PackedRows(SUM, (one, block) -> out.get(SUMS).output(KV.of(one, block)));
      sums.forEach((range, tokens) -> packed.add(0, (long) range, tokens));
      packed.flush();
    }
  }

  /** Tokens by range to the tokens below each range, and all. */
  private static final class AddUp
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    @ProcessElement
    public void add(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      Map<Integer, Long> sums = new TreeMap<>();
      Map<Integer, Long> all = new TreeMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            SUM,
            block,
            row -> {
              int range = ((Long) Objects.requireNonNull(row[0])).intValue();
              long tokens = (Long) Objects.requireNonNull(row[1]);
              sums.merge(range, tokens, Math::addExact);
              all.merge(range / RANGES, tokens, Math::addExact);
            });
      }
      PackedRows packed = new PackedRows(RANKED, (range, block) -> out.output(KV.of(range, block)));
      Map<Integer, Long> below = new TreeMap<>();
      sums.forEach(
          (range, tokens) -> {
            int group = range / RANGES;
            long before = below.merge(group, tokens, Math::addExact) - tokens;
            packed.add(range, null, null, null, Objects.requireNonNull(all.get(group)), before);
          });
      packed.flush();
    }
  }

  /** The documents of one range, sorted. */
  private static final class Sort extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final ArrayList<Buckets> buckets;

    Sort(ArrayList<Buckets> buckets) {
      this.buckets = buckets;
    }

    private record Ranked(double score, DocumentId id, long rowId, long tokens) {}

    @ProcessElement
    public void sort(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      List<Ranked> documents = new ArrayList<>();
      long[] beforeAndAll = {0, 0};
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            RANKED,
            block,
            row -> {
              long tokens = (Long) Objects.requireNonNull(row[3]);
              if (row[4] != null) {
                beforeAndAll[0] = (Long) row[4];
                beforeAndAll[1] = tokens;
              } else {
                documents.add(
                    new Ranked(
                        (Double) Objects.requireNonNull(row[0]),
                        (DocumentId) Objects.requireNonNull(row[1]),
                        (Long) Objects.requireNonNull(row[2]),
                        tokens));
              }
            });
      }
      documents.sort(Comparator.comparingDouble(Ranked::score).thenComparing(Ranked::id));
      Buckets own = buckets.get(blocks.getKey() / RANGES);
      PackedRows packed = new PackedRows(SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
      long before = beforeAndAll[0];
      for (Ranked document : documents) {
        packed.add(
            RowId.shard(document.rowId()),
            (long) RowId.row(document.rowId()),
            (long) own.of(before, document.tokens(), beforeAndAll[1]));
        before += document.tokens();
      }
      packed.flush();
    }
  }
}

package io.winnow.quality.grade;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * From shards to packed rows that grade documents by their exact rank within a group. Documents of
 * a group are ordered by score and then id; ranges of scores are sorted apart, and one worker adds
 * up the weights in the ranges below each.
 *
 * <p>Memory: the thin rows of one of {@value #PARTITIONS} partitions, over which the ranges of all
 * groups are spread, at 100 bytes a row; in one worker, a number for each range of each group.
 */
final class Ranking extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  /** Ranges of scores of a group. */
  static final int RANGES = 4096;

  private static final int PARTITIONS = 4096;

  /** A document (before is missing), or weights in the ranges below one and in all of them. */
  private static final Schema RANKED =
      Schema.of(
          Column.text("group", ""),
          Column.number("range", ""),
          Column.real("score", ""),
          Column.id("id", ""),
          Column.number("row_id", ""),
          Column.number("weight", ""),
          Column.number("before", ""));

  private static final Schema SUM =
      Schema.of(Column.text("group", ""), Column.number("range", ""), Column.number("weight", ""));

  private static final TupleTag<KV<Integer, byte[]>> DOCUMENTS = new TupleTag<>("documents");
  private static final TupleTag<KV<Integer, byte[]>> SUMS = new TupleTag<>("sums");

  private final Reader reader;
  private final Grade grade;
  private final Schema graded;

  /**
   * @param graded schema of the rows that come out: a row's number in its shard, and its grade
   */
  Ranking(Reader reader, Grade grade, Schema graded) {
    this.reader = reader;
    this.grade = grade;
    this.graded = graded;
  }

  /** Reads who is ranked. */
  @FunctionalInterface
  interface Reader extends Serializable {
    void read(Shard shard, Sink sink) throws IOException;
  }

  /** Takes the documents of a shard. */
  @FunctionalInterface
  interface Sink {
    /**
     * @param range of its score, 0 to {@link #RANGES} - 1; those of higher scores are higher
     * @param weight what it counts, 0 or more
     */
    void add(String group, int range, double score, DocumentId id, long row, long weight);
  }

  /** Makes a grade of a rank. */
  @FunctionalInterface
  interface Grade extends Serializable {
    /**
     * @param before weight of all documents of the group that come before it, the lowest score
     *     first
     * @param own its weight
     * @param all weight of all documents of the group
     */
    Object of(String group, long before, long own, long all);
  }

  /** A range of the scores of a group. */
  private record Range(String group, long number) implements Comparable<Range> {
    int partition() {
      return Math.floorMod(31 * group.hashCode() + (int) number, PARTITIONS);
    }

    @Override
    public int compareTo(Range other) {
      int order = group.compareTo(other.group);
      return order == 0 ? Long.compare(number, other.number) : order;
    }
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    PCollectionTuple read =
        shards.apply(
            "Scores",
            ParDo.of(new ReadScores(reader)).withOutputTags(DOCUMENTS, TupleTagList.of(SUMS)));
    PCollection<KV<Integer, byte[]>> before =
        read.get(SUMS)
            .setCoder(BlockCoder.of(SUM))
            .apply("Weights to one worker", GroupByKey.create())
            .apply("Weights below", ParDo.of(new AddUp()))
            .setCoder(BlockCoder.of(RANKED));
    return PCollectionList.of(read.get(DOCUMENTS).setCoder(BlockCoder.of(RANKED)))
        .and(before)
        .apply("With weights below", Flatten.pCollections())
        .apply("By range", GroupByKey.create())
        .apply("Grades", ParDo.of(new Sort(grade, graded)))
        .setCoder(BlockCoder.of(graded));
  }

  private static final class ReadScores extends DoFn<Shard, KV<Integer, byte[]>> {
    private final Reader reader;

    ReadScores(Reader reader) {
      this.reader = reader;
    }

    @ProcessElement
    public void read(@Element Shard shard, MultiOutputReceiver out) throws IOException {
      PackedRows documents =
          new PackedRows(RANKED, (key, block) -> out.get(DOCUMENTS).output(KV.of(key, block)));
      Map<Range, Long> sums = new TreeMap<>();
      reader.read(
          shard,
          (group, range, score, id, row, weight) -> {
            Range of = new Range(group, range);
            long rowId = RowId.of(shard.number(), (int) row);
            documents.add(of.partition(), group, (long) range, score, id, rowId, weight, null);
            sums.merge(of, weight, Math::addExact);
          });
      documents.flush();
      PackedRows packed =
          new PackedRows(SUM, (one, block) -> out.get(SUMS).output(KV.of(one, block)));
      sums.forEach((range, weight) -> packed.add(0, range.group(), range.number(), weight));
      packed.flush();
    }
  }

  /** Weights by range to the weights below each range, and all. */
  private static final class AddUp
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    @ProcessElement
    public void add(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      Map<Range, Long> sums = new TreeMap<>();
      Map<String, Long> all = new TreeMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            SUM,
            block,
            row -> {
              String group = (String) Objects.requireNonNull(row[0]);
              long weight = (Long) Objects.requireNonNull(row[2]);
              sums.merge(
                  new Range(group, (Long) Objects.requireNonNull(row[1])), weight, Math::addExact);
              all.merge(group, weight, Math::addExact);
            });
      }
      PackedRows packed = new PackedRows(RANKED, (key, block) -> out.output(KV.of(key, block)));
      Map<String, Long> below = new TreeMap<>();
      sums.forEach(
          (range, weight) -> {
            String group = range.group();
            long before = below.merge(group, weight, Math::addExact) - weight;
            packed.add(
                range.partition(),
                group,
                range.number(),
                null,
                null,
                null,
                Objects.requireNonNull(all.get(group)),
                before);
          });
      packed.flush();
    }
  }

  /** The documents of some ranges, sorted. */
  private static final class Sort extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final Grade grade;
    private final Schema graded;

    Sort(Grade grade, Schema graded) {
      this.grade = grade;
      this.graded = graded;
    }

    private record Ranked(Range range, double score, DocumentId id, long rowId, long weight) {}

    private record Below(long before, long all) {}

    @ProcessElement
    public void sort(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      List<Ranked> documents = new ArrayList<>();
      Map<Range, Below> below = new TreeMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            RANKED,
            block,
            row -> {
              Range range =
                  new Range(
                      (String) Objects.requireNonNull(row[0]),
                      (Long) Objects.requireNonNull(row[1]));
              long weight = (Long) Objects.requireNonNull(row[5]);
              if (row[6] != null) {
                below.put(range, new Below((Long) row[6], weight));
              } else {
                documents.add(
                    new Ranked(
                        range,
                        (Double) Objects.requireNonNull(row[2]),
                        (DocumentId) Objects.requireNonNull(row[3]),
                        (Long) Objects.requireNonNull(row[4]),
                        weight));
              }
            });
      }
      documents.sort(
          Comparator.comparing(Ranked::range)
              .thenComparingDouble(Ranked::score)
              .thenComparing(Ranked::id));
      PackedRows packed = new PackedRows(graded, (shard, block) -> out.output(KV.of(shard, block)));
      @Nullable Range range = null;
      long before = 0;
      long all = 0;
      for (Ranked document : documents) {
        if (!document.range().equals(range)) {
          range = document.range();
          Below start = Objects.requireNonNull(below.get(range), "every range has its sums");
          before = start.before();
          all = start.all();
        }
        packed.add(
            RowId.shard(document.rowId()),
            (long) RowId.row(document.rowId()),
            grade.of(document.range().group(), before, document.weight(), all));
        before += document.weight();
      }
      packed.flush();
    }
  }
}

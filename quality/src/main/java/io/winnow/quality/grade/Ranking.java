package io.winnow.quality.grade;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.Lane;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.jspecify.annotations.Nullable;

/**
 * From shards to packed rows that grade documents by their exact rank within a group. Documents of
 * a group are ordered by score and then id; ranges of scores are sorted apart, and one worker adds
 * up the weights in the ranges below each.
 *
 * <p>Memory: the thin rows of one of 4,096 partitions, over which the ranges of all groups are
 * spread, at 100 bytes a row; in one worker, a number for each range of each group.
 */
final class Ranking extends PTransform<PCollection<ShardInput>, PCollection<KV<Integer, byte[]>>> {
  /** Ranges of scores of a group. */
  static final int RANGES = 4096;

  private static final Partitions PARTITIONS = new Partitions(4096);

  private static final Column<String> GROUP = Column.text("group", "");
  private static final Column<Long> RANGE = Column.number("range", "");
  private static final Column<Double> SCORE = Column.real("score", "");
  private static final Column<Long> ROW_ID = Column.number("row_id", "");
  private static final Column<Long> WEIGHT = Column.number("weight", "");
  private static final Column<Long> BEFORE = Column.number("before", "");
  private static final Column<Long> ALL = Column.number("all", "");

  /** What meets at a range: its documents, {@link Ranked}, and sums of weights, {@link Below}. */
  private static final Schema MEETING =
      Schema.of(GROUP, RANGE, SCORE, DocumentTable.ID, ROW_ID, WEIGHT, BEFORE, ALL);

  /** Weight of the documents of one shard in a range. */
  private static final Schema SUM = Schema.of(GROUP, RANGE, WEIGHT);

  private static final Lane DOCUMENTS = new Lane("documents", MEETING);
  private static final Lane SUMS = new Lane("sums", SUM);

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
    void read(ShardInput from, Sink sink) throws IOException;
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
    static Range of(Row row) {
      return new Range(row.get(GROUP), row.get(RANGE));
    }

    int partition() {
      return PARTITIONS.of(31L * group.hashCode() + number);
    }

    @Override
    public int compareTo(Range other) {
      int order = group.compareTo(other.group);
      return order == 0 ? Long.compare(number, other.number) : order;
    }
  }

  /** A document that is ranked. */
  private record Ranked(Range range, double score, DocumentId id, long rowId, long weight) {
    static Ranked of(Row row) {
      return new Ranked(
          Range.of(row),
          row.get(SCORE),
          row.get(DocumentTable.ID),
          row.get(ROW_ID),
          row.get(WEIGHT));
    }

    void send(PackedRows out) {
      out.add(range.partition(), range.group, range.number, score, id, rowId, weight, null, null);
    }
  }

  /** Weight of the ranges of a group that are below one, and of all. */
  private record Below(long before, long all) {
    static boolean isIn(Row row) {
      return row.has(BEFORE);
    }

    static Below of(Row row) {
      return new Below(row.get(BEFORE), row.get(ALL));
    }

    void send(Range range, PackedRows out) {
      out.add(range.partition(), range.group, range.number, null, null, null, null, before, all);
    }
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<ShardInput> shards) {
    Reader from = reader;
    Grade by = grade;
    PCollectionTuple read =
        shards.apply(
            "Scores",
            Exchange.read(List.of(DOCUMENTS, SUMS), (shard, out) -> readScores(from, shard, out)));
    PCollection<KV<Integer, byte[]>> below =
        SUMS.of(read).apply("Weights below", Exchange.group(SUM, MEETING, Ranking::addUp));
    return PCollectionList.of(DOCUMENTS.of(read))
        .and(below)
        .apply("With weights below", Flatten.pCollections())
        .apply("Grades", Exchange.group(MEETING, graded, (rows, out) -> sort(by, rows, out)));
  }

  private static void readScores(Reader reader, ShardInput from, Exchange.Lanes out)
      throws IOException {
    PackedRows documents = out.to(DOCUMENTS);
    Map<Range, Long> sums = new TreeMap<>();
    reader.read(
        from,
        (group, range, score, id, row, weight) -> {
          Range of = new Range(group, range);
          new Ranked(of, score, id, from.rowId(row), weight).send(documents);
          sums.merge(of, weight, Math::addExact);
        });
    // All to one worker.
    PackedRows packed = out.to(SUMS);
    sums.forEach((range, weight) -> packed.add(0, range.group(), range.number(), weight));
  }

  /** Weights by range to the weights below each range, and all. */
  private static void addUp(Rows rows, PackedRows out) {
    Map<Range, Long> sums = new TreeMap<>();
    Map<String, Long> all = new TreeMap<>();
    rows.forEach(
        row -> {
          long weight = row.get(WEIGHT);
          sums.merge(Range.of(row), weight, Math::addExact);
          all.merge(row.get(GROUP), weight, Math::addExact);
        });
    Map<String, Long> below = new TreeMap<>();
    sums.forEach(
        (range, weight) -> {
          String group = range.group();
          long before = below.merge(group, weight, Math::addExact) - weight;
          new Below(before, Objects.requireNonNull(all.get(group))).send(range, out);
        });
  }

  /** Grades the documents of some ranges. */
  private static void sort(Grade grade, Rows rows, PackedRows out) {
    List<Ranked> documents = new ArrayList<>();
    Map<Range, Below> below = new TreeMap<>();
    rows.forEach(
        row -> {
          if (Below.isIn(row)) {
            below.put(Range.of(row), Below.of(row));
          } else {
            documents.add(Ranked.of(row));
          }
        });
    documents.sort(
        Comparator.comparing(Ranked::range)
            .thenComparingDouble(Ranked::score)
            .thenComparing(Ranked::id));
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
      out.add(
          RowId.shard(document.rowId()),
          (long) RowId.row(document.rowId()),
          grade.of(range.group(), before, document.weight(), all));
      before += document.weight();
    }
  }
}

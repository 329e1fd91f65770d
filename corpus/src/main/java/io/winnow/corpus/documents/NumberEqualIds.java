package io.winnow.corpus.documents;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Gives every document its final id: documents whose ids are equal are numbered in the order of
 * what their records say of themselves. Records that are equal in that too get different numbers in
 * the order of their rows; nothing but the place of their files could tell them apart.
 *
 * <p>In: shards. Out: packed rows of {@link #SCHEMA}, one per document, by shard number. Memory:
 * one partition, about {@value #ROWS_PER_PARTITION} rows.
 */
public final class NumberEqualIds
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  /** Of the packed rows that come out. */
  public static final Schema SCHEMA =
      Schema.of(Column.number("row", "row in the shard")).and(DocumentTable.IDS.schema());

  private static final Schema CANDIDATE =
      Schema.of(
          Column.id("base_id", ""), Column.id("origin_digest", ""), Column.number("row_id", ""));
  private static final int ROWS_PER_PARTITION = 500_000;

  private final CorpusFolder folder;
  private final int partitions;

  /**
   * @param documents how many there are in all
   */
  public NumberEqualIds(CorpusFolder folder, long documents) {
    this.folder = folder;
    this.partitions = (int) Math.max(16, documents / ROWS_PER_PARTITION + 1);
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    return shards
        .apply("Base ids", ParDo.of(new ReadIds(folder, partitions)))
        .setCoder(BlockCoder.of(CANDIDATE))
        .apply("By id", GroupByKey.create())
        .apply("Number", ParDo.of(new Number()))
        .setCoder(BlockCoder.of(SCHEMA));
  }

  private static final class ReadIds extends DoFn<Shard, KV<Integer, byte[]>> {
    private final CorpusFolder folder;
    private final int partitions;

    ReadIds(CorpusFolder folder, int partitions) {
      this.folder = folder;
      this.partitions = partitions;
    }

    @ProcessElement
    public void read(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      PackedRows packed =
          new PackedRows(CANDIDATE, (partition, block) -> out.output(KV.of(partition, block)));
      try (TableReader reader =
          TableReader.open(
              folder.table(DocumentTable.DOCUMENTS.name(), shard.name()),
              List.of("base_id", "origin_digest"))) {
        int row = 0;
        for (@Nullable Object[] ids = reader.next(); ids != null; ids = reader.next()) {
          DocumentId base = Objects.requireNonNull((DocumentId) ids[0]);
          int partition = (int) Long.remainderUnsigned(base.low(), partitions);
          packed.add(partition, base, ids[1], RowId.of(shard.number(), row++));
        }
      }
      packed.flush();
    }
  }

  private static final class Number
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    @ProcessElement
    public void number(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      List<Candidate> candidates = new ArrayList<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(CANDIDATE, block, row -> candidates.add(Candidate.of(row)));
      }
      candidates.sort(
          Comparator.comparing(Candidate::base)
              .thenComparing(Candidate::origin)
              .thenComparingLong(Candidate::rowId));
      PackedRows packed = new PackedRows(SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
      DocumentId base = null;
      long number = 0;
      for (Candidate candidate : candidates) {
        number = candidate.base().equals(base) ? number + 1 : 0;
        base = candidate.base();
        packed.add(
            RowId.shard(candidate.rowId()),
            (long) RowId.row(candidate.rowId()),
            base.numbered(number));
      }
      packed.flush();
    }
  }

  private record Candidate(DocumentId base, DocumentId origin, long rowId) {
    static Candidate of(@Nullable Object[] row) {
      return new Candidate(
          Objects.requireNonNull((DocumentId) row[0]),
          Objects.requireNonNull((DocumentId) row[1]),
          (Long) Objects.requireNonNull(row[2]));
    }
  }
}

package io.winnow.dedup.exact;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.Members;
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
 * Groups documents by a 128-bit key: the digest of their text, or that of their normalised address.
 * Texts are not read. Out come packed rows of {@link Members#SCHEMA}, for groups of two and more.
 *
 * <p>Memory: one partition of about {@value #ROWS_PER_PARTITION} rows, or the largest group.
 */
public final class FindEqual
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  private static final int ROWS_PER_PARTITION = 500_000;
  private static final Schema CANDIDATE =
      Schema.of(Column.id("key", ""), Column.id("id", ""), Column.number("row_id", ""));

  private final CorpusFolder folder;
  private final int partitions;
  private final boolean byUrl;

  private FindEqual(CorpusFolder folder, List<Shard> shards, boolean byUrl) {
    long rows = shards.stream().mapToLong(Shard::rows).sum();
    this.folder = folder;
    this.partitions = (int) Math.max(16, rows / ROWS_PER_PARTITION + 1);
    this.byUrl = byUrl;
  }

  /** Groups of equal texts. */
  public static FindEqual content(CorpusFolder folder, List<Shard> shards) {
    return new FindEqual(folder, shards, false);
  }

  /** Groups of equal addresses; a document without an address of its own is in none. */
  public static FindEqual url(CorpusFolder folder, List<Shard> shards) {
    return new FindEqual(folder, shards, true);
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    return shards
        .apply("Keys", ParDo.of(new ReadKeys(folder, partitions, byUrl)))
        .setCoder(BlockCoder.of(CANDIDATE))
        .apply("By key", GroupByKey.create())
        .apply("Groups", ParDo.of(new Group()))
        .setCoder(BlockCoder.of(Members.SCHEMA));
  }

  private static final class ReadKeys extends DoFn<Shard, KV<Integer, byte[]>> {
    private final CorpusFolder folder;
    private final int partitions;
    private final boolean byUrl;

    ReadKeys(CorpusFolder folder, int partitions, boolean byUrl) {
      this.folder = folder;
      this.partitions = partitions;
      this.byUrl = byUrl;
    }

    @ProcessElement
    public void read(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      PackedRows packed =
          new PackedRows(CANDIDATE, (partition, block) -> out.output(KV.of(partition, block)));
      try (AlignedReader reader =
          AlignedReader.open(
              folder,
              shard.name(),
              Columns.of(DocumentTable.DOCUMENTS.name(), byUrl ? "source_uri" : "text_digest"),
              Columns.of(DocumentTable.IDS.name(), "id"))) {
        int row = 0;
        for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
          DocumentId key = key(values[0]);
          if (key != null) {
            int partition = (int) Long.remainderUnsigned(key.low(), partitions);
            packed.add(partition, key, values[1], RowId.of(shard.number(), row));
          }
          row++;
        }
      }
      packed.flush();
    }

    private @Nullable DocumentId key(@Nullable Object value) {
      if (!byUrl) {
        return (DocumentId) value;
      }
      String url = value == null ? null : NormalizedUrl.of((String) value);
      return url == null ? null : Digest.ofText(url);
    }
  }

  private record Candidate(DocumentId key, DocumentId id, long rowId) {}

  private static final class Group
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    @ProcessElement
    public void group(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      List<Candidate> rows = new ArrayList<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            CANDIDATE,
            block,
            row ->
                rows.add(
                    new Candidate(
                        Objects.requireNonNull((DocumentId) row[0]),
                        Objects.requireNonNull((DocumentId) row[1]),
                        (Long) Objects.requireNonNull(row[2]))));
      }
      rows.sort(Comparator.comparing(Candidate::key).thenComparing(Candidate::id));
      PackedRows packed =
          new PackedRows(Members.SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
      int start = 0;
      while (start < rows.size()) {
        int end = start + 1;
        while (end < rows.size() && rows.get(end).key().equals(rows.get(start).key())) {
          end++;
        }
        for (int i = start; i < end && end - start > 1; i++) {
          long rowId = rows.get(i).rowId();
          packed.add(
              RowId.shard(rowId),
              (long) RowId.row(rowId),
              rows.get(start).id(),
              (long) (end - start));
        }
        start = end;
      }
      packed.flush();
    }
  }
}

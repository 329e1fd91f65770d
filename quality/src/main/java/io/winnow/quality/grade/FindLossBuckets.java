package io.winnow.quality.grade;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.jspecify.annotations.Nullable;

/**
 * From shards to packed rows of {@link #SCHEMA}, one for every document: the bucket of those that
 * have a loss, by {@link Ranking} of the bits per byte of each language and source.
 */
public final class FindLossBuckets
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  /** Name of the aligned table that comes out. */
  public static final String TABLE = "loss_buckets";

  /** Of the packed rows that come out. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.number("row", "row in the shard"),
          Column.text("loss_bucket", "head, middle or tail"));

  /** More bits a byte than this are rare; they share a range. */
  private static final double HIGHEST = 16;

  private final LossBuckets buckets;
  private final CorpusFolder folder;
  private final String losses;

  /**
   * @param losses name of the aligned table with a column {@code bits_per_byte}
   */
  public FindLossBuckets(LossBuckets buckets, CorpusFolder folder, String losses) {
    this.buckets = buckets;
    this.folder = folder;
    this.losses = losses;
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    LossBuckets own = buckets;
    CorpusFolder from = folder;
    String table = losses;
    PCollection<KV<Integer, byte[]>> ranked =
        shards.apply(
            "Rank",
            new Ranking(
                (shard, sink) -> read(from, table, shard, sink),
                (group, before, weight, all) -> own.of(before, all),
                SCHEMA));
    PCollection<KV<Integer, byte[]>> others =
        shards
            .apply("Without a loss", ParDo.of(new WithoutLoss(folder, losses)))
            .setCoder(BlockCoder.of(SCHEMA));
    return PCollectionList.of(ranked).and(others).apply("All documents", Flatten.pCollections());
  }

  private static int range(double bitsPerByte) {
    double bounded = Math.max(0, Math.min(1, bitsPerByte / HIGHEST));
    return (int) Math.min(Ranking.RANGES - 1, bounded * Ranking.RANGES);
  }

  private static void read(CorpusFolder folder, String losses, Shard shard, Ranking.Sink sink)
      throws IOException {
    try (AlignedReader reader =
        AlignedReader.open(
            folder,
            shard.name(),
            Columns.of(losses, "bits_per_byte"),
            Columns.of(DocumentTable.DOCUMENTS.name(), "source"),
            Columns.of("signals", "language"),
            Columns.of(DocumentTable.IDS.name(), "id"))) {
      long row = 0;
      for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
        Double loss = (Double) values[0];
        if (loss != null) {
          sink.add(
              values[1] + " " + values[2],
              range(loss),
              loss,
              (DocumentId) Objects.requireNonNull(values[3]),
              row,
              1);
        }
        row++;
      }
    }
  }

  private static final class WithoutLoss extends DoFn<Shard, KV<Integer, byte[]>> {
    private final CorpusFolder folder;
    private final String losses;

    WithoutLoss(CorpusFolder folder, String losses) {
      this.folder = folder;
      this.losses = losses;
    }

    @ProcessElement
    public void read(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      PackedRows rows = new PackedRows(SCHEMA, (number, block) -> out.output(KV.of(number, block)));
      try (AlignedReader reader =
          AlignedReader.open(folder, shard.name(), Columns.of(losses, "bits_per_byte"))) {
        long row = 0;
        for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
          if (values[0] == null) {
            rows.add(shard.number(), row, null);
          }
          row++;
        }
      }
      rows.flush();
    }
  }
}

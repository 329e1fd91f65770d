package io.winnow.classifiers;

import io.winnow.corpus.Embedding;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.ArrayList;
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
 * Counts how many near pairs of a sample a cheap embedding finds; rows of the first shard, one for
 * each threshold. There are none where the sample is empty.
 *
 * <p>Memory: the sample, in one worker.
 */
public final class CompareEmbeddings
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  /** Name of the list of sampled documents. */
  public static final String SAMPLE = "embedding_sample";

  /** Of {@link #SAMPLE}. */
  public static final Schema SAMPLE_SCHEMA =
      Schema.of(
          Column.id("id", "document id"),
          Column.bytes("embedding", "its vector, as in the table embeddings"),
          Column.bytes("transformer", "its vector under the transformer"));

  /** Name of the list that comes out. */
  public static final String TABLE = "embedding_recall";

  /** Of the packed rows that come out. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.number("number", "of the threshold"),
          Column.real("threshold", "cosine from which on a pair is near"),
          Column.number("documents", "in the sample, all pairs of which are looked at"),
          Column.number("wanted", "pairs that are near under the transformer"),
          Column.number("found", "of them near under the embedding too"),
          Column.number("extra", "pairs that are near under the embedding only"));

  private static final Schema VECTORS =
      Schema.of(Column.bytes("embedding", ""), Column.bytes("transformer", ""));

  private final CorpusFolder folder;
  private final ArrayList<Double> thresholds;

  public CompareEmbeddings(CorpusFolder folder, List<Double> thresholds) {
    this.folder = folder;
    this.thresholds = new ArrayList<>(thresholds);
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    return shards
        .apply("Read sample", ParDo.of(new Read(folder)))
        .setCoder(BlockCoder.of(VECTORS))
        .apply("To one worker", GroupByKey.create())
        .apply("Compare", ParDo.of(new Compare(thresholds)))
        .setCoder(BlockCoder.of(SCHEMA));
  }

  private static final class Read extends DoFn<Shard, KV<Integer, byte[]>> {
    private final CorpusFolder folder;

    Read(CorpusFolder folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void read(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      PackedRows packed =
          new PackedRows(VECTORS, (partition, block) -> out.output(KV.of(partition, block)));
      try (TableReader reader =
          TableReader.open(folder.table(SAMPLE, shard.name()), VECTORS.names())) {
        for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
          packed.add(0, row);
        }
      }
      packed.flush();
    }
  }

  private static final class Compare
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final ArrayList<Double> thresholds;

    Compare(ArrayList<Double> thresholds) {
      this.thresholds = thresholds;
    }

    @ProcessElement
    public void compare(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      List<float[]> embeddings = new ArrayList<>();
      List<float[]> trusted = new ArrayList<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            VECTORS,
            block,
            row -> {
              embeddings.add(vector(row[0]));
              trusted.add(vector(row[1]));
            });
      }
      PackedRows packed =
          new PackedRows(SCHEMA, (partition, block) -> out.output(KV.of(partition, block)));
      long number = 0;
      for (NearPairs pairs :
          NearPairs.count(
              trusted.toArray(float[][]::new), embeddings.toArray(float[][]::new), thresholds)) {
        packed.add(
            0,
            number++,
            pairs.threshold(),
            (long) trusted.size(),
            pairs.wanted(),
            pairs.found(),
            pairs.extra());
      }
      packed.flush();
    }

    private static float[] vector(@Nullable Object value) {
      byte[] bytes = (byte[]) Objects.requireNonNull(value);
      float[] vector = new float[bytes.length / 2];
      Embedding.read(bytes, vector);
      double squares = 0;
      for (float number : vector) {
        squares += (double) number * number;
      }
      double length = Math.sqrt(squares);
      for (int i = 0; i < vector.length && length > 0; i++) {
        vector[i] = (float) (vector[i] / length);
      }
      return vector;
    }
  }
}

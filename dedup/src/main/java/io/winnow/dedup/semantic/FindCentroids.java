package io.winnow.dedup.semantic;

import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Embedding;
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
 * Learns the centroids of k-means from a sample of the documents with vectors, chosen by the hashes
 * of their ids; they are rows of the first shard, all others are empty. Where chance draws none, of
 * a few documents, there is no centroid.
 *
 * <p>Memory, in one worker: 6 bytes a dimension of each sampled vector, 16 of each centroid. That
 * is 460 MB for {@link SemanticParameters#MAXIMUM_SAMPLE} of 384 dimensions, and with as many
 * centroids, which are as many as the sample at most, 1.2 GB more; 6 MB more with a thousand.
 */
public final class FindCentroids
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  /** Name of the list that comes out. */
  public static final String TABLE = "centroids";

  /** Of the packed rows that come out, numbered. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.number("number", "of the centroid"),
          Column.bytes("centroid", "its vector, of length 1, as half floats"));

  private static final Schema SAMPLED =
      Schema.of(Column.number("hash", ""), Column.id("id", ""), Column.bytes("embedding", ""));

  private final SemanticParameters parameters;
  private final CorpusFolder folder;
  private final long seed;
  private final double share;

  /**
   * @param embedded how many documents have a vector
   */
  public FindCentroids(
      SemanticParameters parameters, CorpusFolder folder, long embedded, long seed) {
    this.parameters = parameters;
    this.folder = folder;
    this.seed = seed;
    this.share = Math.min(1, (double) parameters.sample() / Math.max(1, embedded));
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    return shards
        .apply("Sample", ParDo.of(new Sample(folder, seed, share)))
        .setCoder(BlockCoder.of(SAMPLED))
        .apply("To one worker", GroupByKey.create())
        .apply("Cluster", ParDo.of(new Cluster(parameters, seed, share)))
        .setCoder(BlockCoder.of(SCHEMA));
  }

  private static final class Sample extends DoFn<Shard, KV<Integer, byte[]>> {
    private final CorpusFolder folder;
    private final long seed;
    private final double share;

    Sample(CorpusFolder folder, long seed, double share) {
      this.folder = folder;
      this.seed = seed;
      this.share = share;
    }

    @ProcessElement
    public void read(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      PackedRows packed =
          new PackedRows(SAMPLED, (partition, block) -> out.output(KV.of(partition, block)));
      try (AlignedReader reader =
          AlignedReader.open(
              folder,
              shard.name(),
              Columns.of(DocumentTable.IDS.name(), "id"),
              Columns.of(SemanticTables.EMBEDDINGS, "embedding"))) {
        for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
          DocumentId id = (DocumentId) Objects.requireNonNull(row[0]);
          if (row[1] != null && Chance.unit(id, "k-means", seed) < share) {
            packed.add(0, Chance.bits(id, "k-means/order", seed), id, row[1]);
          }
        }
      }
      packed.flush();
    }
  }

  private static final class Cluster
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final SemanticParameters parameters;
    private final long seed;
    private final double share;

    Cluster(SemanticParameters parameters, long seed, double share) {
      this.parameters = parameters;
      this.seed = seed;
      this.share = share;
    }

    private record Drawn(long hash, DocumentId id, byte[] embedding) {}

    @ProcessElement
    public void cluster(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      List<Drawn> drawn = new ArrayList<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            SAMPLED,
            block,
            row ->
                drawn.add(
                    new Drawn(
                        (Long) Objects.requireNonNull(row[0]),
                        (DocumentId) Objects.requireNonNull(row[1]),
                        (byte[]) Objects.requireNonNull(row[2]))));
      }
      drawn.sort(Comparator.comparingLong(Drawn::hash).thenComparing(Drawn::id));
      int dimensions = drawn.get(0).embedding().length / 2;
      float[] vectors = new float[drawn.size() * dimensions];
      float[] vector = new float[dimensions];
      for (int i = 0; i < drawn.size(); i++) {
        Embedding.read(drawn.get(i).embedding(), vector);
        Vectors.normalize(vector);
        System.arraycopy(vector, 0, vectors, i * dimensions, dimensions);
      }
      int clusters = clusters(drawn.size());
      float[] centroids =
          new SphericalKMeans(vectors, drawn.size(), dimensions, clusters)
              .centroids(seed, parameters.iterations());
      PackedRows packed =
          new PackedRows(SCHEMA, (partition, block) -> out.output(KV.of(partition, block)));
      for (int i = 0; i < clusters; i++) {
        System.arraycopy(centroids, i * dimensions, vector, 0, dimensions);
        packed.add(0, (long) i, Embedding.toBytes(vector));
      }
      packed.flush();
    }

    private int clusters(int sampled) {
      double documents = sampled / share;
      double wanted =
          parameters.clusters() > 0
              ? parameters.clusters()
              : Math.ceil(documents / SemanticParameters.DOCUMENTS_PER_CLUSTER);
      return (int) Math.max(1, Math.min(wanted, sampled));
    }
  }
}

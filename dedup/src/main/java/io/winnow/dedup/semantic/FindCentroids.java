package io.winnow.dedup.semantic;

import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Embedding;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.MaskedTexts;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.dedup.kmeans.Centroids;
import io.winnow.dedup.kmeans.SphericalKMeans;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns the centroids of k-means from a sample of the documents with vectors, chosen by the hashes
 * of their ids; they are rows of the first shard, all others are empty. Where chance draws none, of
 * a few documents, there is no centroid.
 *
 * <p>Memory, in one worker: 6 bytes a dimension of each sampled vector, 16 of each centroid. That
 * is 460 MB for 200,000 of 384 dimensions, and with as many centroids, which are as many as the
 * sample at most, 1.2 GB more; 6 MB more with a thousand.
 */
public final class FindCentroids extends TableStage {
  public static final Column<Long> NUMBER = Column.number("number", "of the centroid");
  public static final Column<byte[]> CENTROID =
      Column.bytes("centroid", "its vector, of length 1, as half floats");

  /** The centroids. */
  public static final Table CENTROIDS = Table.inFirstShard("centroids", NUMBER, CENTROID);

  /** The word of recipes for all stages of this room. */
  static final String WORD = "semdedup";

  private static final Schema SAMPLED =
      Schema.of(Drawn.HASH, DocumentTable.ID, EmbeddingTable.EMBEDDING);

  private final SemDedupSettings settings;
  private final long seed;

  /**
   * @param seed of the sample and of k-means
   */
  public FindCentroids(SemDedupSettings settings, long seed) {
    super(WORD, List.of(DocumentTable.IDS, EmbeddingTable.EMBEDDINGS), CENTROIDS);
    this.settings = settings;
    this.seed = seed;
  }

  /** Reads them. */
  static Centroids read(ShardInput from) throws IOException {
    List<byte[]> found = new ArrayList<>();
    from.forEach(CENTROIDS.columns(CENTROID), row -> found.add(row.get(CENTROID)));
    return Centroids.of(found);
  }

  @Override
  public List<String> needs() {
    return List.of("embed");
  }

  @Override
  public List<Class<? extends Record>> sections() {
    return List.of(SemDedupSettings.class);
  }

  @Override
  public boolean isNeeded(Inputs inputs) {
    return !inputs.shards().isEmpty();
  }

  @Override
  public String settings(Inputs inputs) {
    return settings.clusters() + " " + settings.sample() + " " + settings.iterations() + " " + seed;
  }

  @Override
  public Work work(Inputs inputs) throws IOException {
    long embedded = inputs.count(EmbeddingTable.EMBEDDINGS, MaskedTexts.MEASURED);
    double share = Math.min(1, (double) settings.sample() / Math.max(1, embedded));
    long chance = seed;
    return Work.shuffle(
        inputs,
        SAMPLED,
        (from, out) -> sample(from, chance, share, out),
        CENTROIDS,
        new Learn(settings.clusters(), settings.iterations(), seed, share));
  }

  private static void sample(ShardInput from, long seed, double share, PackedRows out)
      throws IOException {
    from.forEach(
        List.of(
            DocumentTable.IDS.columns(DocumentTable.ID),
            EmbeddingTable.EMBEDDINGS.columns(EmbeddingTable.EMBEDDING)),
        row -> {
          DocumentId id = row.get(DocumentTable.ID);
          byte[] embedding = row.getOrNull(EmbeddingTable.EMBEDDING);
          if (embedding != null && Chance.unit(id, "k-means", seed) < share) {
            out.add(0, Chance.bits(id, "k-means/order", seed), id, embedding);
          }
        });
  }

  /**
   * Makes centroids of a sample.
   *
   * @param clusters 0 for one per {@value SemDedupSettings#DOCUMENTS_PER_CLUSTER} documents
   * @param share of the documents that is the sample
   */
  private record Learn(int clusters, int iterations, long seed, double share)
      implements Exchange.Grouper {
    @Override
    public void group(Rows rows, PackedRows out) {
      List<Drawn> drawn = rows.map(Drawn::of);
      float[] vectors = Drawn.vectors(drawn);
      int dimensions = drawn.get(0).dimensions();
      int count = count(drawn.size());
      float[] centroids =
          new SphericalKMeans(vectors, drawn.size(), dimensions, count).centroids(seed, iterations);
      float[] vector = new float[dimensions];
      for (int i = 0; i < count; i++) {
        System.arraycopy(centroids, i * dimensions, vector, 0, dimensions);
        out.add(0, (long) i, Embedding.toBytes(vector));
      }
    }

    private int count(int sampled) {
      double documents = sampled / share;
      double wanted =
          clusters > 0 ? clusters : Math.ceil(documents / SemDedupSettings.DOCUMENTS_PER_CLUSTER);
      return (int) Math.max(1, Math.min(wanted, sampled));
    }
  }
}

package io.winnow.classifiers;

import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Embedding;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.MaskedTexts;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.List;

/**
 * Gives some of the documents that the static model has embedded, chosen by the hashes of their
 * ids, the vectors of the transformer too.
 */
public final class SampleEmbeddings extends TableStage {
  public static final Column<byte[]> TRANSFORMER =
      Column.bytes("transformer", "its vector under the transformer");

  /** The list of sampled documents. */
  public static final Table SAMPLE =
      Table.list("embedding_sample", DocumentTable.ID, EmbeddingTable.EMBEDDING, TRANSFORMER);

  /** Documents that are wanted. */
  private static final int DOCUMENTS = 2000;

  private final EmbedSettings settings;
  private final long seed;

  /**
   * @param settings of the vectors that are there
   * @param seed of the sample
   */
  public SampleEmbeddings(EmbedSettings settings, long seed) {
    super(
        EmbedTexts.WORD,
        List.of(DocumentTable.DOCUMENTS, DocumentTable.IDS, EmbeddingTable.EMBEDDINGS),
        SAMPLE);
    this.settings = settings;
    this.seed = seed;
  }

  @Override
  public boolean isNeeded(Inputs inputs) {
    return isNeeded(settings, inputs);
  }

  /** Whether vectors are compared with those of the transformer. */
  static boolean isNeeded(EmbedSettings settings, Inputs inputs) {
    return settings.model().equals(EmbeddingModel.STATIC) && !inputs.shards().isEmpty();
  }

  @Override
  public String settings(Inputs inputs) throws IOException {
    String model = EmbeddingModel.digest(EmbeddingModel.TRANSFORMER);
    return List.of(share(inputs), settings.tokens(), seed, model).toString();
  }

  @Override
  public Work work(Inputs inputs) throws IOException {
    return Work.perShard(new Sample(share(inputs), settings.tokens(), seed));
  }

  private static double share(Inputs inputs) throws IOException {
    long embedded = inputs.count(EmbeddingTable.EMBEDDINGS, MaskedTexts.MEASURED);
    return Math.min(1, (double) DOCUMENTS / Math.max(1, embedded));
  }

  private record Sample(double share, int tokens, long seed) implements ShardFunction {
    @Override
    public void compute(ShardInput from, ShardOutput to) throws IOException {
      EmbeddingModel transformer = EmbeddingModel.of(EmbeddingModel.TRANSFORMER);
      from.forEach(
          List.of(
              DocumentTable.IDS.columns(DocumentTable.ID),
              EmbeddingTable.EMBEDDINGS.columns(EmbeddingTable.EMBEDDING),
              DocumentTable.DOCUMENTS.columns(DocumentTable.TEXT)),
          row -> {
            DocumentId id = row.get(DocumentTable.ID);
            byte[] embedding = row.getOrNull(EmbeddingTable.EMBEDDING);
            if (embedding != null && Chance.unit(id, SAMPLE.name(), seed) < share) {
              float[] vector = transformer.embed(row.get(DocumentTable.TEXT), tokens);
              to.write(SAMPLE, id, embedding, Embedding.toBytes(vector));
            }
          });
    }
  }
}

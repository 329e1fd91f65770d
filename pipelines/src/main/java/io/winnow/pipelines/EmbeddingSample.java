package io.winnow.pipelines;

import io.winnow.classifiers.CompareEmbeddings;
import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Embedding;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.semantic.SemanticTables;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The map stage {@code embedding_sample}: some of the embedded documents, chosen by the hashes of
 * their ids, with the vectors that the transformer gives them.
 */
final class EmbeddingSample implements ShardFunction {
  /** Documents that are wanted. */
  static final int DOCUMENTS = 2000;

  private final double share;
  private final int tokens;
  private final long seed;

  /**
   * @param share of the embedded documents
   * @param tokens of a text that are looked at
   */
  EmbeddingSample(double share, int tokens, long seed) {
    this.share = share;
    this.tokens = tokens;
    this.seed = seed;
  }

  @Override
  public List<Output> outputs() {
    return List.of(new Output(CompareEmbeddings.SAMPLE, CompareEmbeddings.SAMPLE_SCHEMA));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    EmbeddingModel transformer = EmbeddingModel.of(EmbeddingModel.TRANSFORMER);
    try (AlignedReader reader =
        AlignedReader.open(
            folder,
            shard.name(),
            Columns.of(DocumentTable.IDS.name(), "id"),
            Columns.of(SemanticTables.EMBEDDINGS, "embedding"),
            Columns.of(DocumentTable.DOCUMENTS.name(), "text"))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        DocumentId id = (DocumentId) Objects.requireNonNull(row[0]);
        if (row[1] != null && Chance.unit(id, CompareEmbeddings.SAMPLE, seed) < share) {
          String text = (String) Objects.requireNonNull(row[2]);
          to.write(0, id, row[1], Embedding.toBytes(transformer.embed(text, tokens)));
        }
      }
    }
  }
}

package io.winnow.pipelines;

import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.corpus.Embedding;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The embedding of a text.
 *
 * @param model name of the embedding model
 * @param tokens of a text that are looked at
 */
record EmbedText(String model, int tokens) implements TextTable.Value {
  @Override
  public Function<String, @Nullable Object> start() {
    EmbeddingModel embeddings = EmbeddingModel.of(model);
    return text -> {
      float[] vector = embeddings.vector(text, tokens);
      return vector == null ? null : Embedding.toBytes(vector);
    };
  }
}

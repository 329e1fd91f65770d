package io.winnow.classifiers;

import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.corpus.Embedding;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.MaskedTexts;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Table;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes the beginning of each text that the table {@code prefilter} lets through to a vector. */
public final class EmbedTexts extends TableStage {
  /** The word of recipes. */
  public static final String WORD = "embed";

  private final EmbedSettings settings;

  public EmbedTexts(EmbedSettings settings) {
    super(WORD, List.of(DocumentTable.DOCUMENTS), EmbeddingTable.EMBEDDINGS);
    this.settings = settings;
  }

  @Override
  public String name() {
    return WORD;
  }

  @Override
  public List<Class<? extends Record>> sections() {
    return List.of(EmbedSettings.class);
  }

  @Override
  public List<Table> masks() {
    return List.of(DecisionTables.PREFILTER);
  }

  @Override
  public String settings(Inputs inputs) {
    String model = settings.model();
    return model + " " + settings.tokens() + " " + EmbeddingModel.digest(model);
  }

  @Override
  public Work work(Inputs inputs) {
    return Work.perShard(
        new MaskedTexts(
            EmbeddingTable.EMBEDDINGS,
            DecisionTables.PREFILTER,
            new Vectors(settings.model(), settings.tokens())));
  }

  /** A vector of each text; none where the vocabulary lacks most of it. */
  private record Vectors(String model, int tokens) implements MaskedTexts.Measure {
    @Override
    public Function<String, @Nullable Object[]> start() {
      EmbeddingModel embeddings = EmbeddingModel.of(model);
      return text -> {
        float[] vector = embeddings.vector(text, tokens);
        return new @Nullable Object[] {vector == null ? null : Embedding.toBytes(vector)};
      };
    }
  }
}

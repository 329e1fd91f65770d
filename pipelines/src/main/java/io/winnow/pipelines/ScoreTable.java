package io.winnow.pipelines;

import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.classifiers.onnx.ModelFiles;
import io.winnow.classifiers.onnx.ScoreModel;
import io.winnow.corpus.Embedding;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.semantic.SemanticTables;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The map stage {@code classify}: what each model says of the documents of its kinds. */
final class ScoreTable implements ShardFunction {
  private final ArrayList<Head> heads;

  ScoreTable(List<Head> heads) {
    this.heads = new ArrayList<>(heads);
  }

  /**
   * A model and whom it is for.
   *
   * @param column of its scores
   * @param kinds it is for; all when empty
   */
  record Head(String column, ModelFiles files, Set<Kind> kinds) implements Serializable {
    float[] input(float[] vector, @Nullable Object characters) {
      long length = ((Number) Objects.requireNonNull(characters)).longValue();
      return ModelFiles.input(vector, files.length(), length);
    }

    boolean isFor(@Nullable Object kind) {
      return kinds.isEmpty() || kinds.stream().anyMatch(own -> own.word().equals(kind));
    }
  }

  static Schema schema(List<String> columns) {
    return new Schema(
        columns.stream()
            .<Column<?>>map(name -> Column.real(name, "score of a model, 0 to 1"))
            .toList());
  }

  @Override
  public List<Output> outputs() {
    return List.of(new Output(Tables.SCORES, schema(heads.stream().map(Head::column).toList())));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    List<ScoreModel> models = heads.stream().map(head -> ScoreModel.of(head.files())).toList();
    float[] vector = new float[EmbeddingModel.dimensions(heads.get(0).files().embedding())];
    try (AlignedReader reader =
        AlignedReader.open(
            folder,
            shard.name(),
            Columns.of(DocumentTable.DOCUMENTS.name(), "kind"),
            Columns.of(SemanticTables.EMBEDDINGS, "embedding"),
            Columns.of(SignalTable.NAME, "characters"))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        @Nullable Object[] scores = new @Nullable Object[models.size()];
        if (row[1] != null) {
          Embedding.read((byte[]) row[1], vector);
          for (int i = 0; i < scores.length; i++) {
            Head head = heads.get(i);
            if (head.isFor(row[0])) {
              scores[i] = models.get(i).score(head.input(vector, row[2]));
            }
          }
        }
        to.write(0, scores);
      }
    }
  }
}

package io.winnow.pipelines.inspect;

import io.winnow.classifiers.CompareEmbeddings;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.report.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a run says of the near pairs that its embeddings find. */
final class EmbeddingRecalls {
  private static final List<String> COLUMNS =
      List.of("threshold", "documents", "wanted", "found", "extra");

  private EmbeddingRecalls() {}

  /** Null where nothing was compared. */
  static Report.@Nullable EmbeddingRecall read(RunFolder run, Recipe recipe) throws IOException {
    if (!run.has(CompareEmbeddings.TABLE)) {
      return null;
    }
    long[] documents = new long[1];
    List<Report.NearPairs> pairs = new ArrayList<>();
    run.visit(
        CompareEmbeddings.TABLE,
        COLUMNS,
        null,
        row -> {
          documents[0] = number(row[1]);
          pairs.add(
              new Report.NearPairs(
                  (Double) Objects.requireNonNull(row[0]),
                  number(row[2]),
                  number(row[3]),
                  number(row[4])));
          return true;
        });
    if (pairs.isEmpty()) {
      return null;
    }
    pairs.sort(Comparator.comparing(Report.NearPairs::threshold).reversed());
    Double threshold = recipe.hasStage("semdedup") ? recipe.semdedup().threshold() : null;
    return new Report.EmbeddingRecall(documents[0], threshold, pairs);
  }

  private static long number(@Nullable Object value) {
    return (Long) Objects.requireNonNull(value);
  }
}

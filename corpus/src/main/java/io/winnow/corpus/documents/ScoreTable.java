package io.winnow.corpus.documents;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import java.util.List;

/** What models say of documents: a column for each. */
public final class ScoreTable {
  /** Its name. */
  public static final String NAME = "scores";

  private ScoreTable() {}

  /**
   * The table of a recipe.
   *
   * @param models names of the scores, at least one
   */
  public static Table of(List<String> models) {
    return new Table(
        NAME,
        new Schema(models.stream().<Column<?>>map(ScoreTable::column).toList()),
        Table.Shape.ALIGNED);
  }

  /** The column of a model. */
  public static Column<Double> column(String model) {
    return Column.real(model, "score of a model, 0 to 1");
  }
}

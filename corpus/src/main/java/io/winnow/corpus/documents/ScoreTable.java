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
   * The scores alone, of a recipe or some of them.
   *
   * @param models names of the scores, at least one
   */
  public static Table of(List<String> models) {
    return new Table(
        NAME,
        new Schema(models.stream().<Column<?>>map(ScoreTable::column).toList()),
        Table.Shape.ALIGNED);
  }

  /** The same table as it is written: each row says whose it is, for who reads it alone. */
  public static Table written(List<String> models) {
    return new Table(NAME, of(models).schema().and(DocumentTable.ID), Table.Shape.ALIGNED);
  }

  /** The column of a model. */
  public static Column<Double> column(String model) {
    return Column.real(model, "score of a model, 0 to 1");
  }
}

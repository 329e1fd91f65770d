package io.winnow.corpus.condition;

import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Suggestion;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** The columns of a schema, as values; knows which were asked for. */
final class Columns {
  private final Schema schema;
  private final SortedSet<String> asked = new TreeSet<>();

  Columns(Schema schema) {
    this.schema = schema;
  }

  boolean has(String name) {
    return schema.has(name);
  }

  /** Names of those that were fitted so far. */
  SortedSet<String> asked() {
    return Collections.unmodifiableSortedSet(asked);
  }

  /**
   * The values of a column.
   *
   * @throws ConditionException if there is no such column
   */
  Fitted fit(Value.Named column) {
    return fit(column, "there are " + String.join(", ", schema.names()));
  }

  /**
   * The values of a column where a text is wanted, which may have been meant.
   *
   * @throws ConditionException if there is no such column
   */
  Fitted fitText(Value.Named column) {
    return fit(column, "a text stands in quotes: \"" + column.name() + "\"");
  }

  private Fitted fit(Value.Named column, String hint) {
    String name = column.name();
    if (!schema.has(name)) {
      throw new ConditionException(
          column.at().place(),
          "there is no column "
              + name
              + "; "
              + Suggestion.among(name, schema.names())
                  .map(near -> "did you mean " + near + "?")
                  .orElse(hint));
    }
    asked.add(name);
    int index = schema.indexOf(name);
    return fit(schema.columns().get(index).type(), index);
  }

  private static Fitted fit(ColumnType type, int index) {
    return switch (type) {
      case LONG, DOUBLE ->
          (Fitted.Number)
              row -> {
                Object value = row.value(index);
                return value == null ? Double.NaN : ((Number) value).doubleValue();
              };
      case BOOLEAN -> new Fitted.Thing(Type.TRUTH, row -> row.value(index));
      case STRING -> new Fitted.Thing(Type.TEXT, row -> row.value(index));
      case ID ->
          new Fitted.Thing(
              Type.TEXT,
              row -> {
                Object id = row.value(index);
                return id == null ? null : id.toString();
              });
      case BYTES, INTS, STRINGS, DOUBLES -> new Fitted.Thing(Type.OPAQUE, row -> row.value(index));
    };
  }
}

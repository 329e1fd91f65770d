package io.winnow.quality.decision;

import io.winnow.corpus.Kind;
import io.winnow.corpus.condition.BoundCondition;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of a recipe, in order, fitted to rows of a schema. */
public final class Rules {
  private final List<Fitted> rules = new ArrayList<>();
  private final int source;
  private final int kind;

  /**
   * @param rules in the order in which they are asked
   * @param schema of the rows; has {@code source}, {@code kind} and every column of the rules
   */
  public Rules(List<Rule> rules, Schema schema) {
    source = schema.indexOf("source");
    kind = schema.indexOf("kind");
    for (Rule rule : rules) {
      Set<String> kinds = rule.kinds().stream().map(Kind::word).collect(Collectors.toSet());
      this.rules.add(new Fitted(rule.name(), rule.drop().bind(schema), kinds, rule.sources()));
    }
  }

  /**
   * The columns that rules may look at, in the order of their tables: all of {@code documents} but
   * the text, and all of {@code signals}.
   */
  public static Map<String, ColumnType> columns(Schema signals) {
    Map<String, ColumnType> types = new LinkedHashMap<>();
    for (Column<?> column : documents().and(signals).columns()) {
      types.put(column.name(), column.type());
    }
    return types;
  }

  /** The columns of {@code documents} that rules may look at. */
  static Schema documents() {
    return new Schema(
        DocumentTable.DOCUMENTS.schema().columns().stream()
            .filter(column -> !column.name().equals("text"))
            .toList());
  }

  /** Name of the first rule that drops a row, or null if none does. */
  public @Nullable String firstReason(@Nullable Object[] row) {
    for (Fitted rule : rules) {
      if ((rule.kinds.isEmpty() || rule.kinds.contains(Objects.requireNonNull(row[kind])))
          && (rule.sources.isEmpty() || rule.sources.contains(Objects.requireNonNull(row[source])))
          && rule.drop.test(row)) {
        return rule.name;
      }
    }
    return null;
  }

  private record Fitted(String name, BoundCondition drop, Set<String> kinds, Set<String> sources) {}
}

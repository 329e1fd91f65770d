package io.winnow.quality.decision;

import io.winnow.corpus.Kind;
import io.winnow.corpus.condition.BoundCondition;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of a recipe, in order, fitted to rows of a schema. */
final class Rules {
  private final List<Fitted> rules = new ArrayList<>();

  /**
   * @param rules in the order in which they are asked
   * @param schema of the rows; has {@link DocumentTable#SOURCE}, {@link DocumentTable#KIND} and
   *     every column of the rules
   */
  Rules(List<Rule> rules, Schema schema) {
    for (Rule rule : rules) {
      Set<String> kinds = rule.kinds().stream().map(Kind::word).collect(Collectors.toSet());
      this.rules.add(new Fitted(rule.name(), rule.drop().bind(schema), kinds, rule.sources()));
    }
  }

  /** The columns that rules may look at: all of documents but the text, and what is offered. */
  static Schema schema(List<Offer> offers) {
    Schema schema = DocumentTable.THIN;
    for (Offer offer : offers) {
      schema = schema.and(offer.schema());
    }
    return schema;
  }

  /** Name of the first rule that drops a row, or null if none does. */
  @Nullable String firstReason(Row row) {
    for (Fitted rule : rules) {
      if ((rule.kinds.isEmpty() || rule.kinds.contains(row.get(DocumentTable.KIND)))
          && (rule.sources.isEmpty() || rule.sources.contains(row.get(DocumentTable.SOURCE)))
          && rule.drop.test(row)) {
        return rule.name;
      }
    }
    return null;
  }

  private record Fitted(String name, BoundCondition drop, Set<String> kinds, Set<String> sources) {}
}

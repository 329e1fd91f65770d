package io.winnow.quality.decision;

import io.winnow.corpus.Kind;
import io.winnow.corpus.condition.BoundCondition;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table.Columns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of a recipe, in order, fitted to rows of a schema. */
public final class Rules {
  private final List<Fitted> rules = new ArrayList<>();

  /**
   * @param rules in the order in which they are asked
   * @param schema of the rows; has {@link DocumentTable#SOURCE}, {@link DocumentTable#KIND} and
   *     every column of the rules
   */
  public Rules(List<Rule> rules, Schema schema) {
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

  /**
   * Columns of documents and of offered tables, to be read side by side: those that rules look at,
   * and others of documents.
   *
   * @param offers columns that rules may name besides those of documents
   * @param others columns of documents that are read whatever the rules
   */
  public static List<Columns> columns(List<Rule> rules, List<Offer> offers, Schema others) {
    SortedSet<String> wanted = new TreeSet<>(others.names());
    Schema allowed = schema(offers);
    rules.forEach(rule -> wanted.addAll(rule.drop().bind(allowed).columns()));
    List<Columns> columns = new ArrayList<>();
    columns.add(
        DocumentTable.DOCUMENTS.columns(
            DocumentTable.THIN.names().stream().filter(wanted::contains).toList()));
    for (Offer offer : offers) {
      List<String> names = offer.names().stream().filter(wanted::contains).toList();
      if (!names.isEmpty()) {
        columns.add(offer.table().columns(names));
      }
    }
    return columns;
  }

  /** Name of the first rule that drops a row, or null if none does. */
  @Nullable String firstReason(Row row) {
    for (Fitted rule : rules) {
      if (rule.drops(row)) {
        return rule.name;
      }
    }
    return null;
  }

  /** Numbers of the rules that drop a row, each asked alone; the first rule has number 0. */
  public BitSet holding(Row row) {
    BitSet holding = new BitSet(rules.size());
    for (int i = 0; i < rules.size(); i++) {
      holding.set(i, rules.get(i).drops(row));
    }
    return holding;
  }

  private record Fitted(String name, BoundCondition drop, Set<String> kinds, Set<String> sources) {
    boolean drops(Row row) {
      return (kinds.isEmpty() || kinds.contains(row.get(DocumentTable.KIND)))
          && (sources.isEmpty() || sources.contains(row.get(DocumentTable.SOURCE)))
          && drop.test(row);
    }
  }
}

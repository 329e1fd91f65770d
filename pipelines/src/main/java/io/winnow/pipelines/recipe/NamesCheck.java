package io.winnow.pipelines.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.condition.ConditionException;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.ScoreTable;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What goes across sections: names that are used once, sources that rules name, and conditions that
 * fit the columns of the stages that the recipe names.
 */
record NamesCheck(Vocabulary vocabulary, Problems problems) {
  void check(ObjectNode recipe) {
    Set<String> sources = uniqueNames(recipe.path("sources"), "sources");
    uniqueNames(recipe.path("rules"), "rules");
    uniqueNames(recipe.path("mixtures"), "mixtures");
    rules(recipe, sources);
    Schema columns = withScores(recipe, columns(recipe, false));
    for (int i = 0; i < recipe.path("mixtures").size(); i++) {
      mixture(recipe.path("mixtures").path(i), i, columns, sources);
    }
  }

  private void rules(ObjectNode recipe, Set<String> sources) {
    Schema columns = columns(recipe, true);
    for (int i = 0; i < recipe.path("rules").size(); i++) {
      JsonNode rule = recipe.path("rules").path(i);
      condition(rule.path("drop"), columns, sources, "rules", i, "drop");
      JsonNode named = rule.path("sources");
      for (int j = 0; j < named.size(); j++) {
        String source = named.path(j).asText();
        if (!sources.contains(source)) {
          problems.add(
              List.of("rules", i, "sources", j),
              "there is no source "
                  + source
                  + Suggestion.question(source, sources.stream().sorted().toList()));
        }
      }
    }
  }

  private void mixture(JsonNode mixture, int number, Schema columns, Set<String> sources) {
    JsonNode components = mixture.path("components");
    for (int i = 0; i < components.size(); i++) {
      JsonNode where = components.path(i).path("where");
      if (!where.asText().isEmpty()) {
        condition(where, columns, sources, "mixtures", number, "components", i, "where");
      }
    }
  }

  /** The columns that conditions of rules or of mixtures may name. */
  private Schema columns(ObjectNode recipe, boolean rules) {
    ObjectNode complete = recipe.deepCopy();
    RecipeSchema.fillDefaults(Recipe.Core.class, complete);
    // Where signals are not named, that is said, and not of each of their columns.
    Set<String> named = new HashSet<>(Set.of("", "signals"));
    complete.path("stages").forEach(stage -> named.add(stage.asText()));
    Map<String, Column<?>> columns = new LinkedHashMap<>();
    DocumentTable.THIN.columns().forEach(column -> columns.put(column.name(), column));
    for (Vocabulary.Word word : words(named)) {
      for (Offer offer : word.offers()) {
        if (offer.rules() || !rules) {
          offer.schema().columns().forEach(column -> columns.putIfAbsent(column.name(), column));
        }
      }
    }
    return new Schema(List.copyOf(columns.values()));
  }

  private List<Vocabulary.Word> words(Set<String> named) {
    List<Vocabulary.Word> words = new ArrayList<>();
    for (Vocabulary.Word word : vocabulary.words()) {
      if (named.contains(word.word())) {
        words.add(word);
      }
    }
    for (String word : named) {
      if (Vocabulary.isClassName(word)) {
        try {
          vocabulary.own().find(word).ifPresent(words::add);
        } catch (IllegalArgumentException e) {
          continue; // said where the stages are looked at
        }
      }
    }
    return words;
  }

  /** A column for each model, whose names neither repeat each other nor another column's. */
  private Schema withScores(ObjectNode recipe, Schema known) {
    JsonNode classify = recipe.path("classify");
    boolean scored = false;
    for (JsonNode stage : recipe.path("stages")) {
      scored |= stage.asText().equals("classify");
    }
    List<Column<?>> all = new ArrayList<>(known.columns());
    Set<String> taken = new HashSet<>(RESERVED);
    vocabulary.words().forEach(word -> word.offers().forEach(offer -> taken.addAll(offer.names())));
    taken.addAll(known.names());
    for (int i = 0; i < classify.size(); i++) {
      JsonNode name = classify.path(i).path("name");
      if (name.isTextual() && !taken.add(name.asText())) {
        problems.add(
            List.of("classify", i, "name"), "there is another column called " + name.asText());
      } else if (name.isTextual() && scored && Column.isName(name.asText())) {
        all.add(ScoreTable.column(name.asText()));
      }
    }
    return new Schema(all);
  }

  /** Columns that rows of any table bring beside a document's scores. */
  private static final Set<String> RESERVED = Set.of("id", "row", "kept");

  private Set<String> uniqueNames(JsonNode list, String setting) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode name = list.path(i).path("name");
      if (name.isTextual() && !names.add(name.asText())) {
        problems.add(
            List.of(setting, i, "name"), "two " + setting + " are called " + name.asText());
      }
    }
    return names;
  }

  private void condition(JsonNode node, Schema schema, Set<String> sources, Object... steps) {
    if (!node.isTextual()) {
      return; // missing, or of a wrong type: the schema says so
    }
    List<Object> path = List.of(steps);
    Condition condition;
    try {
      condition = Condition.parse(node.asText());
    } catch (ConditionException e) {
      condition(path, e.column(), e.getMessage());
      return;
    }
    try {
      condition.bind(schema);
      condition.words().forEach(word -> word(word, sources, path));
    } catch (ConditionException e) {
      String elsewhere =
          condition.columns().stream()
              .filter(column -> e.getMessage().startsWith("there is no column " + column + ";"))
              .findFirst()
              .flatMap(column -> elsewhere(column, path.get(0).equals("rules")))
              .orElse(e.getMessage());
      condition(path, e.column(), elsewhere);
    }
  }

  /** What to say of a column that there is, only not here. */
  private Optional<String> elsewhere(String column, boolean rule) {
    for (Vocabulary.Word word : vocabulary.words()) {
      for (Offer offer : word.offers()) {
        if (offer.names().contains(column)) {
          return Optional.of(
              rule && !offer.rules()
                  ? column + " is known only after the rules, so only mixtures may ask for it"
                  : column + " is a column of " + word.word() + ", which stages does not name");
        }
      }
    }
    return Optional.empty();
  }

  /** A word that no document can have in this column. */
  private void word(Condition.Word word, Set<String> sources, List<Object> path) {
    String column = word.column();
    if (column.equals(DocumentTable.SOURCE.name()) && !sources.isEmpty()) {
      word(word, Vocabulary.Values.of(column, sources.stream().sorted().toList()), path);
    }
    for (Vocabulary.Values values : vocabulary.values()) {
      if (column.equals(values.column())) {
        word(word, values, path);
      }
    }
  }

  private void word(Condition.Word word, Vocabulary.Values values, List<Object> path) {
    if (!values.words().contains(word.word())) {
      condition(
          path,
          word.place(),
          String.format(
              Locale.ROOT,
              "no document has the %s %s; %s",
              word.column(),
              word.word(),
              values
                  .meant()
                  .apply(word.word())
                  .map(meant -> "did you mean " + meant + "?")
                  .orElse("there are " + String.join(", ", values.words()))));
    }
  }

  private void condition(List<Object> path, int place, String message) {
    problems.add(path, RecipeTree.path(path) + ", character " + place + ": " + message);
  }
}

package io.winnow.pipelines.plan;

import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.table.Table;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.quality.decision.Prefilter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The stages of a plan while it is made: of those that are offered, the ones that are asked for.
 */
final class Chosen {
  private final Predicate<Stage> wanted;
  private final List<Stage> stages = new ArrayList<>();

  private Chosen(Predicate<Stage> wanted) {
    this.wanted = wanted;
  }

  /**
   * Those that a recipe names, and those that belong to every corpus. What the expensive stages are
   * spared is found out for them, whether it is named or not.
   */
  static Chosen by(Recipe recipe) {
    boolean masked = MASKED.stream().anyMatch(recipe::hasStage);
    return new Chosen(
        stage ->
            stage.word().isEmpty()
                || recipe.hasStage(stage.word())
                || (masked && stage instanceof Prefilter));
  }

  /** Stages that see only what the prefilter lets through. */
  private static final List<String> MASKED = List.of("minhash", "embed", "contamination");

  /** All. */
  static Chosen all() {
    return new Chosen(stage -> true);
  }

  void add(Stage stage) {
    if (wanted.test(stage)) {
      stages.add(stage);
    }
  }

  void addAll(List<? extends Stage> several) {
    several.forEach(this::add);
  }

  List<Stage> stages() {
    return stages;
  }

  boolean has(Class<? extends Stage> type) {
    return stages.stream().anyMatch(type::isInstance);
  }

  /** Reasons of those so far, in their order. */
  List<Drop> drops() {
    return stages.stream().flatMap(stage -> stage.drops().stream()).toList();
  }

  List<Drop> drops(Drop.How how) {
    return drops().stream().filter(drop -> drop.how() == how).toList();
  }

  /** The tables of some reasons, each once. */
  List<Table> tables(Drop.How how) {
    List<Table> tables = new ArrayList<>();
    for (Drop drop : drops(how)) {
      if (drop.table() != null && !tables.contains(drop.table())) {
        tables.add(drop.table());
      }
    }
    return tables;
  }

  /** Columns that conditions of rules, or of mixtures, may name after those so far. */
  List<Offer> offers(boolean rules) {
    return stages.stream()
        .flatMap(stage -> stage.offers().stream())
        .filter(offer -> offer.rules() || !rules)
        .toList();
  }

  /** Lists of what stages want cut out of documents. */
  List<Table> cuts() {
    return stages.stream()
        .flatMap(stage -> stage.writes().stream())
        .filter(table -> table.name().startsWith(EDITS_OF_A_STAGE))
        .toList();
  }

  private static final String EDITS_OF_A_STAGE = EditTables.list("").name();
}

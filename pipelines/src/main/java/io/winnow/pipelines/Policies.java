package io.winnow.pipelines;

import io.winnow.corpus.Digest;
import io.winnow.corpus.Kind;
import io.winnow.corpus.table.Condition;
import io.winnow.dedup.semantic.SemanticParameters;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.quality.decision.Likeness;
import io.winnow.quality.decision.Policy;
import io.winnow.quality.decision.Rule;
import io.winnow.quality.decision.SurvivorKey;
import io.winnow.quality.grade.Buckets;
import io.winnow.quality.grade.Tiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a recipe says about decisions, as the rooms that measure and decide want it. */
final class Policies {
  private Policies() {}

  /** The ways in which the recipe wants exact copies found. */
  static List<Likeness> exactRounds(Recipe recipe) {
    return recipe.hasStage("exact")
        ? recipe.exact().by().stream().map(Likeness::of).toList()
        : List.of();
  }

  static Policy of(Recipe recipe) {
    List<Rule> rules = new ArrayList<>();
    for (Recipe.Rule rule : recipe.rules()) {
      Set<Kind> kinds = rule.kinds().stream().map(Kind::of).collect(Collectors.toSet());
      rules.add(
          new Rule(
              rule.name(),
              Condition.parse(rule.drop()),
              kinds,
              Set.copyOf(rule.sources()),
              rule.prefilter()));
    }
    List<Likeness> rounds = new ArrayList<>(exactRounds(recipe));
    if (recipe.hasStage("minhash")) {
      rounds.add(Likeness.MINHASH);
    }
    return new Policy(
        rules,
        rounds,
        recipe.survivor().stream().map(SurvivorKey::of).toList(),
        recipe.sources().stream().map(Recipe.Source::name).toList(),
        SignalTable.SCHEMA,
        Map.of(),
        null);
  }

  /** What of the recipe decisions depend on. */
  static String settings(Recipe recipe, boolean prefilter) {
    Digest digest = new Digest().add(recipe.canonical("survivor", "exact", "stages"));
    digest.add(Boolean.toString(prefilter));
    recipe.sources().forEach(source -> digest.add(source.name()));
    for (Recipe.Rule rule : recipe.rules()) {
      digest.add(rule.name()).add(rule.drop()).add(rule.kinds().toString());
      digest.add(rule.sources().toString()).add(Boolean.toString(rule.prefilter()));
    }
    return digest.hex();
  }

  /** Whether a stage runs that is spared what the cheap rules drop. */
  static boolean needsPrefilter(Recipe recipe) {
    return recipe.hasStage("minhash")
        || recipe.hasStage("embed")
        || recipe.hasStage("contamination");
  }

  static SemanticParameters semantic(Recipe recipe) {
    Recipe.SemDedup settings = recipe.semdedup();
    return new SemanticParameters(
        settings.clusters(), settings.sample(), settings.iterations(), settings.threshold());
  }

  /** The buckets of all models. */
  static List<Buckets> buckets(Recipe recipe) {
    List<Buckets> buckets = new ArrayList<>();
    if (recipe.hasStage("classify")) {
      for (Recipe.Classify model : recipe.classify()) {
        model
            .buckets()
            .forEach((kind, count) -> buckets.add(new Buckets(Kind.of(kind), model.name(), count)));
      }
    }
    return buckets;
  }

  /** The tiers of all models. */
  static List<Tiers> tiers(Recipe recipe) {
    List<Tiers> tiers = new ArrayList<>();
    if (recipe.hasStage("classify")) {
      for (Recipe.Classify model : recipe.classify()) {
        model
            .tiers()
            .forEach(
                (kind, limits) ->
                    tiers.add(new Tiers(Kind.of(kind), model.name(), limits.low(), limits.high())));
      }
    }
    return tiers;
  }
}

package io.winnow.pipelines.plan;

import io.winnow.classifiers.Classify;
import io.winnow.classifiers.Languages;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.SignalTable;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.NeededSetting;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.table.Table;
import io.winnow.mixtures.MixtureSettings;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.recipe.Vocabulary;
import io.winnow.quality.decision.RuleSettings;
import io.winnow.quality.grade.LossBuckets;
import io.winnow.quality.grade.SortLosses;
import io.winnow.quality.grade.Tiers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be said of stages whatever the recipe: read off a plan in which all of them are. */
public final class StageWords {
  private StageWords() {}

  /** What recipes may say. */
  public static Vocabulary vocabulary() {
    Map<String, Vocabulary.Word> words = new LinkedHashMap<>();
    Set<Class<? extends Record>> sections = new LinkedHashSet<>();
    sections.add(RuleSettings.class);
    for (Stage stage : stages()) {
      // The columns of scores are those that the recipe itself names.
      List<Offer> offers = stage instanceof Classify ? List.of() : stage.offers();
      words.merge(stage.word(), word(stage.word(), stage, offers), StageWords::both);
      sections.addAll(stage.sections());
    }
    sections.add(MixtureSettings.class);
    return new Vocabulary(
        List.copyOf(words.values()), List.copyOf(sections), values(), OwnStages::word);
  }

  /** Words that the program itself puts into columns. */
  private static List<Vocabulary.Values> values() {
    return List.of(
        Vocabulary.Values.of(
            DocumentTable.KIND.name(), Arrays.stream(Kind.values()).map(Kind::word).toList()),
        Vocabulary.Values.of(
            DecisionTables.TIER.name(), List.of(Tiers.HIGH, Tiers.MEDIUM, Tiers.LOW)),
        Vocabulary.Values.of(
            SortLosses.LOSS_BUCKET.name(),
            List.of(LossBuckets.HEAD, LossBuckets.MIDDLE, LossBuckets.TAIL)),
        new Vocabulary.Values(SignalTable.LANGUAGE.name(), Languages.codes(), Languages::meant));
  }

  /** What recipes may say of a stage. */
  static Vocabulary.Word word(String word, Stage stage, List<Offer> offers) {
    return new Vocabulary.Word(
        word,
        stage.needs(),
        stage.needsSetting().stream().toList(),
        stage.sections().stream().map(type -> type.getAnnotation(Section.class).name()).toList(),
        offers);
  }

  private static Vocabulary.Word both(Vocabulary.Word one, Vocabulary.Word other) {
    Set<String> needs = new LinkedHashSet<>(one.needs());
    needs.addAll(other.needs());
    List<NeededSetting> settings = new ArrayList<>(one.settings());
    settings.addAll(other.settings());
    List<Offer> offers = new ArrayList<>(one.offers());
    offers.addAll(other.offers());
    Set<String> sections = new LinkedHashSet<>(one.sections());
    sections.addAll(other.sections());
    return new Vocabulary.Word(
        one.word(), List.copyOf(needs), settings, List.copyOf(sections), offers);
  }

  /** Tables that tell what became of a record, in the order in which it meets them. */
  public static List<Table> tells() {
    Set<Table> tables = new LinkedHashSet<>();
    tables.add(DocumentTable.DOCUMENTS);
    tables.add(DocumentTable.PASSED_OVER);
    tables.add(DocumentTable.DEAD_LETTERS);
    stages().forEach(stage -> tables.addAll(stage.tells()));
    return List.copyOf(tables);
  }

  /** What is in the columns of tables, by table and column. */
  public static Map<String, Map<String, String>> descriptions() {
    List<Table> tables = new ArrayList<>();
    tables.addAll(
        List.of(DocumentTable.DOCUMENTS, DocumentTable.PASSED_OVER, DocumentTable.DEAD_LETTERS));
    stages().forEach(stage -> tables.addAll(stage.writes()));
    Map<String, Map<String, String>> descriptions = new LinkedHashMap<>();
    for (Table table : tables) {
      Map<String, String> columns =
          descriptions.computeIfAbsent(table.name(), name -> new LinkedHashMap<>());
      table.schema().columns().forEach(column -> columns.put(column.name(), column.description()));
    }
    return descriptions;
  }

  /** Reasons for which documents go, in the order in which they are asked. */
  public static List<Drop> drops() {
    List<Drop> drops = new ArrayList<>();
    stages().forEach(stage -> drops.addAll(stage.drops()));
    // What is flagged goes before groups are looked at, wherever these are found.
    drops.sort(Comparator.comparing(drop -> drop.how() != Drop.How.FLAGGED));
    return drops;
  }

  /** Every stage there is, in the order of work. */
  public static List<Stage> stages() {
    return Plan.every(new RecipeFile(Recipe.empty(), Path.of("")));
  }
}

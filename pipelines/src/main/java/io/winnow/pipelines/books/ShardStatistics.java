package io.winnow.pipelines.books;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.ClusterLists;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.Measure;
import io.winnow.corpus.documents.ScoreTable;
import io.winnow.corpus.documents.SignalTable;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.AlignedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import io.winnow.quality.decision.Rule;
import io.winnow.quality.decision.Rules;
import io.winnow.quality.domains.LookUpDomains;
import io.winnow.quality.signals.SignalMeasures;
import io.winnow.report.statistics.DocumentFacts;
import io.winnow.report.statistics.Grades;
import io.winnow.report.statistics.RuleThreshold;
import io.winnow.report.statistics.Scale;
import io.winnow.report.statistics.SignalScale;
import io.winnow.report.statistics.Statistics;
import io.winnow.report.statistics.StatisticsSettings;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Sums and histograms of each shard: one row, as JSON. */
public final class ShardStatistics extends TableStage {
  public static final Column<byte[]> JSON =
      Column.bytes("json", "sums and histograms of the shard");

  public static final Table STATISTICS = Table.list("statistics", JSON);

  /** What is read of documents whatever the rules. */
  private static final Schema ASKED =
      Schema.of(
          DocumentTable.SOURCE,
          DocumentTable.KIND,
          DocumentTable.TEXT_BYTES,
          DocumentTable.SOURCE_URI,
          DocumentTable.PROGRAMMING_LANGUAGE,
          DocumentTable.LICENCE);

  private final Settings settings;

  /**
   * What statistics are made of.
   *
   * @param sources of the recipe, in its order
   * @param scores names of the columns of scores; empty where nothing is scored
   * @param rules in the recipe's order
   * @param offers columns that rules may name besides those of documents
   * @param thresholds whose nearest documents are wanted
   * @param drops of the stages that run, whose lists of clusters are counted
   */
  public record Settings(
      List<String> sources,
      long seed,
      List<String> scores,
      List<Rule> rules,
      List<Offer> offers,
      List<RuleThreshold> thresholds,
      List<Drop> drops)
      implements Serializable {
    public Settings {
      sources = List.copyOf(sources);
      scores = List.copyOf(scores);
      rules = List.copyOf(rules);
      offers = List.copyOf(offers);
      thresholds = List.copyOf(thresholds);
      drops =
          drops.stream()
              .filter(drop -> drop.how() == Drop.How.GROUPS || drop.how() == Drop.How.LOSERS)
              .toList();
    }

    /** What there are histograms of. */
    StatisticsSettings histograms() {
      List<SignalScale> scales = new ArrayList<>();
      SignalMeasures.scales()
          .forEach(
              (name, measure) ->
                  scales.add(
                      new SignalScale(name, measure == Measure.RATIO ? Scale.RATIO : Scale.COUNT)));
      scores.forEach(score -> scales.add(new SignalScale(score, Scale.RATIO)));
      return new StatisticsSettings(
          sources,
          scales,
          rules.stream().map(Rule::name).toList(),
          thresholds,
          StatisticsSettings.EXAMPLES,
          seed);
    }

    /** What rules look at. */
    List<Columns> asked() {
      return Rules.columns(rules, offers, ASKED);
    }
  }

  public ShardStatistics(Settings settings) {
    super("", reads(settings), STATISTICS);
    this.settings = settings;
  }

  /** The statistics of no document at all. */
  public static Statistics empty(Settings settings) {
    return new Statistics(settings.histograms());
  }

  private static List<Table> reads(Settings settings) {
    List<Table> tables =
        new ArrayList<>(
            List.of(
                DocumentTable.IDS,
                DocumentTable.DOCUMENTS,
                DecisionTables.DECISIONS,
                SignalMeasures.SIGNALS,
                DocumentTable.PASSED_OVER,
                DocumentTable.DEAD_LETTERS));
    tables.addAll(lists(settings));
    for (Columns asked : settings.asked()) {
      if (!tables.contains(asked.table())) {
        tables.add(asked.table());
      }
    }
    if (!settings.scores().isEmpty()) {
      tables.add(ScoreTable.of(settings.scores()));
    }
    return tables;
  }

  private static List<Table> lists(Settings settings) {
    List<Table> lists = new ArrayList<>();
    for (Drop drop : settings.drops()) {
      if (drop.table() != null && !lists.contains(drop.table())) {
        lists.add(drop.table());
      }
    }
    return lists;
  }

  @Override
  public String settings(Inputs inputs) {
    return String.join(
        "\n",
        settings.sources().toString(),
        Long.toString(settings.seed()),
        settings.scores().toString(),
        settings.rules().toString(),
        settings.thresholds().toString());
  }

  @Override
  public Work work(Inputs inputs) {
    Settings of = settings;
    return Work.perShard((from, to) -> addUp(of, from, to));
  }

  private static void addUp(Settings settings, ShardInput from, ShardOutput to) throws IOException {
    Statistics statistics = new Statistics(settings.histograms());
    addDocuments(settings, from, statistics);
    from.forEach(
        DocumentTable.PASSED_OVER.columns(DocumentTable.SOURCE, DocumentTable.REASON),
        row ->
            statistics.addPassedOver(row.get(DocumentTable.SOURCE), row.get(DocumentTable.REASON)));
    from.forEach(
        DocumentTable.DEAD_LETTERS.columns(DocumentTable.SOURCE, DocumentTable.CAUSE),
        row ->
            statistics.addDeadLetter(row.get(DocumentTable.SOURCE), row.get(DocumentTable.CAUSE)));
    Set<String> seen = new TreeSet<>();
    for (Drop drop : settings.drops()) {
      Table list = drop.table();
      if (list != null && seen.add(list.name())) {
        addClusters(drop, list, from, statistics);
      }
    }
    to.write(STATISTICS, statistics.toJson());
  }

  private static void addClusters(Drop drop, Table list, ShardInput from, Statistics statistics)
      throws IOException {
    boolean groups = drop.how() == Drop.How.GROUPS;
    List<Column<?>> columns =
        new ArrayList<>(List.of(DocumentTable.ID, ClusterLists.CLUSTER, ClusterLists.SIZE));
    if (groups) {
      columns.add(DecisionTables.BY);
    }
    from.forEach(
        new Columns(list, columns),
        row -> {
          // The member that names the cluster counts it.
          DocumentId cluster = row.get(ClusterLists.CLUSTER);
          if (row.get(DocumentTable.ID).equals(cluster)) {
            statistics.addCluster(
                groups ? row.get(DecisionTables.BY) : drop.stage(), row.get(ClusterLists.SIZE));
          }
        });
  }

  /** The measures that are numbers. */
  private static List<Column<?>> numbers() {
    return SignalMeasures.scales().keySet().stream()
        .<Column<?>>map(SignalMeasures.SIGNALS.schema()::column)
        .toList();
  }

  private static void addDocuments(Settings settings, ShardInput from, Statistics statistics)
      throws IOException {
    List<Column<?>> numbers = new ArrayList<>(numbers());
    List<Columns> columns = new ArrayList<>();
    columns.add(DocumentTable.IDS.columns(DocumentTable.ID));
    columns.add(
        DecisionTables.DECISIONS.columns(
            DecisionTables.KEPT,
            DecisionTables.STAGE,
            DecisionTables.REASON,
            DecisionTables.BUCKET,
            DecisionTables.TIER));
    columns.add(SignalMeasures.SIGNALS.columns(SignalTable.LANGUAGE));
    columns.add(new Columns(SignalMeasures.SIGNALS, numbers()));
    if (!settings.scores().isEmpty()) {
      Table scores = ScoreTable.of(settings.scores());
      columns.add(new Columns(scores, scores.schema().columns()));
      numbers.addAll(scores.schema().columns());
    }
    // What rules look at is read by itself: it may have columns of the same names.
    try (AlignedRows rows = from.aligned(columns);
        AlignedRows asked = from.aligned(settings.asked())) {
      int[] places = places(rows.schema(), numbers.stream().map(Column::name).toList());
      int[] thresholds =
          places(
              asked.schema(), settings.thresholds().stream().map(RuleThreshold::column).toList());
      Rules rules = new Rules(settings.rules(), asked.schema());
      Row row = rows.row();
      for (Row document = asked.row(); document != null; document = asked.row()) {
        Row measured = Objects.requireNonNull(row, "aligned tables have the same rows");
        DocumentFacts.Verdicts verdicts =
            new DocumentFacts.Verdicts(rules.holding(document), values(document, thresholds));
        statistics.add(facts(document, measured, values(measured, places), verdicts));
        row = rows.row();
      }
    }
  }

  private static int[] places(Schema schema, List<String> names) {
    return names.stream().mapToInt(schema::indexOf).toArray();
  }

  /** Numbers of a row; NaN where one is missing. */
  private static double[] values(Row row, int[] places) {
    double[] values = new double[places.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.value(places[i]) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
    return values;
  }

  private static DocumentFacts facts(
      Row document, Row measured, double[] signals, DocumentFacts.Verdicts verdicts) {
    String kind = document.get(DocumentTable.KIND);
    String address = document.getOrNull(DocumentTable.SOURCE_URI);
    return new DocumentFacts(
        document.get(DocumentTable.SOURCE),
        Kind.of(kind),
        measured.getOrNull(SignalTable.LANGUAGE),
        measured.get(DocumentTable.ID),
        measured.is(DecisionTables.KEPT),
        measured.getOrNull(DecisionTables.STAGE),
        measured.getOrNull(DecisionTables.REASON),
        document.get(DocumentTable.TEXT_BYTES),
        measured.get(SignalTable.TOKENS),
        Grades.of(
            kind,
            measured.getOrNull(DecisionTables.BUCKET),
            measured.getOrNull(DecisionTables.TIER)),
        signals,
        new DocumentFacts.Labels(
            document.getOrNull(DocumentTable.PROGRAMMING_LANGUAGE),
            document.getOrNull(DocumentTable.LICENCE),
            address == null ? null : LookUpDomains.domainOf(address)),
        verdicts);
  }
}

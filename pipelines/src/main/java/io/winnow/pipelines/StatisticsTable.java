package io.winnow.pipelines;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import io.winnow.report.statistics.DocumentFacts;
import io.winnow.report.statistics.Grades;
import io.winnow.report.statistics.Scale;
import io.winnow.report.statistics.SignalScale;
import io.winnow.report.statistics.Statistics;
import io.winnow.report.statistics.StatisticsSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The map stage {@code statistics}: one row a shard, its sums and histograms as JSON. */
public final class StatisticsTable implements ShardFunction {
  /** Name of the table. */
  public static final String NAME = "statistics";

  static final Schema SCHEMA = Schema.of(Column.bytes("json", "sums and histograms of the shard"));

  private final StatisticsSettings settings;
  private final TreeMap<String, String> clusterTables;
  private final ArrayList<String> scores;

  /**
   * @param clusterTables lists of clusters that there are, with what found them; the list of exact
   *     copies says itself what each was found by
   * @param scores columns of that table
   */
  StatisticsTable(
      List<String> sources, long seed, Map<String, String> clusterTables, List<String> scores) {
    this.settings =
        new StatisticsSettings(sources, scales(scores), StatisticsSettings.EXAMPLES, seed);
    this.clusterTables = new TreeMap<>(clusterTables);
    this.scores = new ArrayList<>(scores);
  }

  /** The statistics of no document at all. */
  public static Statistics empty(Recipe recipe) {
    return new Statistics(
        new StatisticsTable(
                recipe.sources().stream().map(Recipe.Source::name).toList(),
                recipe.seed(),
                Map.of(),
                Policies.scores(recipe))
            .settings);
  }

  private static List<SignalScale> scales(List<String> scores) {
    List<SignalScale> scales = new ArrayList<>();
    for (String signal : numbers()) {
      boolean ratio = signal.endsWith("_ratio") || signal.endsWith("_confidence");
      scales.add(new SignalScale(signal, ratio ? Scale.RATIO : Scale.COUNT));
    }
    scores.forEach(score -> scales.add(new SignalScale(score, Scale.RATIO)));
    return scales;
  }

  /** The signals that are numbers. */
  private static List<String> numbers() {
    return SignalTable.SCHEMA.columns().stream()
        .filter(column -> column.type() != ColumnType.STRING)
        .map(Column::name)
        .toList();
  }

  @Override
  public List<Output> outputs() {
    return List.of(new Output(NAME, SCHEMA));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    Statistics statistics = new Statistics(settings);
    addDocuments(folder, shard, statistics);
    visit(
        folder,
        DocumentTable.PASSED_OVER.name(),
        shard,
        List.of("source", "reason"),
        row -> statistics.addPassedOver(word(row[0]), word(row[1])));
    visit(
        folder,
        DocumentTable.DEAD_LETTERS.name(),
        shard,
        List.of("source", "cause"),
        row -> statistics.addDeadLetter(word(row[0]), word(row[1])));
    for (Map.Entry<String, String> clusters : clusterTables.entrySet()) {
      String table = clusters.getKey();
      boolean exact = table.equals("clusters_exact");
      visit(
          folder,
          table,
          shard,
          exact ? List.of("id", "cluster", "size", "by") : List.of("id", "cluster", "size"),
          row -> {
            // The member that names the cluster counts it.
            if (Objects.equals(row[0], row[1])) {
              statistics.addCluster(
                  exact ? word(row[3]) : clusters.getValue(),
                  (Long) Objects.requireNonNull(row[2]));
            }
          });
    }
    to.write(0, statistics.toJson());
  }

  private void addDocuments(CorpusFolder folder, Shard shard, Statistics statistics)
      throws IOException {
    List<String> numbers = numbers();
    int tokensAt = numbers.indexOf("tokens");
    int first = 10;
    List<Columns> columns = new ArrayList<>();
    columns.add(Columns.of(DocumentTable.IDS.name(), "id"));
    columns.add(
        Columns.of("decisions", "source", "kind", "kept", "stage", "reason", "bucket", "tier"));
    columns.add(Columns.of(DocumentTable.DOCUMENTS.name(), "text_bytes"));
    columns.add(Columns.of(SignalTable.NAME, "language"));
    columns.add(new Columns(SignalTable.NAME, numbers));
    if (!scores.isEmpty()) {
      columns.add(new Columns(Tables.SCORES, scores));
    }
    try (AlignedReader reader = AlignedReader.open(folder, shard.name(), columns)) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        double[] signals = new double[numbers.size() + scores.size()];
        for (int i = 0; i < signals.length; i++) {
          Object value = row[first + i];
          signals[i] = value == null ? Double.NaN : ((Number) value).doubleValue();
        }
        statistics.add(
            new DocumentFacts(
                word(row[1]),
                Kind.of(word(row[2])),
                (String) row[9],
                (DocumentId) Objects.requireNonNull(row[0]),
                Boolean.TRUE.equals(row[3]),
                (String) row[4],
                (String) row[5],
                (Long) Objects.requireNonNull(row[8]),
                (long) signals[tokensAt],
                Grades.of(word(row[2]), (Long) row[6], (String) row[7]),
                signals));
      }
    }
  }

  private interface RowConsumer {
    void accept(@Nullable Object[] row);
  }

  private static void visit(
      CorpusFolder folder, String table, Shard shard, List<String> columns, RowConsumer rows)
      throws IOException {
    try (TableReader reader = TableReader.open(folder.table(table, shard.name()), columns)) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        rows.accept(row);
      }
    }
  }

  private static String word(@Nullable Object value) {
    return Objects.requireNonNull((String) value);
  }
}

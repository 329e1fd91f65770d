package io.winnow.pipelines.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.table.WholeFile;
import io.winnow.dedup.minhash.MinHashParameters;
import io.winnow.dedup.minhash.NearCopyTables;
import io.winnow.dedup.semantic.SemanticTables;
import io.winnow.mixtures.epochs.CopyTable;
import io.winnow.pipelines.Manifest;
import io.winnow.pipelines.Manifest.ComponentEntry;
import io.winnow.pipelines.Manifest.MixtureEntry;
import io.winnow.pipelines.Manifest.SequenceEntry;
import io.winnow.pipelines.RunRecord;
import io.winnow.pipelines.SourceBooks;
import io.winnow.pipelines.StatisticsTable;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.report.Report;
import io.winnow.report.html.ReportPage;
import io.winnow.report.statistics.Amount;
import io.winnow.report.statistics.ClusterSizes;
import io.winnow.report.statistics.Reason;
import io.winnow.report.statistics.SourceStatistics;
import io.winnow.report.statistics.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.jspecify.annotations.Nullable;

/** Makes the report of a finished run from its statistics and a few of its rows. */
public final class RunReport {
  private static final int LARGEST_CLUSTERS = 10;
  private static final int CELL_EXAMPLES = 3;
  private static final int CLUSTER_MEMBERS = 8;
  private static final int DEAD_LETTER_EXAMPLES = 5;

  private final RunFolder run;
  private final Manifest manifest;
  private final Recipe recipe;
  private final Map<DocumentId, Described> described = new HashMap<>();

  private RunReport(RunFolder run) {
    this.run = run;
    this.manifest = run.manifest();
    this.recipe = Recipe.parse(manifest.recipe());
  }

  /** Writes {@code report/index.html} and {@code report/report.json}; gives where the page lies. */
  public static String draw(RunFolder run) throws IOException {
    Report report = new RunReport(run).report();
    WholeFile.write(file(run, "report.json"), report.toJson());
    ResourceId page = file(run, "index.html");
    WholeFile.write(page, ReportPage.render(report).getBytes(UTF_8));
    return page.toString();
  }

  /** Writes {@code report/comparison.html} into the first run; gives where it lies. */
  public static String compare(RunFolder run, RunFolder before) throws IOException {
    Report now = new RunReport(run).report();
    Report then = new RunReport(before).report();
    ResourceId page = file(run, "comparison.html");
    WholeFile.write(page, ReportPage.compare(then, now).getBytes(UTF_8));
    return page.toString();
  }

  private static ResourceId file(RunFolder run, String name) {
    return run.folder().folder("report").resolve(name, StandardResolveOptions.RESOLVE_FILE);
  }

  private Report report() throws IOException {
    RunRecord record = RunRecord.read(run.folder());
    Statistics statistics = statistics();
    List<Largest> exact = largest("clusters_exact");
    List<Largest> near = largest("clusters_minhash");
    List<Largest> same = largest("clusters_semantic");
    SortedMap<Long, Found> cells = cells();
    Losses losses = Losses.read(run);
    describeExamples(statistics, List.of(exact, near, same), cells.values(), losses);
    return new Report(
        manifest.name(),
        manifest.digest(),
        record.version(),
        record.finished(),
        sources(statistics),
        Report.Breakdown.of(statistics.kinds()),
        Report.Breakdown.of(statistics.languages()),
        Report.Breakdown.byName(statistics.grades()),
        cells(cells),
        EmbeddingRecalls.read(run, recipe),
        thresholds(),
        recipe.rules().stream()
            .map(rule -> new Report.Rule(rule.name(), rule.drop(), rule.prefilter()))
            .toList(),
        Report.Signal.of(statistics, limits()),
        clusters(statistics, List.of(exact, near, same)),
        Cuts.read(run),
        losses == null ? null : losses.report(this::surprise),
        mixtures(),
        examples(statistics),
        deadLetters(),
        record.stages().stream()
            .map(
                stage ->
                    new Report.Stage(
                        stage.name(),
                        stage.seconds(),
                        record.parallelism(),
                        stage.peakHeapBytes(),
                        stage.documents(),
                        stage.textBytes(),
                        stage.computed(),
                        stage.cached()))
            .toList(),
        List.of());
  }

  private Statistics statistics() throws IOException {
    Statistics all = null;
    for (var shard : manifest.shards()) {
      try (TableReader reader =
          TableReader.open(run.folder().table(StatisticsTable.NAME, shard.name()))) {
        @Nullable Object[] row = Objects.requireNonNull(reader.next(), "statistics has one row");
        Statistics one = Statistics.fromJson((byte[]) Objects.requireNonNull(row[0]));
        all = all == null ? one : all.merge(one);
      }
    }
    return all == null ? StatisticsTable.empty(recipe) : all;
  }

  private List<Report.Source> sources(Statistics statistics) {
    List<Reason> order = new ArrayList<>();
    recipe.rules().forEach(rule -> order.add(new Reason("rules", rule.name())));
    order.add(new Reason("forks", "fork"));
    recipe.exact().by().forEach(by -> order.add(new Reason("exact", "duplicate-" + by)));
    order.add(new Reason("contamination", "contaminated"));
    order.add(new Reason("minhash", "near-duplicate"));
    order.add(new Reason("semdedup", "semantic-duplicate"));
    order.add(new Reason("grade", "lowest-bucket"));
    order.add(new Reason("grade", "low-tier"));
    Map<String, SourceStatistics> byName = new HashMap<>();
    statistics.sources().forEach(source -> byName.put(source.name(), source));
    List<Report.Source> sources = new ArrayList<>();
    for (int i = 0; i < recipe.sources().size(); i++) {
      Recipe.Source source = recipe.sources().get(i);
      SourceBooks books = manifest.books().get(i);
      sources.add(
          Report.Source.of(
              Objects.requireNonNull(byName.get(source.name())),
              Kind.of(source.kind()),
              books.records(),
              order));
    }
    return sources;
  }

  private List<Report.Limit> limits() {
    List<Report.Limit> limits = new ArrayList<>();
    for (Recipe.Classify model : recipe.classify()) {
      model
          .tiers()
          .values()
          .forEach(
              tiers -> {
                limits.add(new Report.Limit(model.name(), "<", tiers.low(), "low-tier"));
                limits.add(new Report.Limit(model.name(), ">=", tiers.high(), "tier high"));
              });
    }
    for (Recipe.Rule rule : recipe.rules()) {
      for (Condition.Limit limit : Condition.parse(rule.drop()).limits()) {
        limits.add(new Report.Limit(limit.column(), limit.operator(), limit.number(), rule.name()));
      }
    }
    return limits;
  }

  /** One of the largest clusters, and some of its members. */
  private record Largest(
      String method,
      DocumentId cluster,
      long size,
      @Nullable DocumentId survivor,
      List<DocumentId> members) {}

  private List<Largest> largest(String table) throws IOException {
    if (!run.has(table)) {
      return List.of();
    }
    boolean exact = table.equals("clusters_exact");
    Map<String, Largest> all = new LinkedHashMap<>();
    run.visit(
        table,
        List.of("id", "cluster", "size", "survivor", exact ? "by" : "id"),
        null,
        row -> {
          String method =
              exact
                  ? String.valueOf(row[4])
                  : table.equals("clusters_minhash") ? "minhash" : "semdedup";
          DocumentId cluster = (DocumentId) Objects.requireNonNull(row[1]);
          Largest known =
              all.computeIfAbsent(
                  method + cluster,
                  k ->
                      new Largest(
                          method,
                          cluster,
                          (Long) Objects.requireNonNull(row[2]),
                          (DocumentId) row[3],
                          new ArrayList<>()));
          if (known.members.size() < CLUSTER_MEMBERS) {
            known.members.add((DocumentId) Objects.requireNonNull(row[0]));
          }
          return true;
        });
    List<Largest> sorted =
        all.values().stream()
            .sorted(
                Comparator.comparingLong(Largest::size).reversed().thenComparing(Largest::cluster))
            .toList();
    Map<String, Integer> taken = new HashMap<>();
    return sorted.stream()
        .filter(cluster -> taken.merge(cluster.method, 1, Integer::sum) <= LARGEST_CLUSTERS)
        .toList();
  }

  /** How signatures meet, and what came of the pairs that did. */
  private Report.Banding banding() throws IOException {
    MinHashParameters minhash = recipe.minhash().parameters();
    long[] pairs = new long[2];
    run.visit(
        NearCopyTables.EDGES,
        List.of("passed"),
        null,
        row -> {
          pairs[0]++;
          pairs[1] += Boolean.TRUE.equals(row[0]) ? 0 : 1;
          return true;
        });
    return new Report.Banding(
        minhash.bands(),
        minhash.rows(),
        minhash.shingle(),
        recipe.minhash().threshold(),
        pairs[0],
        pairs[1]);
  }

  private List<Report.Clusters> clusters(Statistics statistics, List<List<Largest>> found)
      throws IOException {
    SortedMap<Reason, Amount> dropped = new TreeMap<>();
    for (SourceStatistics source : statistics.sources()) {
      source.dropped().forEach((reason, amount) -> dropped.merge(reason, amount, Amount::plus));
    }
    List<Report.Clusters> clusters = new ArrayList<>();
    for (Map.Entry<String, ClusterSizes> method : statistics.clusters().entrySet()) {
      Reason reason =
          switch (method.getKey()) {
            case "minhash" -> new Reason("minhash", "near-duplicate");
            case "semdedup" -> new Reason("semdedup", "semantic-duplicate");
            default -> new Reason("exact", "duplicate-" + method.getKey());
          };
      List<Report.Cluster> largest = new ArrayList<>();
      for (List<Largest> clustersFound : found) {
        for (Largest cluster : clustersFound) {
          if (cluster.method.equals(method.getKey())) {
            largest.add(describe(cluster));
          }
        }
      }
      clusters.add(
          Report.Clusters.of(
              method.getKey(),
              method.getValue(),
              dropped.getOrDefault(reason, Amount.NONE).documents(),
              largest,
              method.getKey().equals("minhash") ? banding() : null));
    }
    return clusters;
  }

  private Report.Cluster describe(Largest cluster) {
    Described survivor = cluster.survivor == null ? null : described.get(cluster.survivor);
    return new Report.Cluster(
        cluster.cluster.toString(),
        cluster.size,
        survivor == null ? null : survivor.title,
        survivor == null ? null : survivor.uri,
        cluster.members.stream()
            .map(described::get)
            .filter(Objects::nonNull)
            .map(Described::uri)
            .toList());
  }

  /** A cluster of embeddings while it is counted. */
  private static final class Found {
    private long documents;
    private long kept;
    private final TreeSet<DocumentId> examples = new TreeSet<>();
  }

  /** The clusters of k-means; their examples are the documents with the smallest ids. */
  private SortedMap<Long, Found> cells() throws IOException {
    SortedMap<Long, Found> cells = new TreeMap<>();
    if (run.has(SemanticTables.CELLS)) {
      for (var shard : manifest.shards()) {
        try (AlignedReader rows =
            AlignedReader.open(
                run.folder(),
                shard.name(),
                Columns.of("ids", "id"),
                Columns.of("decisions", "kept"),
                Columns.of(SemanticTables.CELLS, "cell"))) {
          for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
            if (row[2] != null) {
              Found cell = cells.computeIfAbsent((Long) row[2], number -> new Found());
              cell.documents++;
              cell.kept += Boolean.TRUE.equals(row[1]) ? 1 : 0;
              cell.examples.add((DocumentId) Objects.requireNonNull(row[0]));
              if (cell.examples.size() > CELL_EXAMPLES) {
                cell.examples.pollLast();
              }
            }
          }
        }
      }
    }
    return cells;
  }

  /** What was found about the thresholds; the first shard holds it. */
  private List<Report.Threshold> thresholds() throws IOException {
    List<Report.Threshold> thresholds = new ArrayList<>();
    if (run.has(SemanticTables.THRESHOLDS)) {
      run.visit(
          SemanticTables.THRESHOLDS,
          List.of("threshold", "documents", "gone", "sampled", "pairs", "together"),
          null,
          row -> {
            thresholds.add(
                new Report.Threshold(
                    (Double) Objects.requireNonNull(row[0]),
                    number(row[1]),
                    number(row[2]),
                    number(row[3]),
                    number(row[4]),
                    number(row[5])));
            return true;
          });
    }
    return thresholds;
  }

  private static long number(@Nullable Object value) {
    return (Long) Objects.requireNonNull(value);
  }

  private List<Report.Cell> cells(SortedMap<Long, Found> found) {
    List<Report.Cell> cells = new ArrayList<>();
    found.forEach(
        (number, cell) ->
            cells.add(
                new Report.Cell(
                    number,
                    cell.documents,
                    cell.kept,
                    cell.examples.stream()
                        .map(described::get)
                        .filter(Objects::nonNull)
                        .map(document -> document.title == null ? document.uri : document.title)
                        .toList())));
    cells.sort(Comparator.comparingLong(Report.Cell::documents).reversed());
    return cells;
  }

  private List<Report.Mixture> mixtures() throws IOException {
    List<Report.Mixture> mixtures = new ArrayList<>();
    for (int m = 0; m < manifest.mixtures().size(); m++) {
      MixtureEntry mixture = manifest.mixtures().get(m);
      Recipe.Mixture wanted = recipe.mixtures().get(m);
      List<Report.Component> components = new ArrayList<>();
      for (int i = 0; i < mixture.components().size(); i++) {
        ComponentEntry component = mixture.components().get(i);
        components.add(
            new Report.Component(
                component.name(),
                wanted.components().get(i).where(),
                component.requestedEpochs(),
                component.achievedEpochs(),
                component.availableDocuments(),
                component.availableTokens(),
                component.documents(),
                component.tokens()));
      }
      List<SortedMap<String, long[]>> sums =
          Stream.generate(() -> (SortedMap<String, long[]>) new TreeMap<String, long[]>())
              .limit(5)
              .toList();
      for (var shard : manifest.shards()) {
        addCopies(mixture.name(), shard.name(), sums);
      }
      mixtures.add(
          new Report.Mixture(
              mixture.name(),
              mixture.documents(),
              mixture.tokens(),
              sequences(mixture.sequences()),
              components,
              shares(sums.get(0)),
              shares(sums.get(1)),
              shares(sums.get(2)),
              shares(sums.get(3)),
              shares(sums.get(4))));
    }
    return mixtures;
  }

  private static Report.@Nullable Sequences sequences(@Nullable SequenceEntry sequences) {
    return sequences == null
        ? null
        : new Report.Sequences(
            sequences.length(), sequences.packing(), sequences.count(), sequences.tokens());
  }

  /** Adds a shard's copies by source, kind, language, grade, and copies of one document. */
  private void addCopies(String mixture, String shard, List<SortedMap<String, long[]>> sums)
      throws IOException {
    List<Columns> columns = new ArrayList<>();
    columns.add(Columns.of("decisions", "source", "kind", "bucket", "tier"));
    columns.add(Columns.of("signals", "language", "tokens"));
    if (run.has(EditTables.EDITED.name())) {
      columns.add(Columns.of(EditTables.EDITED.name(), "edited_tokens"));
    }
    try (TableReader copies =
            TableReader.open(
                run.folder().table(CopyTable.name(mixture), shard), List.of("row", "copies"));
        AlignedReader documents = AlignedReader.open(run.folder(), shard, columns)) {
      long at = -1;
      @Nullable Object[] document = null;
      for (@Nullable Object[] copy = copies.next(); copy != null; copy = copies.next()) {
        while (at < (Long) Objects.requireNonNull(copy[0])) {
          document =
              Objects.requireNonNull(documents.next(), "copies name a row that is not there");
          at++;
        }
        @Nullable Object[] row = Objects.requireNonNull(document);
        Object tokens = row.length > 6 && row[6] != null ? row[6] : row[5];
        String kind = String.valueOf(row[1]);
        String grade = StatisticsTable.grade(kind, (Long) row[2], (String) row[3]);
        long count = (Long) Objects.requireNonNull(copy[1]);
        String[] names = {
          String.valueOf(row[0]),
          kind,
          row[4] == null ? Statistics.NO_LANGUAGE : row[4].toString(),
          grade == null ? "none" : grade,
          count + " ×"
        };
        for (int i = 0; i < names.length; i++) {
          long[] sum = sums.get(i).computeIfAbsent(names[i], name -> new long[2]);
          sum[0] += count;
          sum[1] += count * (Long) Objects.requireNonNull(tokens);
        }
      }
    }
  }

  private static List<Report.Share> shares(SortedMap<String, long[]> sums) {
    List<Report.Share> shares = new ArrayList<>();
    sums.forEach((name, sum) -> shares.add(new Report.Share(name, sum[0], sum[1])));
    shares.sort(Comparator.comparingLong(Report.Share::tokens).reversed());
    return shares;
  }

  private record Described(String source, String uri, @Nullable String title, String excerpt) {}

  /** Reads the few documents that the page shows, shard by shard where one of them lies. */
  private void describeExamples(
      Statistics statistics,
      List<List<Largest>> found,
      Collection<Found> cells,
      @Nullable Losses losses)
      throws IOException {
    Set<DocumentId> wanted = new HashSet<>(statistics.examples(null));
    statistics.reasons().forEach(reason -> wanted.addAll(statistics.examples(reason)));
    cells.forEach(cell -> wanted.addAll(cell.examples));
    if (losses != null) {
      wanted.addAll(losses.examples());
    }
    for (List<Largest> clusters : found) {
      for (Largest cluster : clusters) {
        wanted.addAll(cluster.members);
        if (cluster.survivor != null) {
          wanted.add(cluster.survivor);
        }
      }
    }
    run.visitDocuments(
        wanted,
        List.of("source", "uri", "title", "text"),
        (id, row) ->
            described.put(
                id,
                new Described(
                    String.valueOf(row[0]),
                    String.valueOf(row[1]),
                    (String) row[2],
                    String.valueOf(row[3])
                        .substring(
                            0,
                            Math.min(
                                String.valueOf(row[3]).length(), 2 * Report.EXCERPT_CHARACTERS)))));
  }

  private Report.Surprise surprise(Losses.Surprising document) {
    Described known = Objects.requireNonNull(described.get(document.id()));
    return new Report.Surprise(
        document.id().toString(),
        known.source,
        known.uri,
        known.title,
        document.bitsPerByte(),
        document.tokens(),
        known.excerpt);
  }

  private List<Report.ExampleGroup> examples(Statistics statistics) throws IOException {
    SortedMap<Reason, Long> counts = new TreeMap<>();
    long kept = 0;
    for (SourceStatistics source : statistics.sources()) {
      kept += source.kept().documents();
      source
          .dropped()
          .forEach((reason, amount) -> counts.merge(reason, amount.documents(), Long::sum));
    }
    Map<DocumentId, Map<String, String>> measures = measures(statistics);
    List<Report.ExampleGroup> groups = new ArrayList<>();
    groups.add(
        new Report.ExampleGroup(
            null, null, kept, examples(statistics.examples(null), List.of(), measures)));
    for (Reason reason : statistics.reasons()) {
      List<String> columns = new ArrayList<>();
      for (Recipe.Rule rule : recipe.rules()) {
        if (reason.equals(new Reason("rules", rule.name()))) {
          columns.addAll(Condition.parse(rule.drop()).columns());
        }
      }
      groups.add(
          new Report.ExampleGroup(
              reason.stage(),
              reason.reason(),
              counts.getOrDefault(reason, 0L),
              examples(statistics.examples(reason), columns, measures)));
    }
    return groups;
  }

  private List<Report.Example> examples(
      List<DocumentId> ids, List<String> columns, Map<DocumentId, Map<String, String>> measures) {
    List<Report.Example> examples = new ArrayList<>();
    for (DocumentId id : ids) {
      Described document = described.get(id);
      if (document != null) {
        List<Report.Measure> values = new ArrayList<>();
        for (String column : columns) {
          values.add(new Report.Measure(column, measures.getOrDefault(id, Map.of()).get(column)));
        }
        examples.add(
            new Report.Example(
                id.toString(),
                document.source,
                document.uri,
                document.title,
                document.excerpt,
                values));
      }
    }
    return examples;
  }

  /** What was measured of the documents that are examples of something dropped. */
  private Map<DocumentId, Map<String, String>> measures(Statistics statistics) throws IOException {
    Set<DocumentId> wanted = new HashSet<>();
    statistics.reasons().forEach(reason -> wanted.addAll(statistics.examples(reason)));
    List<String> columns = run.readableColumns("signals");
    Map<DocumentId, Map<String, String>> measures = new HashMap<>();
    run.visit(
        "signals",
        columns,
        null,
        row -> {
          if (wanted.contains(row[0])) {
            Map<String, String> values = new HashMap<>();
            for (int i = 1; i < row.length; i++) {
              if (row[i] != null) {
                values.put(columns.get(i), row[i].toString());
              }
            }
            measures.put((DocumentId) Objects.requireNonNull(row[0]), values);
          }
          return true;
        });
    return measures;
  }

  private List<Report.DeadLetterGroup> deadLetters() throws IOException {
    Map<List<String>, long[]> counts = new LinkedHashMap<>();
    Map<List<String>, List<Report.DeadLetterExample>> examples = new HashMap<>();
    run.visit(
        "dead_letters",
        List.of("source", "cause", "uri", "offset", "detail"),
        null,
        row -> {
          List<String> group = List.of(String.valueOf(row[0]), String.valueOf(row[1]));
          counts.computeIfAbsent(group, k -> new long[1])[0]++;
          List<Report.DeadLetterExample> some =
              examples.computeIfAbsent(group, k -> new ArrayList<>());
          if (some.size() < DEAD_LETTER_EXAMPLES) {
            some.add(
                new Report.DeadLetterExample(
                    String.valueOf(row[2]),
                    (Long) Objects.requireNonNull(row[3]),
                    String.valueOf(row[4])));
          }
          return true;
        });
    List<Report.DeadLetterGroup> groups = new ArrayList<>();
    counts.forEach(
        (group, count) ->
            groups.add(
                new Report.DeadLetterGroup(
                    group.get(0),
                    group.get(1),
                    count[0],
                    examples.getOrDefault(group, List.of()))));
    return groups;
  }
}

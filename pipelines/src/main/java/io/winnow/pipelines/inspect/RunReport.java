package io.winnow.pipelines.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.table.Condition;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.table.WholeFile;
import io.winnow.pipelines.Manifest;
import io.winnow.pipelines.Manifest.ComponentEntry;
import io.winnow.pipelines.Manifest.MixtureEntry;
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
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.jspecify.annotations.Nullable;

/** Makes the report of a finished run from its statistics and a few of its rows. */
public final class RunReport {
  private static final int LARGEST_CLUSTERS = 10;
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
    describeExamples(statistics, exact, near);
    return new Report(
        manifest.name(),
        manifest.digest(),
        record.version(),
        record.finished(),
        sources(statistics),
        Report.Breakdown.of(statistics.kinds()),
        Report.Breakdown.of(statistics.languages()),
        recipe.rules().stream()
            .map(rule -> new Report.Rule(rule.name(), rule.drop(), rule.prefilter()))
            .toList(),
        Report.Signal.of(statistics, limits()),
        clusters(statistics, exact, near),
        mixtures(),
        examples(statistics),
        deadLetters(),
        record.stages().stream()
            .map(
                stage ->
                    new Report.Stage(
                        stage.name(),
                        stage.seconds(),
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
    recipe.exact().by().forEach(by -> order.add(new Reason("exact", "duplicate-" + by)));
    order.add(new Reason("minhash", "near-duplicate"));
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
          String method = exact ? String.valueOf(row[4]) : "minhash";
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

  private List<Report.Clusters> clusters(
      Statistics statistics, List<Largest> exact, List<Largest> near) {
    SortedMap<Reason, Amount> dropped = new TreeMap<>();
    for (SourceStatistics source : statistics.sources()) {
      source.dropped().forEach((reason, amount) -> dropped.merge(reason, amount, Amount::plus));
    }
    List<Report.Clusters> clusters = new ArrayList<>();
    for (Map.Entry<String, ClusterSizes> method : statistics.clusters().entrySet()) {
      boolean minhash = method.getKey().equals("minhash");
      Reason reason =
          minhash
              ? new Reason("minhash", "near-duplicate")
              : new Reason("exact", "duplicate-" + method.getKey());
      List<Report.Cluster> largest = new ArrayList<>();
      for (Largest cluster : minhash ? near : exact) {
        if (cluster.method.equals(method.getKey())) {
          largest.add(describe(cluster));
        }
      }
      clusters.add(
          Report.Clusters.of(
              method.getKey(),
              method.getValue(),
              dropped.getOrDefault(reason, Amount.NONE).documents(),
              largest,
              minhash
                  ? new Report.Banding(
                      recipe.minhash().bands(), recipe.minhash().rows(), recipe.minhash().shingle())
                  : null));
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
          List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
      run.visit(
          "mixtures/" + mixture.name(),
          List.of("source", "kind", "language", "tokens"),
          null,
          row -> {
            for (int i = 0; i < 3; i++) {
              long[] sum =
                  sums.get(i)
                      .computeIfAbsent(
                          row[i] == null ? Statistics.NO_LANGUAGE : row[i].toString(),
                          k -> new long[2]);
              sum[0]++;
              sum[1] += (Long) Objects.requireNonNull(row[3]);
            }
            return true;
          });
      mixtures.add(
          new Report.Mixture(
              mixture.name(),
              mixture.documents(),
              mixture.tokens(),
              components,
              shares(sums.get(0)),
              shares(sums.get(1)),
              shares(sums.get(2))));
    }
    return mixtures;
  }

  private static List<Report.Share> shares(SortedMap<String, long[]> sums) {
    List<Report.Share> shares = new ArrayList<>();
    sums.forEach((name, sum) -> shares.add(new Report.Share(name, sum[0], sum[1])));
    shares.sort(Comparator.comparingLong(Report.Share::tokens).reversed());
    return shares;
  }

  private record Described(String source, String uri, @Nullable String title, String excerpt) {}

  /** Reads the few documents that the page shows, shard by shard where one of them lies. */
  private void describeExamples(Statistics statistics, List<Largest> exact, List<Largest> near)
      throws IOException {
    Set<DocumentId> wanted = new HashSet<>(statistics.examples(null));
    statistics.reasons().forEach(reason -> wanted.addAll(statistics.examples(reason)));
    for (List<Largest> clusters : List.of(exact, near)) {
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

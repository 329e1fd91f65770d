package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.condition.Condition;
import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.manifest.RunRecord;
import io.winnow.pipelines.manifest.SourceBooks;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.quality.decision.RuleSettings;
import io.winnow.report.Report;
import io.winnow.report.run.RunFacts;
import io.winnow.report.run.RunFacts.Rule;
import io.winnow.report.run.RunFacts.Stage;
import io.winnow.report.sections.Breakdowns;
import io.winnow.report.sections.Breakdowns.Breakdown;
import io.winnow.report.sections.DeadLettersSection;
import io.winnow.report.sections.ExamplesSection;
import io.winnow.report.sections.ExamplesSection.Example;
import io.winnow.report.sections.ExamplesSection.ExampleGroup;
import io.winnow.report.sections.FunnelSection;
import io.winnow.report.sections.FunnelSection.Source;
import io.winnow.report.sections.FunnelSection.Step;
import io.winnow.report.sections.GradesSection;
import io.winnow.report.sections.MixturesSection;
import io.winnow.report.sections.MixturesSection.Mixture;
import io.winnow.report.sections.MixturesSection.Share;
import io.winnow.report.sections.RulesSection;
import io.winnow.report.sections.RulesSection.RuleCount;
import io.winnow.report.sections.Section;
import io.winnow.report.sections.SignalsSection;
import io.winnow.report.sections.SignalsSection.Signal;
import io.winnow.report.sections.StagesSection;
import io.winnow.report.sections.likeness.ClustersSection;
import io.winnow.report.sections.likeness.ClustersSection.Clusters;
import io.winnow.report.sections.likeness.CopiesSection;
import io.winnow.report.sections.likeness.EmbeddingsSection;
import io.winnow.report.sections.thresholds.ThresholdsSection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the report of a small run says, beside what its tables say row by row. */
class ReportSectionsTest {
  private static @Nullable RunFolder finished;
  private static @Nullable Report read;

  @BeforeAll
  static void run() throws IOException {
    Path out = FinishedSamples.get().out();
    finished = RunFolder.open(out.toString());
    read = Report.fromJson(Files.readAllBytes(out.resolve("report/report.json")));
  }

  private static <S extends Section> S section(Class<S> type) {
    return Objects.requireNonNull(read).section(type);
  }

  /** All rows of a table, as maps from columns to values; those that are missing are left out. */
  private static List<Map<String, Object>> rows(String table, String... columns)
      throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    Objects.requireNonNull(finished)
        .visit(
            table,
            List.of(columns),
            null,
            row -> {
              Map<String, Object> values = new HashMap<>();
              for (int i = 0; i < columns.length; i++) {
                if (row[i] != null) {
                  values.put(columns[i], row[i]);
                }
              }
              return rows.add(values);
            });
    return rows;
  }

  /** Rows by the document that they are of. */
  private static Map<Object, Map<String, Object>> byId(List<Map<String, Object>> rows) {
    return rows.stream().collect(Collectors.toMap(row -> row.get("id"), row -> row));
  }

  private static Map<String, Long> count(
      Stream<Map<String, Object>> rows, Function<Map<String, Object>, String> name) {
    return rows.collect(Collectors.groupingBy(name, TreeMap::new, Collectors.counting()));
  }

  private static List<Map<String, Object>> decisions() throws IOException {
    return rows("decisions", "id", "source", "kind", "kept", "stage", "reason", "bucket", "tier");
  }

  /** A place as seen from the folder of the recipe, in which all inputs lie. */
  private static String place(Object uri) {
    String folder = FinishedSamples.get().recipe().getParent() + "/";
    assertTrue(uri.toString().startsWith(folder), uri.toString());
    return uri.toString().substring(folder.length());
  }

  @Test
  void theReportNamesNoFolderOfTheMachine() throws IOException {
    Path report = FinishedSamples.get().out().resolve("report");
    String machine = FinishedSamples.get().folder().toString();
    for (String file : List.of("index.html", "report.json")) {
      String text = Files.readString(report.resolve(file));
      assertTrue(text.contains("web/pages/frost.html"), file);
      assertTrue(!text.contains(machine), file);
    }
  }

  private static boolean isKept(Map<String, Object> decision) {
    return Boolean.TRUE.equals(decision.get("kept"));
  }

  @Test
  void funnelsSayWhatTheBooksSay() {
    List<Source> sources = section(FunnelSection.class).sources();
    List<SourceBooks> books = Objects.requireNonNull(finished).manifest().books();
    assertEquals(books.stream().map(SourceBooks::source).toList(), names(sources, Source::name));
    for (int i = 0; i < books.size(); i++) {
      Source source = sources.get(i);
      assertEquals(books.get(i).records(), source.records());
      assertEquals(books.get(i).records(), source.accounted());
      assertEquals(books.get(i).kept(), source.kept().documents());
      assertEquals(books.get(i).deadLetters(), source.deadLetters());
      Map<String, Long> out = new TreeMap<>();
      for (Step step : source.steps()) {
        if (step.dropped().documents() > 0) {
          out.put(step.stage() + "/" + step.reason(), step.dropped().documents());
        }
      }
      source.passedOver().forEach(count -> out.put("ingest/" + count.name(), count.count()));
      assertEquals(books.get(i).dropped(), out);
    }
  }

  private static <T, N> List<N> names(List<T> list, Function<T, N> name) {
    return list.stream().map(name).toList();
  }

  private static Map<String, Long> documents(List<Breakdown> parts, boolean kept) {
    Map<String, Long> documents = new TreeMap<>();
    for (Breakdown part : parts) {
      long number = kept ? part.kept().documents() : part.dropped().documents();
      if (number > 0) {
        documents.put(part.name(), number);
      }
    }
    return documents;
  }

  @Test
  void kindsLanguagesAndGradesAreThoseOfTheDocuments() throws IOException {
    Map<Object, Map<String, Object>> signals = byId(rows("signals", "id", "language", "tokens"));
    Breakdowns parts = section(Breakdowns.class);
    for (boolean kept : List.of(true, false)) {
      List<Map<String, Object>> some =
          decisions().stream().filter(row -> isKept(row) == kept).toList();
      assertEquals(
          count(some.stream(), row -> (String) row.get("kind")), documents(parts.kinds(), kept));
      assertEquals(
          count(
              some.stream(),
              row -> (String) signals.get(row.get("id")).getOrDefault("language", "und")),
          documents(parts.languages(), kept));
      assertEquals(
          count(
              some.stream().filter(row -> row.containsKey("bucket") || row.containsKey("tier")),
              ReportSectionsTest::grade),
          documents(section(GradesSection.class).grades(), kept));
    }
    Map<String, Function<Map<String, Object>, Object>> labels =
        Map.of(
            "programming languages", row -> row.get("programming_language"),
            "licences", row -> row.getOrDefault("licence", "none"),
            "domains", row -> domain((String) row.get("source_uri")));
    Map<String, List<Breakdown>> found =
        Map.of(
            "programming languages", parts.programmingLanguages(),
            "licences", parts.licences(),
            "domains", parts.domains());
    List<Map<String, Object>> documents =
        rows("documents", "id", "programming_language", "licence", "source_uri");
    labels.forEach(
        (name, label) -> {
          Map<String, Long> expected =
              count(
                  documents.stream().filter(row -> label.apply(row) != null),
                  row -> (String) label.apply(row));
          Map<String, Long> counted = new TreeMap<>();
          found.get(name).forEach(part -> counted.put(part.name(), part.all().documents()));
          assertTrue(!expected.isEmpty(), name);
          assertEquals(expected, counted, name);
        });
    long tokens = signals.values().stream().mapToLong(row -> (Long) row.get("tokens")).sum();
    for (List<Breakdown> list : List.of(parts.kinds(), parts.languages())) {
      assertEquals(tokens, list.stream().mapToLong(part -> part.all().tokens()).sum());
      List<Long> sizes = list.stream().map(part -> part.all().tokens()).toList();
      assertEquals(sizes.stream().sorted(Comparator.reverseOrder()).toList(), sizes);
    }
  }

  /** A second opinion for addresses as plain as those of the samples. */
  private static @Nullable String domain(@Nullable String address) {
    if (address == null || !address.startsWith("http")) {
      return null;
    }
    String[] labels = URI.create(address).getHost().split("\\.");
    return labels[labels.length - 2] + "." + labels[labels.length - 1];
  }

  private static String grade(Map<String, Object> decision) {
    return decision.containsKey("bucket")
        ? decision.get("kind") + " bucket 0" + decision.get("bucket")
        : decision.get("kind") + " tier " + decision.get("tier");
  }

  @Test
  void rulesAndTheirLimitsAreThoseOfTheRecipe() {
    Recipe recipe = Recipe.parse(Objects.requireNonNull(finished).manifest().recipe());
    assertEquals(
        recipe.rules().stream()
            .map(
                rule ->
                    new Rule(
                        rule.name(), rule.drop(), rule.kinds(), rule.sources(), rule.prefilter()))
            .toList(),
        section(RulesSection.class).rules());
    Map<String, String> limits = new TreeMap<>();
    for (Signal signal : section(SignalsSection.class).signals()) {
      signal
          .limits()
          .forEach(
              limit ->
                  limits.merge(
                      signal.name() + " of " + signal.part(),
                      limit.operator() + limit.number() + " " + limit.rule(),
                      (a, b) -> a + ", " + b));
    }
    assertEquals(
        Map.of(
            "words of web, social",
            "<20.0 too-short",
            "code_quality of code",
            "<0.05 low-tier, >=0.5 tier high"),
        limits);
  }

  @Test
  void rulesAloneTakeWhatTheirConditionsHoldFor() throws IOException {
    Recipe recipe = Recipe.parse(Objects.requireNonNull(finished).manifest().recipe());
    Map<Object, Set<String>> taken = new HashMap<>();
    for (RuleSettings rule : recipe.rules()) {
      Set<Object> holds = new HashSet<>();
      for (String table : List.of("documents", "signals")) {
        List<String> columns = finished.readableColumns(table);
        if (columns.containsAll(Condition.parse(rule.drop()).columns())) {
          finished.visit(
              table, List.of("id"), Condition.parse(rule.drop()), row -> holds.add(row[0]));
        }
      }
      for (Map<String, Object> decision : decisions()) {
        if (holds.contains(decision.get("id"))
            && (rule.kinds().isEmpty() || rule.kinds().contains(decision.get("kind")))) {
          taken.computeIfAbsent(decision.get("id"), id -> new HashSet<>()).add(rule.name());
        }
      }
    }
    assertTrue(taken.size() >= 3, taken.toString());
    for (RuleCount count : section(RulesSection.class).ruleCounts()) {
      List<Set<String>> own =
          taken.values().stream().filter(rules -> rules.contains(count.rule())).toList();
      assertEquals(own.size(), count.alone().documents(), count.rule());
      assertEquals(
          own.stream().filter(rules -> rules.size() == 1).count(), count.only().documents());
      count
          .shared()
          .forEach(
              other ->
                  assertEquals(
                      own.stream().filter(rules -> rules.contains(other.rule())).count(),
                      other.documents()));
    }
    assertEquals(recipe.rules().size(), section(RulesSection.class).ruleCounts().size());
  }

  @Test
  void histogramsHoldEveryDocument() throws IOException {
    Map<Object, Map<String, Object>> signals = byId(rows("signals", "id", "words"));
    Signal words =
        section(SignalsSection.class).signals().stream()
            .filter(signal -> signal.name().equals("words"))
            .findFirst()
            .orElseThrow();
    List<Double> kept = new ArrayList<>();
    List<Double> dropped = new ArrayList<>();
    long missing = 0;
    for (Map<String, Object> decision : decisions()) {
      Double value = (Double) signals.get(decision.get("id")).get("words");
      if (value == null) {
        missing++;
      } else {
        (isKept(decision) ? kept : dropped).add(value);
      }
    }
    assertEquals(missing, words.missing());
    assertEquals(kept.size(), words.buckets().stream().mapToLong(bucket -> bucket.kept()).sum());
    assertEquals(
        dropped.size(), words.buckets().stream().mapToLong(bucket -> bucket.dropped()).sum());
    assertEquals(kept.stream().mapToDouble(n -> n).max().orElseThrow(), words.kept().max());
    assertEquals(dropped.stream().mapToDouble(n -> n).min().orElseThrow(), words.dropped().min());
    kept.sort(null);
    double median = kept.get((kept.size() - 1) / 2);
    assertEquals(1, words.kept().approximateMedian() / median, 0.2, "buckets are a fifth wide");
  }

  @Test
  void duplicatesAreThoseOfTheListsOfClusters() throws IOException {
    Map<String, String> reasons =
        Map.of(
            "content", "duplicate-content",
            "url", "duplicate-url",
            "minhash", "near-duplicate",
            "semdedup", "semantic-duplicate");
    Map<Object, Map<String, Object>> documents = byId(rows("documents", "id", "uri"));
    List<Clusters> methods = section(ClustersSection.class).clusters();
    assertTrue(methods.size() >= 3, methods.toString());
    for (Clusters method : methods) {
      String table =
          switch (method.method()) {
            case "minhash" -> "clusters_minhash";
            case "semdedup" -> "clusters_semantic";
            default -> "clusters_exact";
          };
      boolean exact = table.equals("clusters_exact");
      Map<Object, List<Map<String, Object>>> members =
          (exact
                  ? rows(table, "id", "cluster", "survivor", "by")
                  : rows(table, "id", "cluster", "survivor"))
              .stream()
                  .filter(row -> !exact || method.method().equals(row.get("by")))
                  .collect(Collectors.groupingBy(row -> row.get("cluster")));
      assertEquals(members.size(), method.clusters());
      assertEquals(members.values().stream().mapToLong(List::size).sum(), method.members());
      assertEquals(
          decisions().stream()
              .filter(row -> reasons.get(method.method()).equals(row.get("reason")))
              .count(),
          method.dropped());
      List<Integer> sizes =
          members.values().stream().map(List::size).sorted(Comparator.reverseOrder()).toList();
      assertEquals(
          sizes.stream().limit(10).map(Integer::longValue).toList(),
          method.largest().stream().map(ClustersSection.Cluster::size).toList());
      ClustersSection.Cluster largest = method.largest().get(0);
      List<Map<String, Object>> own =
          members.entrySet().stream()
              .filter(entry -> entry.getKey().toString().equals(largest.cluster()))
              .findFirst()
              .orElseThrow()
              .getValue();
      assertEquals(
          own.stream().map(row -> place(documents.get(row.get("id")).get("uri"))).limit(8).toList(),
          largest.memberUris());
      assertEquals(
          place(documents.get(own.get(0).get("survivor")).get("uri")), largest.survivorUri());
    }
  }

  @Test
  void pairsThatMetAreCounted() throws IOException {
    List<Map<String, Object>> edges = rows("edges_minhash", "passed");
    Clusters near =
        section(ClustersSection.class).clusters().stream()
            .filter(method -> method.method().equals("minhash"))
            .findFirst()
            .orElseThrow();
    ClustersSection.Banding banding = Objects.requireNonNull(near.banding());
    assertEquals(edges.size(), banding.pairs());
    assertEquals(
        edges.stream().filter(row -> !Boolean.TRUE.equals(row.get("passed"))).count(),
        banding.failed());
    assertEquals(List.of(25, 4, 3), List.of(banding.bands(), banding.rows(), banding.shingle()));
  }

  @Test
  void clustersOfEmbeddingsAreCountedAndNamed() throws IOException {
    Map<Object, Map<String, Object>> decisions = byId(decisions());
    Map<Object, Map<String, Object>> documents = byId(rows("documents", "id", "uri", "title"));
    Map<Object, List<Object>> members = new HashMap<>();
    for (Map<String, Object> row : rows("cells", "id", "cell")) {
      if (row.containsKey("cell")) {
        members.computeIfAbsent(row.get("cell"), cell -> new ArrayList<>()).add(row.get("id"));
      }
    }
    List<EmbeddingsSection.Cell> cells = section(EmbeddingsSection.class).cells();
    assertEquals(members.size(), cells.size());
    for (EmbeddingsSection.Cell cell : cells) {
      List<Object> own = members.get(cell.number());
      assertEquals(own.size(), cell.documents());
      assertEquals(own.stream().filter(id -> isKept(decisions.get(id))).count(), cell.kept());
      assertEquals(
          own.stream()
              .sorted()
              .limit(3)
              .map(documents::get)
              .map(row -> row.getOrDefault("title", place(row.get("uri"))))
              .toList(),
          cell.titles());
    }
    List<EmbeddingsSection.Threshold> thresholds = section(EmbeddingsSection.class).thresholds();
    List<Double> cosines = names(thresholds, threshold -> threshold.cosine());
    assertEquals(cosines.stream().distinct().sorted(Comparator.reverseOrder()).toList(), cosines);
    EmbeddingsSection.Threshold decides =
        thresholds.stream().filter(threshold -> threshold.decides()).findFirst().orElseThrow();
    assertEquals(0.9, decides.cosine());
    assertEquals(
        decisions.values().stream().filter(row -> "semdedup".equals(row.get("stage"))).count(),
        decides.gone());
  }

  @Test
  void sharesOfAMixtureAreThoseOfItsParts() throws IOException {
    List<Mixture> mixtures = section(MixturesSection.class).mixtures();
    assertEquals(4, mixtures.size());
    Mixture mixture = mixtures.get(0);
    List<Map<String, Object>> written =
        rows("mixtures/pretrain-1", "id", "component", "source", "kind", "language", "tokens");
    assertEquals(shares(written, row -> (String) row.get("source")), shares(mixture.bySource()));
    assertEquals(shares(written, row -> (String) row.get("kind")), shares(mixture.byKind()));
    Map<Object, Map<String, Object>> signals = byId(rows("signals", "id", "language"));
    assertEquals(
        shares(written, row -> (String) signals.get(row.get("id")).getOrDefault("language", "und")),
        shares(mixture.byLanguage()));
    Map<Object, Map<String, Object>> decisions = byId(decisions());
    assertEquals(
        shares(
            written,
            row -> {
              Map<String, Object> decision = decisions.get(row.get("id"));
              return decision.containsKey("bucket") || decision.containsKey("tier")
                  ? grade(decision)
                  : "none";
            }),
        shares(mixture.byGrade()));
    Map<Object, Long> copies =
        written.stream()
            .collect(Collectors.groupingBy(row -> row.get("id"), Collectors.counting()));
    assertEquals(
        shares(written, row -> copies.get(row.get("id")) + " ×"), shares(mixture.byCopies()));
    assertEquals(written.size(), mixture.documents());
  }

  /** Documents and tokens by name. */
  private static Map<String, List<Long>> shares(
      List<Map<String, Object>> written, Function<Map<String, Object>, String> name) {
    Map<String, List<Long>> shares = new TreeMap<>();
    for (Map<String, Object> row : written) {
      shares.merge(
          name.apply(row),
          List.of(1L, (Long) row.get("tokens")),
          (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)));
    }
    return shares;
  }

  private static Map<String, List<Long>> shares(List<Share> shares) {
    Map<String, List<Long>> map = new TreeMap<>();
    shares.forEach(share -> map.put(share.name(), List.of(share.documents(), share.tokens())));
    return map;
  }

  @Test
  void examplesHadTheFateThatTheyAreExamplesOf() throws IOException {
    Map<String, Map<String, Object>> decisions = new HashMap<>();
    decisions().forEach(row -> decisions.put(row.get("id").toString(), row));
    Map<String, Map<String, Object>> signals = new HashMap<>();
    rows("signals", "id", "words", "language")
        .forEach(row -> signals.put(row.get("id").toString(), row));
    Map<String, Map<String, Object>> texts = new HashMap<>();
    rows("documents", "id", "text").forEach(row -> texts.put(row.get("id").toString(), row));
    Map<String, Set<String>> looked = new HashMap<>();
    for (ExampleGroup group : section(ExamplesSection.class).examples()) {
      long all =
          decisions.values().stream()
              .filter(row -> Objects.equals(group.reason(), row.get("reason")))
              .count();
      assertEquals(all, group.documents());
      assertEquals(Math.min(3, all), group.examples().size());
      for (Example example : group.examples()) {
        assertEquals(group.stage(), decisions.get(example.id()).get("stage"));
        assertEquals(group.reason(), decisions.get(example.id()).get("reason"));
        String text = (String) texts.get(example.id()).get("text");
        assertEquals(text.length() <= 600 ? text : text.substring(0, 599) + "…", example.excerpt());
        example
            .measures()
            .forEach(
                measure -> {
                  looked
                      .computeIfAbsent(group.reason(), reason -> new HashSet<>())
                      .add(measure.name());
                  if (List.of("words", "language").contains(measure.name())) {
                    Object value = signals.get(example.id()).get(measure.name());
                    assertEquals(value == null ? null : value.toString(), measure.value());
                  }
                });
      }
    }
    assertEquals(Set.of("words"), looked.get("too-short"));
    assertEquals(Set.of("programming_language"), looked.get("prose-in-repository"));
    List<String> written =
        section(ExamplesSection.class).examples().stream()
            .filter(group -> "prose-in-repository".equals(group.reason()))
            .flatMap(group -> group.examples().stream())
            .map(example -> String.valueOf(example.measures().get(0).value()))
            .toList();
    assertTrue(
        !written.isEmpty() && Set.of("text", "markdown").containsAll(written), written.toString());
  }

  @Test
  void documentsAtLimitsAreTheNearestOnBothSides() throws IOException {
    Map<Object, Map<String, Object>> signals = byId(rows("signals", "id", "words"));
    ThresholdsSection.NearThreshold near = section(ThresholdsSection.class).nearThresholds().get(0);
    assertEquals(
        List.of("too-short", "words", "<", 20.0),
        List.of(near.rule(), near.column(), near.operator(), near.number()));
    for (boolean kept : List.of(true, false)) {
      List<Double> distances =
          decisions().stream()
              .filter(row -> kept ? isKept(row) : "too-short".equals(row.get("reason")))
              .filter(row -> List.of("web", "social").contains(row.get("kind")))
              .map(row -> Math.abs((Double) signals.get(row.get("id")).get("words") - 20))
              .sorted()
              .limit(3)
              .toList();
      List<Double> found =
          names(
              kept ? near.kept() : near.dropped(),
              example -> Math.abs(Double.parseDouble(example.measures().get(0).value()) - 20));
      assertTrue(!found.isEmpty());
      assertEquals(distances, found);
    }
  }

  @Test
  void copiesStandBesideTheirSurvivors() throws IOException {
    Map<String, Map<String, Object>> decisions = new HashMap<>();
    decisions().forEach(row -> decisions.put(row.get("id").toString(), row));
    Map<String, Set<String>> survivors = new HashMap<>();
    for (String list : List.of("clusters_exact", "clusters_minhash", "clusters_semantic")) {
      rows(list, "id", "survivor").stream()
          .filter(row -> row.containsKey("survivor"))
          .forEach(
              row ->
                  survivors
                      .computeIfAbsent(row.get("id").toString(), id -> new HashSet<>())
                      .add(row.get("survivor").toString()));
    }
    List<CopiesSection.Copy> copies = section(CopiesSection.class).copies();
    assertTrue(
        copies.stream().map(copy -> copy.reason()).distinct().count() >= 2, copies.toString());
    for (CopiesSection.Copy copy : copies) {
      Map<String, Object> decision = decisions.get(copy.loser().id());
      assertEquals(copy.reason(), decision.get("reason"));
      assertEquals(copy.stage(), decision.get("stage"));
      String survivor = Objects.requireNonNull(copy.survivor()).id();
      assertTrue(survivors.get(copy.loser().id()).contains(survivor), copy.toString());
      assertTrue(!survivor.equals(copy.loser().id()));
    }
  }

  @Test
  void deadLettersAreCountedByCause() throws IOException {
    Map<String, Long> expected =
        count(
            rows("dead_letters", "source", "cause", "uri").stream(),
            row -> row.get("source") + " " + row.get("cause"));
    Map<String, Long> found = new TreeMap<>();
    section(DeadLettersSection.class)
        .deadLetters()
        .forEach(
            group -> {
              found.put(group.source() + " " + group.cause(), group.records());
              assertEquals(Math.min(5, group.records()), group.examples().size());
            });
    assertTrue(expected.size() >= 2, expected.toString());
    assertEquals(expected, found);
  }

  @Test
  void stagesAreThoseOfTheRecordOfTimes() throws IOException {
    RunRecord record = RunRecord.read(Objects.requireNonNull(finished).folder());
    List<Stage> stages = section(StagesSection.class).stages();
    assertEquals(record.stages().size(), stages.size());
    for (int i = 0; i < stages.size(); i++) {
      assertEquals(record.stages().get(i).name(), stages.get(i).name());
      assertEquals(record.stages().get(i).seconds(), stages.get(i).seconds());
      assertEquals(record.stages().get(i).computed(), stages.get(i).shardsComputed());
      assertEquals(2, stages.get(i).cores());
      RunFacts.Cost cost = Objects.requireNonNull(stages.get(i).cost());
      assertEquals(record.stages().get(i).seconds(), cost.seconds());
      assertEquals(record.stages().get(i).documents(), cost.documents());
    }
  }
}

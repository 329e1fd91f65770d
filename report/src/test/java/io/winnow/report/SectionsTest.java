package io.winnow.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.table.Table;
import io.winnow.report.html.HistogramChart.Bucket;
import io.winnow.report.html.HistogramChart.Limit;
import io.winnow.report.run.Drops;
import io.winnow.report.run.RuleScope;
import io.winnow.report.run.RunFacts;
import io.winnow.report.run.RunFacts.Component;
import io.winnow.report.run.RunFacts.Cost;
import io.winnow.report.run.RunFacts.Rule;
import io.winnow.report.run.RunFacts.Stage;
import io.winnow.report.sections.Breakdowns;
import io.winnow.report.sections.Breakdowns.Breakdown;
import io.winnow.report.sections.CutsSection;
import io.winnow.report.sections.DeadLettersSection;
import io.winnow.report.sections.DeadLettersSection.DeadLetterExample;
import io.winnow.report.sections.DeadLettersSection.DeadLetterGroup;
import io.winnow.report.sections.ExamplesSection;
import io.winnow.report.sections.ExamplesSection.Example;
import io.winnow.report.sections.ExamplesSection.ExampleGroup;
import io.winnow.report.sections.ExamplesSection.Measure;
import io.winnow.report.sections.FunnelSection;
import io.winnow.report.sections.FunnelSection.Source;
import io.winnow.report.sections.FunnelSection.Step;
import io.winnow.report.sections.GradesSection;
import io.winnow.report.sections.LossesSection;
import io.winnow.report.sections.LossesSection.LossGroup;
import io.winnow.report.sections.LossesSection.Losses;
import io.winnow.report.sections.LossesSection.PositionLoss;
import io.winnow.report.sections.LossesSection.Surprise;
import io.winnow.report.sections.MixturesSection;
import io.winnow.report.sections.MixturesSection.Mixture;
import io.winnow.report.sections.MixturesSection.Share;
import io.winnow.report.sections.RecipeSection;
import io.winnow.report.sections.RulesSection;
import io.winnow.report.sections.RulesSection.RuleCount;
import io.winnow.report.sections.RulesSection.Shared;
import io.winnow.report.sections.Section;
import io.winnow.report.sections.SignalsSection;
import io.winnow.report.sections.SignalsSection.Quantiles;
import io.winnow.report.sections.SignalsSection.Signal;
import io.winnow.report.sections.StagesSection;
import io.winnow.report.sections.likeness.ClustersSection;
import io.winnow.report.sections.likeness.ClustersSection.Banding;
import io.winnow.report.sections.likeness.ClustersSection.Cluster;
import io.winnow.report.sections.likeness.ClustersSection.Clusters;
import io.winnow.report.sections.likeness.ClustersSection.SizeRange;
import io.winnow.report.sections.likeness.CopiesSection;
import io.winnow.report.sections.likeness.CopiesSection.Copy;
import io.winnow.report.sections.likeness.EmbeddingsSection;
import io.winnow.report.sections.likeness.EmbeddingsSection.Cell;
import io.winnow.report.sections.likeness.EmbeddingsSection.Threshold;
import io.winnow.report.sections.thresholds.ThresholdsSection;
import io.winnow.report.sections.thresholds.ThresholdsSection.NearThreshold;
import io.winnow.report.statistics.Amount;
import io.winnow.report.statistics.DocumentFacts;
import io.winnow.report.statistics.DocumentFacts.Labels;
import io.winnow.report.statistics.DocumentFacts.Verdicts;
import io.winnow.report.statistics.Scale;
import io.winnow.report.statistics.SignalScale;
import io.winnow.report.statistics.Statistics;
import io.winnow.report.statistics.StatisticsSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;

/** What each section says of numbers of which one knows what it should say. */
class SectionsTest {

  private static final Source CRAWL =
      new Source(
          "crawl",
          "web",
          105,
          List.of(),
          5,
          List.of(
              new Step("rules", "too-short", new Amount(20, 400, 2_000)),
              new Step("exact", "duplicate-url", new Amount(10, 3_000, 9_000)),
              new Step("semdedup", "semantic-duplicate", new Amount(2, 500, 1_500))),
          new Amount(68, 50_000, 200_000));

  private static final Drops DROPS =
      new Drops(
          List.of(
              Drop.decided("rules", "too-short"),
              Drop.groups(
                  "exact",
                  "duplicate-url",
                  "exact copy: ",
                  Table.list("clusters_exact", Table.ROW)),
              Drop.losers(
                  "semdedup",
                  "semantic-duplicate",
                  "",
                  Table.list("clusters_semantic", Table.ROW))));

  /** The page of one section, over documents of a known source. */
  private static Document page(Section section) {
    Report report = MadeUp.of(new FunnelSection(List.of(CRAWL)), section);
    return Jsoup.parse(ReportPage.render(report, DROPS));
  }

  private static List<String> rows(Section section, String place) {
    return page(section).select(place + " tbody tr").eachText();
  }

  @Test
  void theListOfDropsGivesTheFunnelItsWordsAndColours() {
    Document page = page(new CutsSection(List.of()));
    assertEquals(
        List.of("passed over", "dead letters", "rules", "exact copies", "near copies", "kept"),
        page.select("#funnel .legend > span").eachText());
    assertEquals(
        List.of(
            "Records in",
            "Passed over",
            "Dead letters",
            "Documents",
            "too-short",
            "exact copy: duplicate-url",
            "semantic-duplicate",
            "Kept"),
        page.select("#funnel tbody th").eachText());
    assertEquals(
        List.of("key passed", "key dead", "key rule", "key exact", "key near", "key kept"),
        page.select("#funnel tbody .key").eachAttr("class"));
    Drops rulesOnly = new Drops(List.of(Drop.decided("rules", "too-short")));
    Report report = MadeUp.of(new FunnelSection(List.of(CRAWL)));
    Document plain = Jsoup.parse(ReportPage.render(report, rulesOnly));
    assertEquals(
        List.of("passed over", "dead letters", "rules", "kept"),
        plain.select("#funnel .legend > span").eachText());
    assertTrue(plain.select("#funnel tbody th").eachText().contains("duplicate-url"));
  }

  @Test
  void kindsAndGradesShowWhatIsKeptOfThem() {
    List<Breakdown> parts =
        List.of(
            new Breakdown("first", new Amount(30, 600, 1), new Amount(10, 200, 1)),
            new Breakdown("second", Amount.NONE, new Amount(7, 1_234, 1)));
    List<String> expected = List.of("first 30 10 600 200 75.0 %", "second 0 7 0 1,234 0.0 %");
    Breakdowns both =
        new Breakdowns(parts, parts.subList(1, 2), List.of(), parts, parts.subList(0, 1));
    assertEquals(List.of("Kinds", "Languages", "Licences", "Domains"), headings(both));
    assertEquals(
        List.of(
            expected.get(0),
            expected.get(1),
            expected.get(1),
            expected.get(0),
            expected.get(1),
            expected.get(0)),
        page(both).select("#breakdown tbody tr").stream().map(SectionsTest::cells).toList());
    assertEquals(
        expected,
        page(new GradesSection(parts)).select("#grades tbody tr").stream()
            .map(SectionsTest::cells)
            .toList());
  }

  private static List<String> headings(Section section) {
    return page(section).select("#breakdown h3").eachText();
  }

  @Test
  void languagesHaveTheirNames() {
    assertEquals("German (de)", Breakdowns.languageName("de"));
    assertEquals("Cebuano (ceb)", Breakdowns.languageName("ceb"));
    assertEquals("Hebrew (he)", Breakdowns.languageName("he"));
    assertEquals("undetermined (und)", Breakdowns.languageName("und"));
    assertEquals("q9x", Breakdowns.languageName("q9x"));
    assertEquals("<script>", Breakdowns.languageName("<script>"));
    List<Breakdown> german = List.of(new Breakdown("de", new Amount(1, 2, 3), Amount.NONE));
    Breakdown none = new Breakdown("none", new Amount(1, 2, 3), Amount.NONE);
    Breakdowns section = new Breakdowns(german, german, german, List.of(none), List.of());
    assertEquals(
        List.of("de", "German (de)", "de"), page(section).select("#breakdown tbody th").eachText());
    assertEquals(
        List.of("Kinds", "Languages", "Programming languages"),
        headings(section),
        "no licence is known");
  }

  @Test
  void mediansAreGivenByKindSourceAndLanguage() {
    List<RunFacts.Source> sources =
        List.of(
            new RunFacts.Source("crawl", Kind.WEB, 2),
            new RunFacts.Source("old", Kind.WEB, 0),
            new RunFacts.Source("repos", Kind.CODE, 1));
    Statistics statistics =
        new Statistics(
            new StatisticsSettings(
                List.of("crawl", "old", "repos"),
                List.of(new SignalScale("zeros", Scale.RATIO)),
                List.of(),
                List.of(),
                3,
                45));
    String[] from = {"crawl", "crawl", "old", "repos"};
    double[] values = {0, 0.5, 1, 0};
    for (int i = 0; i < from.length; i++) {
      Kind kind = i == 3 ? Kind.CODE : Kind.WEB;
      statistics.add(
          new DocumentFacts(
              from[i],
              kind,
              i == 3 ? null : "en",
              new DocumentId(i, i),
              true,
              null,
              null,
              9,
              9,
              null,
              new double[] {values[i]},
              Labels.NONE,
              Verdicts.NONE));
    }
    SignalsSection section = SignalsSection.of(statistics, sources, Map.of());
    assertEquals(
        List.of(
            "kind web 3",
            "kind code 1",
            "source crawl 2",
            "source old 1",
            "source repos 1",
            "language en 3",
            "language und 1"),
        section.signalMedians().stream()
            .map(
                part -> part.by() + " " + part.name() + " " + part.signals().get(0).kept().values())
            .toList());
    assertEquals(
        List.of("Medians by kind", "Medians by source", "Medians by language"),
        page(section).select("#signals summary").eachText());
    Document page = page(section);
    assertEquals(
        List.of("Signal", "web", "code"),
        page.select("#signals details").get(0).select("thead th").eachText());
    // Of web 0, 0.5 and 1: the second, which fills the first half of its bucket.
    assertEquals("zeros 0.51 – 0 –", page.select("#signals tbody tr").get(0).text());
  }

  /** The words of a row but for its bars. */
  private static String cells(org.jsoup.nodes.Element row) {
    row.select("svg").remove();
    return row.text();
  }

  private static List<String> plainRows(Section section, String place) {
    return page(section).select(place + " tbody tr").stream().map(SectionsTest::cells).toList();
  }

  @Test
  void aRuleShowsWhatItDroppedOfAllDocuments() {
    RulesSection rules =
        new RulesSection(
            List.of(
                new Rule("too-short", "words < 20", List.of(), List.of(), true),
                new Rule("duplicate-url", "words > 9", List.of("web"), List.of("crawl"), false)),
            List.of(
                new RuleCount(
                    "too-short",
                    new Amount(33, 400, 1),
                    new Amount(21, 100, 1),
                    List.of(new Shared("duplicate-url", 12)))));
    assertEquals(
        List.of(
            "too-short # words < 20 all before duplicates 20 20.0 % 400 33 21 duplicate-url 12",
            "duplicate-url # words > 9 web, crawl at the end 0 0.0 % 0 – – –"),
        rows(rules, "#rules"));
  }

  @Test
  void whatRulesTakeAloneAndTogetherIsCounted() {
    Statistics statistics =
        new Statistics(
            new StatisticsSettings(
                List.of("crawl"), List.of(), List.of("a", "b", "c"), List.of(), 3, 45));
    int[][] holding = {{0}, {0, 1}, {0, 1, 2}, {2}, {}};
    for (int i = 0; i < holding.length; i++) {
      BitSet rules = new BitSet();
      Arrays.stream(holding[i]).forEach(rules::set);
      statistics.add(
          new DocumentFacts(
              "crawl",
              Kind.WEB,
              "en",
              new DocumentId(i, i),
              true,
              null,
              null,
              10,
              100 + i,
              null,
              new double[0],
              Labels.NONE,
              new Verdicts(rules, new double[0])));
    }
    assertEquals(
        List.of(
            new RuleCount(
                "a",
                new Amount(3, 303, 30),
                new Amount(1, 100, 10),
                List.of(new Shared("b", 2), new Shared("c", 1))),
            new RuleCount(
                "b",
                new Amount(2, 203, 20),
                Amount.NONE,
                List.of(new Shared("a", 2), new Shared("c", 1))),
            new RuleCount(
                "c",
                new Amount(2, 205, 20),
                new Amount(1, 103, 10),
                List.of(new Shared("a", 1), new Shared("b", 1)))),
        RulesSection.counts(statistics));
  }

  @Test
  void aSignalShowsItsQuantilesAndItsLimits() {
    Signal words =
        new Signal(
            "words",
            "",
            Scale.COUNT,
            3,
            new Quantiles(20, 25, 130, 990, 1_234, 0, 50),
            null,
            List.of(new Bucket(10, 40, 0), new Bucket(12, 10, 2)),
            List.of(new Limit("words", "<", 20, "too-short", true)));
    Document page = page(new SignalsSection(List.of(words), List.of()));
    assertEquals(
        List.of("≈ 130 (25 to 990), max 1,234", "none", "3 without a value"),
        page.select("#signals figure > p > span").eachText());
    assertEquals(3, page.select("#signals rect.kept, #signals rect.dropped").size());
    assertEquals(1, page.select("#signals line.limit").size());
    assertTrue(page.select("#signals svg").text().contains("< 20 · too-short"), page.text());
  }

  @Test
  void aRuleForSomeDocumentsIsDrawnOverTheseAlone() {
    List<RunFacts.Source> sources =
        List.of(
            new RunFacts.Source("crawl", Kind.WEB, 2),
            new RunFacts.Source("old", Kind.WEB, 0),
            new RunFacts.Source("repos", Kind.CODE, 1));
    Statistics statistics =
        new Statistics(
            new StatisticsSettings(
                List.of("crawl", "old", "repos"),
                List.of(
                    new SignalScale("words", Scale.COUNT), new SignalScale("lines", Scale.COUNT)),
                List.of(),
                List.of(),
                3,
                45));
    statistics.add(document("crawl", Kind.WEB, 1));
    statistics.add(document("crawl", Kind.WEB, 2));
    statistics.add(document("repos", Kind.CODE, 3));
    List<Rule> rules =
        List.of(
            new Rule("empty", "words < 1", List.of(), List.of(), false),
            new Rule("long-code", "words > 100", List.of("code"), List.of(), false),
            new Rule("short-web", "kind = web and words < 5", List.of(), List.of(), false),
            new Rule("both", "words < 7 and lines < 3", List.of(), List.of("old"), false));
    SignalsSection section = SignalsSection.of(statistics, sources, limits(sources, rules));
    assertEquals(
        List.of(
            "words  3 [empty true]",
            "words code 1 [long-code true]",
            "words web 2 [short-web true]",
            "words old 0 [both false]",
            "lines  3 []",
            "lines old 0 [both false]"),
        section.signals().stream().map(SectionsTest::drawn).toList());
    Document page = page(section);
    assertEquals(
        List.of(1, 1, 1, 0, 0, 0),
        page.select("#signals svg").stream().map(svg -> svg.select("rect.shade").size()).toList());
    assertEquals(
        List.of("words", "words of code", "words of web", "words of old", "lines", "lines of old"),
        page.select("#signals figcaption > span").eachText());
  }

  @Test
  void whatEarlierVersionsDidNotTellApartIsDrawnTogetherAndUntinted() throws IOException {
    List<RunFacts.Source> sources =
        List.of(
            new RunFacts.Source("crawl", Kind.WEB, 1), new RunFacts.Source("repos", Kind.CODE, 1));
    Statistics statistics =
        new Statistics(
            new StatisticsSettings(
                List.of("crawl", "repos"),
                List.of(
                    new SignalScale("words", Scale.COUNT), new SignalScale("lines", Scale.COUNT)),
                List.of(),
                List.of(),
                3,
                45));
    statistics.add(document("crawl", Kind.WEB, 1));
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = (ObjectNode) mapper.readTree(statistics.toJson());
    json.remove("signalsBySource");
    Statistics earlier = Statistics.fromJson(mapper.writeValueAsBytes(json));
    Rule rule = new Rule("long-code", "words > 100", List.of("code"), List.of(), false);
    SignalsSection section = SignalsSection.of(earlier, sources, limits(sources, List.of(rule)));
    assertEquals(
        List.of("words  1 [long-code false]", "lines  1 []"),
        section.signals().stream().map(SectionsTest::drawn).toList());
    assertEquals(List.of(), section.signalMedians());
  }

  private static Map<RuleScope, List<Limit>> limits(
      List<RunFacts.Source> sources, List<Rule> rules) {
    RunFacts facts =
        new RunFacts(
            new RunFacts.Made("run", "digest", "1", "now"),
            MissingNode.getInstance(),
            sources,
            rules,
            List.of(),
            new RunFacts.Likeness(1, 1, 1, 0.5, null),
            List.of(),
            List.of(),
            DROPS,
            new Statistics(
                new StatisticsSettings(List.of(), List.of(), List.of(), List.of(), 0, 1)));
    return RuleScope.limits(facts);
  }

  private static String drawn(Signal signal) {
    long documents = signal.buckets().stream().mapToLong(b -> b.kept() + b.dropped()).sum();
    return String.join(
        " ",
        signal.name(),
        signal.part(),
        "" + documents,
        signal.limits().stream()
            .map(limit -> limit.rule() + " " + limit.decides())
            .toList()
            .toString());
  }

  private static DocumentFacts document(String source, Kind kind, long id) {
    return new DocumentFacts(
        source,
        kind,
        "en",
        new DocumentId(id, id),
        true,
        null,
        null,
        9,
        9,
        null,
        new double[] {10, 2},
        Labels.NONE,
        Verdicts.NONE);
  }

  @Test
  void labelsOfAnAxisLeaveEachOtherRoom() {
    for (long most : new long[] {3, 60, 5_000, 1_000_000, 1L << 39}) {
      List<Bucket> buckets =
          List.of(new Bucket(1, 1, 0), new Bucket(Scale.COUNT.bucket(most), 1, 1));
      Signal signal = new Signal("tokens", "", Scale.COUNT, 0, null, null, buckets, List.of());
      double free = 0;
      for (Element label :
          page(new SignalsSection(List.of(signal), List.of())).select("text.tick")) {
        double half = label.text().length() * 6.2 / 2; // digits of 11 px are 6.2 wide
        double x = Double.parseDouble(label.attr("x"));
        assertTrue(x - half >= free, () -> label + " for " + most);
        free = x + half;
      }
      assertTrue(free > 100 && free <= 330, free + " for " + most);
    }
  }

  @Test
  void thresholdsStandInOrderAndTheOneThatDecidesIsMarked() {
    EmbeddingsSection section =
        new EmbeddingsSection(
            List.of(new Cell(7, 40, 30, List.of("One"))),
            List.of(
                new Threshold(0.99, 890, 3, 800, 19, 7, false),
                new Threshold(0.95, 890, 12, 800, 40, 38, true)));
    assertEquals(
        List.of(
            "0.99 890 3 0.3 % 19 too few pairs for a share",
            "0.95, decides 890 12 1.3 % 40 95.0 %"),
        page(section).select("#embeddings figure tbody tr").eachText());
  }

  @Test
  void duplicatesShowTheirSizesAndTheLargest() {
    Cluster cluster = new Cluster("0a", 12, "Title", "http://a.example/", List.of("u1", "u2"));
    Cluster lost = new Cluster("0b", 2, null, null, List.of("u3"));
    Clusters url =
        new Clusters(
            "url",
            5,
            24,
            19,
            List.of(new SizeRange(2, 2, 3, 6), new SizeRange(8, 15, 2, 18)),
            List.of(cluster, lost),
            new Banding(20, 13, 24, 0.7, 1_000, 40));
    Document page = page(new ClustersSection(List.of(url)));
    assertEquals(
        "5 clusters with 24 members; 19 documents dropped.", page.select("#clusters .lead").text());
    assertEquals(
        List.of("2 3 6", "8–15 2 18"), plainRows(new ClustersSection(List.of(url)), "#clusters"));
    assertEquals(2, page.select("#clusters .pair rect.exact").size());
    assertEquals(
        List.of("12", "Title", "http://a.example/", "2", "no member is kept"),
        page.select("#clusters .cluster summary > *").eachText());
    assertEquals("and 10 more", page.select("#clusters .uris li").get(2).text());
    assertTrue(
        page.select("#clusters figure").text().contains("0.677 at 0.8"),
        "C4's bands and rows, as published");
    assertTrue(
        page.select("#clusters figure").text().contains("40 of them less similar than 0.70"));
    assertEquals(
        Math.pow(1 - Math.pow(0.5, 1 / 20.0), 1 / 13.0),
        Double.parseDouble(page.select("#clusters figure text.limit").text().replaceAll(".* ", "")),
        0.005);
  }

  @Test
  void cutsAndCellsAreShownInNumbers() {
    assertEquals(
        List.of("contaminated 3 4 290"),
        rows(new CutsSection(List.of(new CutsSection.Cut("contaminated", 3, 4, 290))), "#cuts"));
    EmbeddingsSection cells =
        new EmbeddingsSection(
            List.of(new Cell(7, 40, 30, List.of("One", "Two")), new Cell(2, 5, 5, List.of())),
            List.of());
    assertEquals(List.of("One · Two 40 30", "– 5 5"), plainRows(cells, "#embeddings"));
    assertTrue(page(cells).select("#embeddings .lead").text().startsWith("2 clusters"));
  }

  @Test
  void lossesAreGivenByGroupAndByPosition() {
    Surprise noise = new Surprise("0a", "crawl", "http://a.example/", null, 7.9, 300, "x8 92h");
    LossesSection losses =
        new LossesSection(
            new Losses(
                List.of(
                    new LossGroup("source", "crawl", 900, 4_000, 1.25, 3.1, 0.415),
                    new LossGroup("mixture", "all", 12, 60, 1.1, 2.9, null)),
                List.of(new PositionLoss(2, 3, 1_980, 5)),
                List.of(),
                List.of(noise)));
    assertEquals(
        List.of(
            "crawl 1.250 3.100 41.5 % 900 4,000", "all 1.100 2.900 – 12 60", "2 to 3 5.000 1,980"),
        plainRows(losses, "#losses"));
    assertTrue(page(losses).select("#losses details").text().contains("7.900"));
    assertEquals(0, page(new LossesSection(null)).select("#losses").size());
  }

  @Test
  void aMixtureShowsItsComponentsAndShares() {
    Share half = new Share("crawl", 10, 500);
    Share rest = new Share("forum", 3, 1_500);
    Mixture mixture =
        new Mixture(
            "pretrain",
            13,
            2_000,
            new RunFacts.Sequences(100, "best-fit", 25, 2_000),
            List.of(new RunFacts.Export("jsonl.zst", 2, 12_340)),
            List.of(new Component("text", "kind = web", 2, 1.987, 5, 251, 10, 500)),
            List.of(half, rest),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    MixturesSection section = new MixturesSection(List.of(mixture));
    assertEquals(
        "13 copies of documents, 2,000 tokens. Written as 25 sequences of 100 tokens, best-fit,"
            + " 80.0 % full. Exported as jsonl.zst: 2 files, 12.3 kB.",
        page(section).select("#mixtures .lead").text());
    assertEquals(
        List.of(
            "text kind = web 2 1.987 5 10 251 500 25.0 %",
            "forum 75.0 % 1.50 K", "crawl 25.0 % 500"),
        plainRows(section, "#mixtures"));
  }

  @Test
  void anExampleSaysWhatTheRuleLookedAt() {
    Example example =
        new Example(
            "0a",
            "crawl",
            "http://a.example/",
            "Title",
            "a text",
            List.of(new Measure("words", "12"), new Measure("title", null)));
    Document page =
        page(
            new ExamplesSection(
                List.of(
                    new ExampleGroup(null, null, 68, List.of()),
                    new ExampleGroup("exact", "duplicate-url", 10, List.of(example)))));
    assertEquals(List.of("key kept", "key exact"), page.select("#examples .key").eachAttr("class"));
    assertTrue(page.select("#examples summary").get(1).text().contains("10 documents"));
    assertEquals(
        List.of("words 12", "title missing"), page.select("#examples .measures li").eachText());
    assertEquals("a text", page.select("#examples pre").text());
    assertEquals(
        List.of(
            "winnow show . decisions --where 'stage = exact and reason = duplicate-url'",
            "winnow explain . 0a"),
        page.select("#examples .command").eachText());
    assertEquals("crawl #", page.select("#document-0a").text());
  }

  private static Example example(String id, String text) {
    return new Example(id, "crawl", "http://a.example/" + id, null, text, List.of());
  }

  @Test
  void documentsStandOnBothSidesOfALimit() {
    Document page =
        page(
            new ThresholdsSection(
                List.of(
                    new NearThreshold(
                        "too-short",
                        "words",
                        "<",
                        20,
                        List.of(example("0a", "nineteen"), example("0b", "eighteen")),
                        List.of(example("0c", "twenty"))),
                    new NearThreshold("silent", "words", ">", 9, List.of(), List.of()))));
    assertEquals(List.of("too-shortwords < 20"), page.select("#thresholds summary").eachText());
    assertEquals(
        List.of("nineteen", "eighteen", "twenty"), page.select("#thresholds pre").eachText());
    assertEquals(
        List.of("Dropped", "Kept"), page.select("#thresholds .sides > div > .side").eachText());
    assertEquals(
        List.of("document-0a", "document-0b", "document-0c"),
        page.select("#thresholds [id]").eachAttr("id"));
  }

  @Test
  void aCopyStandsBesideItsSurvivor() {
    Document page =
        page(
            new CopiesSection(
                List.of(
                    new Copy("exact", "duplicate-url", example("0a", "lost"), example("0b", "won")),
                    new Copy("exact", "duplicate-url", example("0c", "alone"), null))));
    Elements sides = page.select("#copies .sides").get(0).children();
    assertEquals(List.of("Dropped", "Kept in its place"), sides.select(".side").eachText());
    assertEquals("lost", sides.get(0).select("pre").text());
    assertEquals("won", sides.get(1).select("pre").text());
    assertTrue(page.select("#copies .sides").get(1).text().contains("no document of this run"));
    assertEquals(
        List.of("key exact", "key exact"), page.select("#copies summary .key").eachAttr("class"));
  }

  @Test
  void aDocumentThatIsShownTwiceHasOnePlace() {
    Document page =
        page(
            new ExamplesSection(
                List.of(
                    new ExampleGroup(
                        null, null, 2, List.of(example("0a", "x"), example("0a", "x"))),
                    new ExampleGroup("rules", "too-short", 1, List.of(example("0a", "x"))))));
    assertEquals(1, page.select("[id=document-0a]").size());
    assertEquals(1, page.select("a[href=#document-0a]").size());
    assertEquals(3, page.select("#examples article").size());
  }

  @Test
  void deadLettersSayWhereTheyWere() {
    DeadLettersSection letters =
        new DeadLettersSection(
            List.of(
                new DeadLetterGroup(
                    "crawl",
                    "truncated",
                    5,
                    List.of(
                        new DeadLetterExample("a.warc", 1_022, "ends early"),
                        new DeadLetterExample("b.html", -1, "no text")))));
    assertEquals(
        "5 of 105 records (4.8 %) could not be read.",
        page(letters).select("#dead-letters .lead").text());
    assertEquals(
        List.of("a.warc 1,022 ends early", "b.html whole file no text"),
        rows(letters, "#dead-letters"));
  }

  @Test
  void aStageShowsItsRateAndItsShareOfTheTime() {
    StagesSection stages =
        new StagesSection(
            List.of(
                new Stage(
                    "signals",
                    50,
                    2,
                    9,
                    52_000,
                    310_000_000,
                    14,
                    1,
                    new Cost(60, 2, 900_000_000, 62_000, 372_000_000, 15)),
                new Stage("embed", 0.01, 2, 0, 0, 0, 0, 15, new Cost(90, 4, 0, 72_000, 0, 15)),
                new Stage("mix", 0.5, 2, 0, 0, 0, 0, 8, null)));
    assertEquals(
        List.of(
            "signals 1 min 00 s 50.0 s 517 3.1 900 MB 14 1",
            "embed 1 min 30 s as before 200 0.0 – 0 15",
            "mix – as before – – – 0 8"),
        plainRows(stages, "#stages"));
    String lead = page(stages).select("#stages .lead").text();
    assertTrue(lead.startsWith("What is here took 2 min 30 s to compute; this run 50.5 s."), lead);
  }

  @Test
  void theRecipeIsShownAsOneWouldWriteIt() throws IOException {
    String json =
        """
        {"name": "small", "seed": 45, "description": "two words",
         "sources": [{"name": "crawl", "kind": "web", "paths": ["web/**", "a: b"], "fields": {}}],
         "minhash": {"threshold": 0.7, "against": []},
         "stages": ["signals", "on"]}\
        """;
    RecipeSection recipe = new RecipeSection(new ObjectMapper().readTree(json));
    assertEquals(
        """
        name: small
        seed: 45
        description: "two words"
        sources:
          - name: crawl
            kind: web
            paths: [web/**, "a: b"]
            fields: {}
        minhash:
          threshold: 0.7
          against: []
        stages: [signals, "on"]
        """,
        page(recipe).select("#recipe details pre").first().wholeText());
    assertEquals(
        "{description=\"two words\", minhash.against=[], minhash.threshold=0.7, name=small,"
            + " seed=45, sources.crawl.fields={}, sources.crawl.kind=web,"
            + " sources.crawl.paths=[web/**, \"a: b\"], stages=[signals, \"on\"]}",
        recipe.settings().toString());
    assertEquals(0, page(new RecipeSection(MissingNode.getInstance())).select("#recipe").size());
  }

  @Test
  void whatIsPassedOverStandsApartFromDeadLetters() {
    Source pages =
        new Source(
            "pages",
            "web",
            20,
            List.of(new FunnelSection.Count("not-html", 3), new FunnelSection.Count("redirect", 4)),
            2,
            List.of(),
            new Amount(11, 1, 1));
    Document page =
        Jsoup.parse(ReportPage.render(MadeUp.of(new FunnelSection(List.of(CRAWL, pages))), DROPS));
    assertEquals("Documents 88.8 % 111", rowOf(page, 3));
    assertEquals("Passed over 7 5.6 % 118", rowOf(page, 1));
    assertEquals("Dead letters 7 5.6 % 111", rowOf(page, 2));
    Element last = page.select("#funnel table").last();
    assertEquals(
        List.of("pages redirect 4", "pages not-html 3"), last.select("tbody tr").eachText());
    assertTrue(page.select("#funnel .lead").last().text().startsWith("7 records hold no document"));
  }

  private static String rowOf(Document page, int row) {
    return cells(page.select("#funnel tbody tr").get(row));
  }

  @Test
  void aSectionThatIsNotThereIsNamed() {
    assertEquals(
        "the report has no FunnelSection",
        assertThrows(
                IllegalArgumentException.class,
                () -> new Report(List.of()).section(FunnelSection.class))
            .getMessage());
  }
}

package io.winnow.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.winnow.report.html.HistogramChart.Bucket;
import io.winnow.report.html.HistogramChart.Limit;
import io.winnow.report.html.Numbers;
import io.winnow.report.run.RunFacts;
import io.winnow.report.run.RunFacts.Component;
import io.winnow.report.run.RunFacts.Cost;
import io.winnow.report.run.RunFacts.Rule;
import io.winnow.report.run.RunFacts.Stage;
import io.winnow.report.sections.Breakdowns;
import io.winnow.report.sections.Breakdowns.Breakdown;
import io.winnow.report.sections.CutsSection;
import io.winnow.report.sections.CutsSection.Cut;
import io.winnow.report.sections.DeadLettersSection;
import io.winnow.report.sections.DeadLettersSection.DeadLetterExample;
import io.winnow.report.sections.DeadLettersSection.DeadLetterGroup;
import io.winnow.report.sections.ExamplesSection;
import io.winnow.report.sections.ExamplesSection.Example;
import io.winnow.report.sections.ExamplesSection.ExampleGroup;
import io.winnow.report.sections.ExamplesSection.Measure;
import io.winnow.report.sections.FunnelSection;
import io.winnow.report.sections.FunnelSection.Count;
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
import io.winnow.report.sections.Overview;
import io.winnow.report.sections.RulesSection;
import io.winnow.report.sections.RulesSection.RuleCount;
import io.winnow.report.sections.RulesSection.Shared;
import io.winnow.report.sections.SignalMedians;
import io.winnow.report.sections.SignalMedians.Medians;
import io.winnow.report.sections.SignalsSection;
import io.winnow.report.sections.SignalsSection.Quantiles;
import io.winnow.report.sections.SignalsSection.Signal;
import io.winnow.report.sections.StagesSection;
import io.winnow.report.sections.likeness.ClustersSection;
import io.winnow.report.sections.likeness.ClustersSection.Banding;
import io.winnow.report.sections.likeness.ClustersSection.Cluster;
import io.winnow.report.sections.likeness.ClustersSection.Clusters;
import io.winnow.report.sections.likeness.ClustersSection.SizeRange;
import io.winnow.report.sections.likeness.EmbeddingsSection;
import io.winnow.report.sections.likeness.EmbeddingsSection.Cell;
import io.winnow.report.sections.likeness.EmbeddingsSection.Threshold;
import io.winnow.report.sections.likeness.RecallSection;
import io.winnow.report.sections.likeness.RecallSection.EmbeddingRecall;
import io.winnow.report.sections.likeness.RecallSection.NearPairs;
import io.winnow.report.statistics.Amount;
import io.winnow.report.statistics.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportPageTest {

  static List<String> hostile() {
    return List.of(
        "<script>alert(1)</script>",
        "</style><script src=//evil.example></script>",
        "</title></pre></details></svg><img src=x onerror=alert(1)>",
        "\"onmouseover=alert(1) x=\"",
        "'onfocus='alert(1)' autofocus='",
        "` onload=alert(1) `",
        "javascript:alert(1)",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<iframe src=data:text/html,x></iframe><base href=//evil.example><form action=//x>",
        "]]><!-- --><![CDATA[ <?xml?> &lt;script&gt; &#60;b&#62; &amp",
        "<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">",
        "<svg/onload=alert(1)><style>@import'//evil.example';</style>",
        "\uD800 alone \uDC00 and turned \uDC00\uD800",
        "nul \0 bell \7 escape \u001b[31m delete \u007f next line \u0085",
        "\u202Egnp.exe\u202C \u2066isolated\u2069 mark\u200F \u061C",
        "hidden \uDB40\uDC41\uDB40\uDC42 \uFEFF \u200B \uFFFE \uFDD0",
        "a\r\nb\rc\n\n\td");
  }

  /** A second opinion on what of a text a reader sees, by its characters' categories. */
  private static String visible(String text) {
    StringBuilder seen = new StringBuilder();
    String lines = text.replace("\r\n", "\n").replace('\r', '\n');
    lines
        .codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              if (c == '\n' || c == '\t') {
                seen.append((char) c);
              } else if (c < 32) {
                seen.append((char) ('\u2400' + c));
              } else if (c == 127) {
                seen.append('\u2421');
              } else if (type == Character.CONTROL
                  || type == Character.SURROGATE
                  || type == Character.UNASSIGNED) {
                seen.append('\uFFFD');
              } else if (type == Character.FORMAT) {
                seen.append("⟨U+").append(String.format("%04X", c)).append("⟩");
              } else {
                seen.appendCodePoint(c);
              }
            });
    return seen.toString();
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileTextIsShownAndNeverObeyed(String text) {
    Report report = everywhere(text, 2);
    for (String page :
        List.of(
            ReportPage.render(report, MadeUp.DROPS),
            ReportPage.compare(MadeUp.compared(report, report), MadeUp.DROPS))) {
      harmless(page);
      Document parsed = Jsoup.parse(page);
      assertEquals(visible(text), parsed.select("h1 > bdi").first().wholeText());
    }
    Document run = Jsoup.parse(ReportPage.render(report, MadeUp.DROPS));
    for (String place :
        List.of(
            "#examples pre",
            "#examples h3",
            "#examples .uri",
            "#examples .measures strong bdi",
            "#dead-letters .uri",
            "#clusters .uris li",
            "#rules code",
            "#mixtures h3",
            "#overview .warn li",
            "#signals figcaption strong",
            "#funnel summary strong")) {
      Element found = run.select(place).first();
      assertEquals(visible(text), found.wholeText(), place);
    }
  }

  @Test
  void randomTextIsHarmlessToo() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String pieces = "<>&\"'`=/!-[]{}()#;: \n\r\t\0onscriptylejavadtimg\u202E\uD83D\uDE00\uFFFF";
    for (int round = 0; round < 30; round++) {
      StringBuilder text = new StringBuilder("x");
      for (int i = random.nextInt(150); i > 0; i--) {
        text.append(pieces.charAt(random.nextInt(pieces.length())));
      }
      text.append('x');
      String page = ReportPage.render(everywhere(text.toString(), 1), MadeUp.DROPS);
      harmless(page);
      Element pre = Jsoup.parse(page).select("#examples pre").first();
      assertEquals(visible(text.toString()), pre.wholeText(), "seed " + seed);
    }
  }

  /** What a page of ours may consist of: anything else came from a text. */
  private static void harmless(String page) {
    Parser parser = Parser.htmlParser().setTrackErrors(20);
    Document parsed = Jsoup.parse(page, "", parser);
    assertTrue(parser.getErrors().isEmpty(), () -> "not well-formed: " + parser.getErrors());
    assertEquals(0, parsed.select("script, iframe, object, embed, img, link, form, base").size());
    assertEquals(1, parsed.select("style").size());
    // Charset, policy, viewport, colour scheme, referrer.
    assertEquals(5, parsed.select("meta").size());
    assertEquals(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        parsed.select("meta[http-equiv=Content-Security-Policy]").attr("content"));
    for (Element element : parsed.getAllElements()) {
      for (Attribute attribute : element.attributes()) {
        String name = attribute.getKey().toLowerCase(Locale.ROOT);
        assertFalse(name.startsWith("on"), () -> "handler " + attribute);
        assertFalse(
            Set.of("src", "style", "action", "srcdoc", "xlink:href").contains(name),
            () -> "attribute " + attribute);
        if (name.equals("href")) {
          String place = attribute.getValue();
          assertTrue(place.startsWith("#"), place);
          assertEquals(1, parsed.select(place).size(), place);
        }
      }
    }
    // What axe-core looks for: headers that say something, landmarks that can be told apart, levels
    // of headings without a gap, and nothing that scrolls without being reached by keys.
    assertEquals(0, parsed.select("th").stream().filter(th -> th.text().isBlank()).count());
    List<String> labels = parsed.select("[role=region]").eachAttr("aria-label");
    assertEquals(labels.stream().distinct().toList(), labels, "two regions of one name");
    int level = 0;
    for (Element heading : parsed.select("h1, h2, h3, h4")) {
      int next = heading.tagName().charAt(1) - '0';
      assertTrue(next <= level + 1, heading + " after level " + level);
      level = next;
    }
    assertEquals(0, parsed.select("pre:not([tabindex])").size());
    List<String> ids = parsed.select("[id]").eachAttr("id");
    assertEquals(ids.stream().distinct().toList(), ids, "two places of one name");
    for (int i = 0; i < page.length(); i++) {
      char c = page.charAt(i);
      assertTrue(c >= ' ' || c == '\n' || c == '\t', "a control character in the page");
      assertFalse(c >= '\u202A' && c <= '\u202E', "a mark that turns the direction of writing");
    }
    assertTrue(UTF_8.newEncoder().canEncode(page), "a lone surrogate");
  }

  @Test
  void theNumbersAreInThePage() {
    Amount kept = new Amount(1_234_567, 9_876_543_210L, 55_500_000_000L);
    Amount dropped = new Amount(200_000, 44_444, 1_500_000);
    Report report =
        withSources(
            List.of(
                new Source(
                    "crawl",
                    "web",
                    1_434_667,
                    List.of(new Count("not-html", 77)),
                    23,
                    List.of(new Step("rules", "too-short", dropped)),
                    kept)));
    Document page = Jsoup.parse(ReportPage.render(report, MadeUp.DROPS));
    String text = page.text();
    for (String number :
        List.of(
            "1,434,667",
            "1,234,567",
            "9,876,543,210",
            "9.88 B",
            "55.5 GB",
            "200,000",
            "13.9 %",
            "86.1 %",
            "44,444",
            "1.5",
            "77",
            "23")) {
      assertTrue(text.contains(number), number);
    }
    assertTrue(text.contains("The books balance"), text);
    assertEquals("too-short", page.select("#funnel tbody tr").get(4).select("th").text());
    assertTrue(page.select("td.n, th.n").size() > 10);
    assertTrue(page.select("table").stream().allMatch(t -> t.select("thead th[scope]").size() > 1));
    assertTrue(page.select("svg").stream().allMatch(svg -> svg.child(0).nameIs("title")));
  }

  @Test
  void booksThatDoNotBalanceAreSaidSo() {
    Report report =
        withSources(List.of(new Source("crawl", "web", 10, List.of(), 1, List.of(), Amount.NONE)));
    String text = Jsoup.parse(ReportPage.render(report, MadeUp.DROPS)).text();
    assertTrue(text.contains("The books do not balance crawl: 10 in, 1 accounted for"), text);
  }

  @Test
  void comparisonsNameEveryChange() {
    Report before = MadeUp.report(50, 3_000);
    Report after = MadeUp.report(80, 3_000);
    String page = ReportPage.compare(MadeUp.compared(before, after), MadeUp.DROPS);
    harmless(page);
    Document parsed = Jsoup.parse(page);
    String rules = parsed.select("#rules").text();
    assertTrue(rules.contains("1 rule changed"), rules);
    assertTrue(rules.contains("words < 50") && rules.contains("words < 80"), rules);
    long difference =
        after.section(FunnelSection.class).all().kept().documents()
            - before.section(FunnelSection.class).all().kept().documents();
    assertTrue(difference < 0);
    String overview = parsed.select("#overview").text();
    assertTrue(overview.contains("−" + -difference), overview);
    assertEquals(
        "glm-4.5-demo in december against glm-4.5-demo in november", parsed.select("h1").text());
    assertEquals(
        List.of("minhash.threshold 0.7 0.8"),
        Jsoup.parse(
                ReportPage.compare(
                    MadeUp.compared(before, MadeUp.withThreshold(before, 0.8)), MadeUp.DROPS))
            .select("#settings tbody tr")
            .eachText());
    String same =
        Jsoup.parse(ReportPage.compare(MadeUp.compared(before, before), MadeUp.DROPS)).text();
    assertTrue(same.contains("No rule changed") && same.contains("the same digest"), same);
    assertTrue(same.contains("No setting changed"), same);
  }

  @Test
  void documentsThatMovedAreCountedAndNamed() {
    Report report = MadeUp.report(50, 300);
    Document page = Jsoup.parse(ReportPage.compare(MadeUp.compared(report, report), MadeUp.DROPS));
    String lead = page.select("#documents .lead").text();
    assertTrue(
        lead.startsWith("Of 900 documents in either run, 700 have the same fate in both."), lead);
    assertEquals(
        List.of(
            "In before, out now: 150",
            "Out before, in now: 40",
            "Out in both, for other reasons: 10"),
        page.select("#documents h3").eachText());
    assertEquals(
        List.of(
            "kept gopher-length 150 A title crawl 0a",
            "not there kept 40",
            "gopher-length not there 10"),
        page.select("#documents tbody tr").eachText());
  }

  @Test
  void aMadeUpRunIsWellFormedAndTheSameEachTime() {
    String page = ReportPage.render(MadeUp.report(50, 3_000), MadeUp.DROPS);
    harmless(page);
    assertEquals(page, ReportPage.render(MadeUp.report(50, 3_000), MadeUp.DROPS));
    assertFalse(page.contains("NaN") || page.contains("Infinity"));
  }

  @Test
  void recallIsGivenWhereThereArePairsEnough() {
    Document page = Jsoup.parse(ReportPage.render(MadeUp.report(50, 3_000), MadeUp.DROPS));
    assertTrue(page.select("#embedding-recall p").text().contains("1,990 documents"));
    List<String> rows = page.select("#embedding-recall tbody tr").eachText();
    assertEquals("0.950 (semdedup) 12 11 too few pairs for a share 3", rows.get(0));
    assertEquals("0.800 200 190 95.0 % 40", rows.get(1));
  }

  @Test
  void anEmptyReportHasAPage() {
    harmless(ReportPage.render(withSources(List.of()), MadeUp.DROPS));
    harmless(
        ReportPage.compare(
            MadeUp.compared(withSources(List.of()), withSources(List.of())), MadeUp.DROPS));
  }

  @Test
  void reportsGoThroughJsonUnchanged() {
    for (Report report : List.of(MadeUp.report(50, 2_000), everywhere("<\u202E>", 2))) {
      Report again = Report.fromJson(report.toJson());
      assertEquals(report, again);
      assertEquals(ReportPage.render(report, MadeUp.DROPS), ReportPage.render(again, MadeUp.DROPS));
    }
  }

  @Test
  void noReportMakesAPageBeyondTheBound() {
    // The character that grows most: one becomes ⟨U+202E⟩.
    Report report = everywhere("\u202E".repeat(1_000), 10_000);
    String page = ReportPage.render(report, MadeUp.DROPS);
    String comparison = ReportPage.compare(MadeUp.compared(report, report), MadeUp.DROPS);
    assertTrue(page.length() < ReportPage.MAX_CHARACTERS, "" + page.length());
    assertTrue(comparison.length() < ReportPage.MAX_CHARACTERS, "" + comparison.length());
  }

  @Test
  void hugeTextsAreCut() {
    String page = ReportPage.render(everywhere("\uD83D\uDE00<".repeat(300_000), 2), MadeUp.DROPS);
    harmless(page);
    assertTrue(page.length() < 1_000_000, "" + page.length());
  }

  @Test
  void sumsStayRightWhereRowsAreFoldedTogether() {
    List<Step> steps = many(10_000, i -> new Step("rules", "r" + i, new Amount(1, 2, 3)));
    Source source = new Source("s", "web", 10_000, List.of(), 0, steps, Amount.NONE);
    Document page = Jsoup.parse(ReportPage.render(withSources(List.of(source)), MadeUp.DROPS));
    Element last = page.select("#funnel tbody tr").get(4 + FunnelSection.STEPS);
    assertEquals("9,950 other reasons", last.select("th").text());
    assertEquals("9,950", last.select("td").get(1).text());
    assertEquals("19,900", last.select("td").get(4).text());
  }

  @Test
  void bandsMeetWithThePublishedProbabilities() {
    assertEquals(0.924, new Banding(14, 8, 5, 0.7, 0, 0).probability(0.8), 0.0005);
    assertEquals(0.677, new Banding(20, 13, 24, 0.7, 0, 0).probability(0.8), 0.0005);
    assertEquals(0.405, new Banding(26, 11, 5, 0.7, 0, 0).probability(0.7), 0.0005);
  }

  @Test
  void numbersReadAsAPersonWritesThem() {
    assertEquals("1,234,567", Numbers.grouped(1_234_567));
    assertEquals("999", Numbers.compact(999));
    assertEquals("1.00 M", Numbers.compact(999_999));
    assertEquals("1.23 M", Numbers.compact(1_234_567));
    assertEquals("15.0 T", Numbers.compact(15_000_000_000_000L));
    assertEquals("<0.1 %", Numbers.percent(1, 1_000_000));
    assertEquals(">99.9 %", Numbers.percent(999_999, 1_000_000));
    assertEquals("100.0 %", Numbers.percent(5, 5));
    assertEquals("–", Numbers.percent(0, 0));
    assertEquals("−1,000", Numbers.signed(-1_000));
    assertEquals("4 min 05 s", Numbers.duration(245));
    assertEquals("2,000", Numbers.axis(2_000));
    assertEquals("50 K", Numbers.axis(50_000));
    assertEquals("10 M", Numbers.axis(10_000_000));
    assertEquals("0.25", Numbers.axis(0.25));
  }

  @Test
  void thresholdsSayWhatWouldGoAndWhatCannotBeSeen() {
    String page = ReportPage.render(MadeUp.report(50, 400), MadeUp.DROPS);
    assertTrue(page.contains("0.95, decides"), page);
    assertTrue(page.contains(Numbers.percent(77, 890)), page);
    assertTrue(page.contains(Numbers.percent(120, 160)), page);
    // Of 19 pairs a share says nothing, of 20 it does.
    assertFalse(page.contains(Numbers.percent(7, 19)), page);
    assertTrue(page.contains(Numbers.percent(13, 20)), page);
    assertFalse(page.contains("In one cluster"), "pairs of neighbours count as compared too");
  }

  private static JsonNode recipe(String text, int times) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    many(times, i -> list.addObject().put("name", text + i).put(text, text));
    return list;
  }

  private static Report withSources(List<Source> sources) {
    return MadeUp.of(new FunnelSection(sources));
  }

  private static <T> List<T> many(int number, IntFunction<T> item) {
    return new ArrayList<>(IntStream.range(0, number).mapToObj(item).toList());
  }

  /** A report with one text in every place that a stranger's text can reach, many times over. */
  private static Report everywhere(String text, int times) {
    Amount amount = new Amount(1, 2, 3);
    List<Step> steps = many(times, i -> new Step("rules", text + (i == 0 ? "" : i), amount));
    List<Source> sources =
        many(
            times,
            i ->
                new Source(
                    text + (i == 0 ? "" : i),
                    text,
                    times,
                    List.of(new Count(text, 1)),
                    1,
                    i < 2 ? steps : steps.subList(0, Math.min(60, times)),
                    amount));
    List<String> texts = many(times, i -> text);
    List<Breakdown> breakdowns = many(times, i -> new Breakdown(text + i, amount, amount));
    List<Limit> limits = many(Math.min(times, 20), i -> new Limit(text, text, 0.5, text, true));
    List<Bucket> buckets = many(Scale.COUNT.buckets(), i -> new Bucket(i, 1_000_000 + i, i));
    Quantiles quantiles = new Quantiles(0, 1, 2, 3, 4, 5, 6);
    List<Medians> medians = List.copyOf(many(times, i -> new Medians(text, quantiles, quantiles)));
    // Lists that cannot change are shared by all mixtures, not copied.
    List<RunFacts.Export> exports = List.copyOf(many(times, i -> new RunFacts.Export(text, 1, 1)));
    List<Share> shares = List.copyOf(many(times, i -> new Share(text, 1, 1)));
    List<Component> components =
        List.copyOf(many(times, i -> new Component(text + i, text, 1, 1, 1, 1, 1, 1)));
    List<Example> examples =
        many(
            Math.min(times, 10),
            i -> new Example(text, text, text, text, text, List.of(new Measure(text, text))));
    List<DeadLetterExample> letters =
        many(Math.min(times, 10), i -> new DeadLetterExample(text, 1, text));
    List<Cluster> clusters =
        many(Math.min(times, 20), i -> new Cluster(text, 2, text, text, texts));
    List<Surprise> surprises =
        many(Math.min(times, 10), i -> new Surprise(text, text, text, text, 1, 1, text));
    return MadeUp.of(
        new Overview(text, text, text, text, texts),
        new FunnelSection(sources),
        new Breakdowns(breakdowns, breakdowns, breakdowns, breakdowns, breakdowns),
        new GradesSection(breakdowns),
        new EmbeddingsSection(
            many(times, i -> new Cell(i, 2, 1, texts.subList(0, Math.min(3, times)))),
            many(Math.min(times, 31), i -> new Threshold(0.5, 3, 2, 3, 2, 1, i == 0))),
        new RecallSection(
            new EmbeddingRecall(1, null, many(times, i -> new NearPairs(0.5, 100, 90, 7)))),
        new RulesSection(
            many(times, i -> new Rule(text + i, text, List.of(text), List.of(text), true)),
            many(
                times, i -> new RuleCount(text + i, amount, amount, List.of(new Shared(text, 1))))),
        new SignalsSection(
            many(
                times,
                i -> new Signal(text, text, Scale.COUNT, 1, quantiles, quantiles, buckets, limits)),
            many(times, i -> new SignalMedians(i % 2 == 0 ? text : "language", text + i, medians))),
        new ClustersSection(
            many(
                times,
                i ->
                    new Clusters(
                        text,
                        1,
                        2,
                        1,
                        List.of(new SizeRange(1, 2, 1, 2)),
                        clusters,
                        new Banding(9, 9, 5, 0.7, 8, 1)))),
        new CutsSection(many(times, i -> new Cut(text + i, 1, 1, 1))),
        new LossesSection(
            new Losses(
                many(
                    times,
                    i -> new LossGroup(i % 2 == 0 ? "source" : "language", text, 1, 1, 1, 1, 0.5)),
                List.of(new PositionLoss(0, 0, 1, 1), new PositionLoss(1, 1, 1, 1)),
                surprises,
                surprises)),
        new MixturesSection(
            many(
                times,
                i ->
                    new Mixture(
                        text,
                        1,
                        1,
                        new RunFacts.Sequences(1, text, 1, 1),
                        exports,
                        components,
                        shares,
                        shares,
                        shares,
                        shares,
                        shares))),
        new ExamplesSection(many(times, i -> new ExampleGroup("rules", text, 1, examples))),
        new DeadLettersSection(many(times, i -> new DeadLetterGroup(text, text, 1, letters))),
        new StagesSection(
            many(times, i -> new Stage(text, 1, 1, 1, 1, 1, 1, 1, new Cost(1, 1, 1, 1, 1, 1)))));
  }
}

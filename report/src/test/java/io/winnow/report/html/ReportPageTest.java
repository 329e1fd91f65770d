package io.winnow.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.report.Report;
import io.winnow.report.Report.Banding;
import io.winnow.report.Report.Breakdown;
import io.winnow.report.Report.Bucket;
import io.winnow.report.Report.Cluster;
import io.winnow.report.Report.Clusters;
import io.winnow.report.Report.Component;
import io.winnow.report.Report.Count;
import io.winnow.report.Report.DeadLetterExample;
import io.winnow.report.Report.DeadLetterGroup;
import io.winnow.report.Report.Example;
import io.winnow.report.Report.ExampleGroup;
import io.winnow.report.Report.Limit;
import io.winnow.report.Report.Measure;
import io.winnow.report.Report.Mixture;
import io.winnow.report.Report.Quantiles;
import io.winnow.report.Report.Rule;
import io.winnow.report.Report.Share;
import io.winnow.report.Report.Signal;
import io.winnow.report.Report.SizeRange;
import io.winnow.report.Report.Source;
import io.winnow.report.Report.Stage;
import io.winnow.report.Report.Step;
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
    for (String page : List.of(ReportPage.render(report), ReportPage.compare(report, report))) {
      harmless(page);
      Document parsed = Jsoup.parse(page);
      assertEquals(visible(text), parsed.select("h1 > bdi").first().wholeText());
    }
    Document run = Jsoup.parse(ReportPage.render(report));
    for (String place :
        List.of(
            "#examples pre",
            "#examples h4",
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
      String page = ReportPage.render(everywhere(text.toString(), 1));
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
    Document page = Jsoup.parse(ReportPage.render(report));
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
    assertEquals("too-short", page.select("#funnel tbody tr").get(3).select("th").text());
    assertTrue(page.select("td.n, th.n").size() > 10);
    assertTrue(page.select("table").stream().allMatch(t -> t.select("thead th[scope]").size() > 1));
    assertTrue(page.select("svg").stream().allMatch(svg -> svg.child(0).nameIs("title")));
  }

  @Test
  void booksThatDoNotBalanceAreSaidSo() {
    Report report =
        withSources(List.of(new Source("crawl", "web", 10, List.of(), 1, List.of(), Amount.NONE)));
    String text = Jsoup.parse(ReportPage.render(report)).text();
    assertTrue(text.contains("The books do not balance crawl: 10 in, 1 accounted for"), text);
  }

  @Test
  void comparisonsNameEveryChange() {
    Report before = MadeUp.report(50, 3_000);
    Report after = MadeUp.report(80, 3_000);
    String page = ReportPage.compare(before, after);
    harmless(page);
    Document parsed = Jsoup.parse(page);
    String rules = parsed.select("#rules").text();
    assertTrue(rules.contains("1 rule changed"), rules);
    assertTrue(rules.contains("words < 50") && rules.contains("words < 80"), rules);
    long difference =
        after.allSources().kept().documents() - before.allSources().kept().documents();
    assertTrue(difference < 0);
    String overview = parsed.select("#overview").text();
    assertTrue(overview.contains("−" + -difference), overview);
    String same = Jsoup.parse(ReportPage.compare(before, before)).text();
    assertTrue(same.contains("No rule changed") && same.contains("the same digest"), same);
  }

  @Test
  void aMadeUpRunIsWellFormedAndTheSameEachTime() {
    String page = ReportPage.render(MadeUp.report(50, 3_000));
    harmless(page);
    assertEquals(page, ReportPage.render(MadeUp.report(50, 3_000)));
    assertFalse(page.contains("NaN") || page.contains("Infinity"));
  }

  @Test
  void recallIsGivenWhereThereArePairsEnough() {
    Document page = Jsoup.parse(ReportPage.render(MadeUp.report(50, 3_000)));
    assertTrue(page.select("#embedding-recall p").text().contains("1,990 documents"));
    List<String> rows = page.select("#embedding-recall tbody tr").eachText();
    assertEquals("0.950 (semdedup) 12 11 too few pairs for a share 3", rows.get(0));
    assertEquals("0.800 200 190 95.0 % 40", rows.get(1));
  }

  @Test
  void anEmptyReportHasAPage() {
    harmless(ReportPage.render(withSources(List.of())));
    harmless(ReportPage.compare(withSources(List.of()), withSources(List.of())));
  }

  @Test
  void reportsGoThroughJsonUnchanged() {
    for (Report report : List.of(MadeUp.report(50, 2_000), everywhere("<\u202E>", 2))) {
      Report again = Report.fromJson(report.toJson());
      assertEquals(report, again);
      assertEquals(ReportPage.render(report), ReportPage.render(again));
    }
  }

  @Test
  void noReportMakesAPageBeyondTheBound() {
    // The character that grows most: one becomes ⟨U+202E⟩.
    Report report = everywhere("\u202E".repeat(1_000), 10_000);
    String page = ReportPage.render(report);
    String comparison = ReportPage.compare(report, report);
    assertTrue(page.length() < ReportPage.MAX_CHARACTERS, "" + page.length());
    assertTrue(comparison.length() < ReportPage.MAX_CHARACTERS, "" + comparison.length());
  }

  @Test
  void hugeTextsAreCut() {
    String page = ReportPage.render(everywhere("\uD83D\uDE00<".repeat(300_000), 2));
    harmless(page);
    assertTrue(page.length() < 1_000_000, "" + page.length());
  }

  @Test
  void sumsStayRightWhereRowsAreFoldedTogether() {
    List<Step> steps = many(10_000, i -> new Step("rules", "r" + i, new Amount(1, 2, 3)));
    Source source = new Source("s", "web", 10_000, List.of(), 0, steps, Amount.NONE);
    Document page = Jsoup.parse(ReportPage.render(withSources(List.of(source))));
    Element last = page.select("#funnel tbody tr").get(3 + Bounds.STEPS);
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
  }

  @Test
  void thresholdsSayWhatWouldGoAndWhatCannotBeSeen() {
    String page = ReportPage.render(MadeUp.report(50, 400));
    assertTrue(page.contains("0.95, decides"), page);
    assertTrue(page.contains(Numbers.percent(77, 890)), page);
    assertTrue(page.contains(Numbers.percent(120, 160)), page);
    // Of 19 pairs a share says nothing, of 20 it does.
    assertFalse(page.contains(Numbers.percent(7, 19)), page);
    assertTrue(page.contains(Numbers.percent(13, 20)), page);
    assertFalse(page.contains("In one cluster"), "pairs of neighbours count as compared too");
  }

  private static Report withSources(List<Source> sources) {
    return new Report(
        "run", "digest", "1", "now", sources, List.of(), List.of(), List.of(), List.of(), null,
        List.of(), List.of(), List.of(), List.of(), List.of(), null, List.of(), List.of(),
        List.of(), List.of(), List.of());
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
    List<Limit> limits = many(Math.min(times, 20), i -> new Limit(text, text, 0.5, text));
    List<Bucket> buckets = many(Scale.COUNT.buckets(), i -> new Bucket(i, 1_000_000 + i, i));
    Quantiles quantiles = new Quantiles(0, 1, 2, 3, 4);
    // Lists that cannot change are shared by all mixtures, not copied.
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
    List<Report.Surprise> surprises =
        many(Math.min(times, 10), i -> new Report.Surprise(text, text, text, text, 1, 1, text));
    return new Report(
        text,
        text,
        text,
        text,
        sources,
        breakdowns,
        breakdowns,
        breakdowns,
        many(times, i -> new Report.Cell(i, 2, 1, texts.subList(0, Math.min(3, times)))),
        new Report.EmbeddingRecall(
            1, null, many(times, i -> new Report.NearPairs(0.5, 100, 90, 7))),
        many(Math.min(times, 31), i -> new Report.Threshold(0.5, 3, 2, 3, 2, 1)),
        many(times, i -> new Rule(text + i, text, true)),
        many(times, i -> new Signal(text, Scale.COUNT, 1, quantiles, quantiles, buckets, limits)),
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
                    new Banding(9, 9, 5, 0.7, 8, 1))),
        many(times, i -> new Report.Cut(text + i, 1, 1, 1)),
        new Report.Losses(
            many(
                times,
                i ->
                    new Report.LossGroup(
                        i % 2 == 0 ? "source" : "language", text, 1, 1, 1, 1, 0.5)),
            List.of(new Report.PositionLoss(0, 0, 1, 1), new Report.PositionLoss(1, 1, 1, 1)),
            surprises,
            surprises),
        many(
            times,
            i ->
                new Mixture(
                    text,
                    1,
                    1,
                    new Report.Sequences(1, text, 1, 1),
                    components,
                    shares,
                    shares,
                    shares,
                    shares,
                    shares)),
        many(times, i -> new ExampleGroup("rules", text, 1, examples)),
        many(times, i -> new DeadLetterGroup(text, text, 1, letters)),
        many(times, i -> new Stage(text, 1, 1, 1, 1, 1, 1, 1)),
        texts);
  }
}

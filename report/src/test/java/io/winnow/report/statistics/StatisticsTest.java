package io.winnow.report.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.report.statistics.DocumentFacts.Labels;
import io.winnow.report.statistics.DocumentFacts.Verdicts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  private static final StatisticsSettings SETTINGS =
      new StatisticsSettings(
          List.of("web", "repos", "empty"),
          List.of(new SignalScale("words", Scale.COUNT), new SignalScale("ratio", Scale.RATIO)),
          List.of("too-short", "too-long"),
          List.of(
              new RuleThreshold("too-short", "words", "<", 50, List.of("web", "repos")),
              new RuleThreshold("too-long", "words", ">=", 900, List.of("repos"))),
          3,
          45);

  @Test
  void mergedShardsEqualOnePassWhateverTheGroupingAndOrder() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Consumer<Statistics>> events = events(random, 2_000);
    byte[] onePass = counted(events).toJson();
    for (int round = 0; round < 20; round++) {
      Collections.shuffle(events, random);
      List<Statistics> parts = new ArrayList<>();
      for (int from = 0; from < events.size(); ) {
        int to = Math.min(events.size(), from + 1 + random.nextInt(400));
        parts.add(counted(events.subList(from, to)));
        from = to;
      }
      while (parts.size() > 1) {
        Statistics right = parts.remove(random.nextInt(parts.size()));
        parts.get(random.nextInt(parts.size())).merge(right);
      }
      assertArrayEquals(onePass, parts.get(0).toJson(), "seed " + seed);
    }
  }

  @Test
  void jsonKeepsEverything() {
    long seed = new Random().nextLong();
    Statistics statistics = counted(events(new Random(seed), 500));
    byte[] json = statistics.toJson();
    Statistics again = Statistics.fromJson(json);
    assertArrayEquals(json, again.toJson(), "seed " + seed);
    assertEquals(statistics.sources(), again.sources(), "seed " + seed);
    assertEquals(statistics.examples(null), again.examples(null), "seed " + seed);
    assertArrayEquals(
        new Statistics(SETTINGS).merge(statistics).toJson(),
        again.merge(new Statistics(SETTINGS)).toJson(),
        "seed " + seed);
  }

  @Test
  void emptyStatisticsGoThroughJsonToo() {
    byte[] json = new Statistics(SETTINGS).toJson();
    assertArrayEquals(json, Statistics.fromJson(json).toJson());
  }

  @Test
  void brokenJsonIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Statistics.fromJson(new byte[] {'{', '}'}));
    assertThrows(IllegalArgumentException.class, () -> Statistics.fromJson(new byte[] {'x'}));
  }

  @Test
  void aHandfulOfDocumentsIsCountedAsByHand() {
    Statistics statistics = new Statistics(SETTINGS);
    statistics.add(kept("web", 1, "en", 100, 20, 20, 0.5));
    statistics.add(kept("web", 2, null, 50, 10, 9, Double.NaN));
    statistics.add(dropped("web", 3, "rules", "too-short", 10, 2, 2, 1.5));
    statistics.add(dropped("repos", 4, "minhash", "near-duplicate", 7, 3, 0, -1));
    statistics.addDeadLetter("web", "truncated-gzip");
    statistics.addPassedOver("web", "not-html");
    statistics.addPassedOver("web", "not-html");
    statistics.addCluster("minhash", 2);
    statistics.addCluster("minhash", 7);

    SourceStatistics web = statistics.sources().get(0);
    assertEquals(new Amount(2, 30, 150), web.kept());
    assertEquals(new Amount(3, 32, 160), web.documents());
    assertEquals(6, web.records());
    assertEquals(new Amount(1, 2, 10), web.dropped().get(new Reason("rules", "too-short")));
    assertEquals(2, web.passedOver().get("not-html"));
    assertEquals(0, statistics.sources().get(2).records());
    assertEquals(new Amount(1, 10, 50), statistics.languages().get("und").kept());
    assertEquals(new Amount(2, 5, 17), statistics.kinds().get("web").dropped());

    Histogram ratio = statistics.values().get(1).kept();
    assertEquals(1, ratio.count(Scale.RATIO.bucket(0.5)));
    assertEquals(1, ratio.missing());
    Histogram outside = statistics.values().get(1).dropped();
    assertEquals(1, outside.count(0));
    assertEquals(1, outside.count(51));
    assertEquals(-1, outside.min());
    assertEquals(1.5, outside.max());
    assertEquals(1, statistics.clusters().get("minhash").clusters(SizeClass.of(5)));
    assertEquals(7, statistics.clusters().get("minhash").members(SizeClass.of(9)));
  }

  @Test
  void examplesAreTheDocumentsWithTheSmallestHashes() {
    Statistics statistics = new Statistics(SETTINGS);
    List<DocumentId> ids = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      DocumentFacts facts = kept("web", i, "en", 1, 1, 1, 1);
      ids.add(facts.id());
      statistics.add(facts);
    }
    ids.sort(
        Comparator.comparing(
            (DocumentId id) -> Chance.bits(id, "example", 45), Long::compareUnsigned));
    assertEquals(ids.subList(0, 3), statistics.examples(null));
    assertEquals(List.of(), statistics.reasons());
  }

  @Test
  void everyValueLiesBetweenTheEdgesOfItsBucket() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (Scale scale : Scale.values()) {
      for (int i = 0; i < scale.buckets() - 1; i++) {
        assertEquals(scale.upper(i), scale.lower(i + 1));
        if (i > 0) {
          assertEquals(i, scale.bucket(scale.lower(i)), scale + " " + i);
          assertEquals(i - 1, scale.bucket(Math.nextDown(scale.lower(i))), scale + " " + i);
        }
      }
      for (int i = 0; i < 100_000; i++) {
        double value = Math.exp(random.nextDouble() * 60 - 25);
        int bucket = scale.bucket(value);
        boolean last = scale == Scale.RATIO && value == 1;
        assertTrue(
            last || (scale.lower(bucket) <= value && value < scale.upper(bucket)),
            () -> scale + " " + value + " seed " + seed);
      }
    }
    assertEquals(50, Scale.RATIO.bucket(1.0));
    assertEquals(30, Scale.RATIO.bucket(0.58));
  }

  @Test
  void quantilesAreRightToWithinABucket() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Histogram histogram = new Histogram(Scale.RATIO);
    double[] values = random.doubles(1_001).toArray();
    for (double value : values) {
      histogram.add(value);
    }
    Arrays.sort(values);
    for (double share : new double[] {0, 0.05, 0.5, 0.95, 1}) {
      double exact = values[(int) (share * 1_000)];
      assertEquals(exact, histogram.approximateQuantile(share), 0.021, "seed " + seed);
    }
  }

  @Test
  void zerosHaveABucketOfTheirOwn() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (Scale scale : Scale.values()) {
      Histogram histogram = new Histogram(scale);
      double[] values = new double[1_000];
      for (int i = 0; i < values.length; i++) {
        values[i] = i < 600 ? 0 : i < 950 ? random.nextDouble() * 0.9 : -random.nextDouble();
        histogram.add(values[i]);
      }
      Arrays.sort(values);
      assertEquals(600, histogram.zeros());
      // 50 below 0, then the zeros.
      assertEquals(0, histogram.approximateQuantile(0.06), "seed " + seed);
      assertEquals(0, histogram.approximateQuantile(0.5), "seed " + seed);
      assertEquals(0, histogram.approximateQuantile(0.65), "seed " + seed);
      double wide = scale == Scale.RATIO ? 0.021 : 0.9;
      assertEquals(values[799], histogram.approximateQuantile(0.8), wide, "seed " + seed);
      assertTrue(histogram.approximateQuantile(0.66) > 0, "seed " + seed);
    }
  }

  @Test
  void partsOfTheDocumentsHaveHistogramsOfTheirOwn() {
    Statistics statistics = new Statistics(SETTINGS);
    statistics.add(kept("web", 1, "en", 100, 20, 20, 0.5));
    statistics.add(kept("repos", 2, null, 50, 10, 9, 0));
    statistics.add(dropped("repos", 3, "rules", "too-short", 10, 2, 2, 0.25));
    assertEquals(3, present(statistics.values()));
    assertEquals(2, present(statistics.valuesOfSources(List.of("repos"))));
    assertEquals(3, present(statistics.valuesOfSources(List.of("repos", "web", "empty"))));
    assertEquals(0, present(statistics.valuesOfSources(List.of("empty"))));
    assertEquals(1, present(statistics.valuesOfLanguage("und")));
    assertEquals(2, present(statistics.valuesOfLanguage("en")));
    assertEquals(1, statistics.valuesOfSources(List.of("repos")).get(1).kept().zeros());
  }

  private static long present(List<Statistics.Values> values) {
    assertEquals(List.of("words", "ratio"), values.stream().map(v -> v.signal()).toList());
    return values.get(1).kept().present() + values.get(1).dropped().present();
  }

  @Test
  void statisticsOfEarlierVersionsAreReadWithWhatTheyHave() throws IOException {
    Statistics statistics = new Statistics(SETTINGS);
    statistics.add(kept("web", 1, "en", 100, 20, 20, 0.5));
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = (ObjectNode) mapper.readTree(statistics.toJson());
    json.remove(
        List.of(
            "signalsBySource",
            "signalsByLanguage",
            "rules",
            "nearest",
            "programmingLanguages",
            "licences",
            "domains"));
    ((ObjectNode) json.required("settings")).remove(List.of("rules", "thresholds"));
    Statistics read = Statistics.fromJson(mapper.writeValueAsBytes(json));
    assertEquals(1, read.values().get(0).kept().present());
    assertEquals(0, read.valuesOfSources(List.of("web")).get(0).kept().present());
  }

  @Test
  void manyNamesAreFoldedAndNoDocumentIsLost() {
    NameCounts counts = new NameCounts();
    Split one = new Split(new Amount(1, 2, 3), Amount.NONE);
    for (int i = 0; i < 3 * NameCounts.MOST; i++) {
      counts.add("rare-" + i, one);
      if (i % 10 == 0) {
        counts.add("often", one);
      }
    }
    long often = 3 * NameCounts.MOST / 10;
    assertEquals(NameCounts.MOST, counts.names().size());
    assertEquals(often, counts.names().get("often").kept().documents());
    long named = counts.names().values().stream().mapToLong(s -> s.kept().documents()).sum();
    assertEquals(3 * NameCounts.MOST + often, named + counts.others().kept().documents());
    NameCounts twice = new NameCounts();
    twice.merge(counts);
    twice.merge(counts);
    assertEquals(2 * often, twice.names().get("often").kept().documents());
    assertEquals(2 * counts.others().kept().documents(), twice.others().kept().documents());
  }

  @Test
  void theDocumentsNearestToAThresholdAreThoseOfASort() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Statistics statistics = new Statistics(SETTINGS);
    List<DocumentFacts> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      boolean kept = random.nextBoolean();
      double[] values = {random.nextInt(100), Double.NaN};
      DocumentFacts facts =
          new DocumentFacts(
              random.nextInt(3) == 0 ? "empty" : "web",
              Kind.WEB,
              null,
              new DocumentId(random.nextLong(), i),
              kept,
              kept ? null : "rules",
              kept ? null : random.nextBoolean() ? "too-short" : "too-long",
              1,
              1,
              null,
              new double[] {1, 1},
              Labels.NONE,
              new Verdicts(new BitSet(), values));
      all.add(facts);
      statistics.add(facts);
    }
    for (boolean kept : new boolean[] {true, false}) {
      assertEquals(
          all.stream()
              .filter(facts -> facts.source().equals("web"))
              .filter(facts -> kept ? facts.kept() : "too-short".equals(facts.reason()))
              .filter(facts -> kept != facts.verdicts().values()[0] < 50)
              .sorted(
                  Comparator.comparingDouble(
                          (DocumentFacts facts) -> Math.abs(facts.verdicts().values()[0] - 50))
                      .thenComparing(DocumentFacts::id))
              .limit(3)
              .map(DocumentFacts::id)
              .toList(),
          statistics.nearest(0, kept).stream().map(near -> near.id()).toList(),
          "seed " + seed);
      assertEquals(List.of(), statistics.nearest(1, kept));
    }
  }

  @Test
  void sizesFallIntoGrowingClasses() {
    long[] firsts = {1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000};
    for (int i = 0; i < firsts.length; i++) {
      assertEquals(i, SizeClass.of(firsts[i]));
      assertEquals(firsts[i], SizeClass.from(i));
    }
    assertEquals(SizeClass.CLASSES - 1, SizeClass.of(Long.MAX_VALUE));
    assertEquals(4, SizeClass.to(2));
  }

  @Test
  void otherSettingsAndUnknownSourcesAreRefused() {
    Statistics statistics = new Statistics(SETTINGS);
    Statistics other =
        new Statistics(
            new StatisticsSettings(
                List.of("web"), SETTINGS.signals(), List.of(), List.of(), 3, 45));
    assertThrows(IllegalArgumentException.class, () -> statistics.merge(other));
    assertThrows(
        IllegalArgumentException.class, () -> statistics.addDeadLetter("nowhere", "cause"));
  }

  private static Statistics counted(List<Consumer<Statistics>> events) {
    Statistics statistics = new Statistics(SETTINGS);
    events.forEach(event -> event.accept(statistics));
    return statistics;
  }

  private static List<Consumer<Statistics>> events(Random random, int number) {
    String[] reasons = {"too-short", "too-long", "quote\"d"};
    List<Consumer<Statistics>> events = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      String source = random.nextBoolean() ? "web" : "repos";
      String reason = reasons[random.nextInt(reasons.length)];
      long size = 1 + random.nextInt(1_000);
      switch (random.nextInt(6)) {
        case 0 -> events.add(s -> s.addDeadLetter(source, reason));
        case 1 -> events.add(s -> s.addPassedOver(source, reason));
        case 2 -> events.add(s -> s.addCluster(reason, size));
        default -> {
          boolean kept = random.nextBoolean();
          DocumentFacts facts =
              new DocumentFacts(
                  source,
                  Kind.values()[random.nextInt(5)],
                  random.nextInt(4) == 0 ? null : "l" + random.nextInt(5),
                  new DocumentId(random.nextLong(), i),
                  kept,
                  kept ? null : "rules",
                  kept ? null : reason,
                  random.nextInt(1_000_000),
                  random.nextInt(1_000),
                  random.nextInt(3) == 0 ? null : "g" + random.nextInt(4),
                  new double[] {
                    random.nextInt(5) == 0 ? Double.NaN : Math.exp(random.nextDouble() * 20),
                    random.nextDouble() * 1.2 - 0.1
                  },
                  new Labels(
                      random.nextBoolean() ? null : "p" + random.nextInt(3),
                      random.nextBoolean() ? null : "MIT",
                      random.nextBoolean() ? null : "d" + random.nextInt(50)),
                  new Verdicts(
                      BitSet.valueOf(new long[] {random.nextInt(4)}),
                      new double[] {random.nextInt(100), 850 + random.nextInt(100)}));
          events.add(s -> s.add(facts));
        }
      }
    }
    return events;
  }

  private static DocumentFacts kept(
      String source, long id, String language, long bytes, long tokens, double... signals) {
    DocumentId documentId = new DocumentId(id, id);
    return new DocumentFacts(
        source,
        Kind.WEB,
        language,
        documentId,
        true,
        null,
        null,
        bytes,
        tokens,
        null,
        signals,
        Labels.NONE,
        Verdicts.NONE);
  }

  private static DocumentFacts dropped(
      String source,
      long id,
      String stage,
      String reason,
      long bytes,
      long tokens,
      double... signals) {
    DocumentId documentId = new DocumentId(id, id);
    return new DocumentFacts(
        source,
        Kind.WEB,
        "en",
        documentId,
        false,
        stage,
        reason,
        bytes,
        tokens,
        null,
        signals,
        Labels.NONE,
        Verdicts.NONE);
  }
}

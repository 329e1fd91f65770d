package io.winnow.quality.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecideTest {
  private static final List<Likeness> ALL = List.of(Likeness.values());
  private static final List<String> SOURCES = List.of("crawl", "books", "repos");

  @TempDir Path folder;

  @Test
  void theFirstRuleThatHoldsNamesTheReason() throws IOException {
    Rule few = Rule.of("too-few-words", "words < 50");
    Rule fewer = Rule.of("far-too-few-words", "words < 20");
    Map<String, String> decisions =
        decide(
            policy(List.of(few, fewer), List.of()),
            Doc.of("short").words(10L),
            Doc.of("long").words(60L),
            Doc.of("unknown").words(null));
    assertEquals("false rules too-few-words", decisions.get("short"));
    assertEquals("true null null", decisions.get("long"));
    assertEquals("true null null", decisions.get("unknown"));
  }

  @Test
  void rulesApplyToTheirKindsAndSourcesOnly() throws IOException {
    Rule web = Rule.of("web", "words < 50").withKinds(Set.of(Kind.WEB));
    Rule books = Rule.of("books", "words < 50").withSources(Set.of("books"));
    Map<String, String> decisions =
        decide(
            policy(List.of(web, books), List.of()),
            Doc.of("a").words(1L),
            Doc.of("b").words(1L).kind("book").source("books"),
            Doc.of("c").words(1L).kind("code").source("repos"));
    assertEquals("false rules web", decisions.get("a"));
    assertEquals("false rules books", decisions.get("b"));
    assertEquals("true null null", decisions.get("c"));
  }

  @Test
  void equalTextsAndAddressesKeepOneEach() throws IOException {
    Map<String, String> decisions =
        decide(
            policy(List.of(), List.of(SurvivorKey.LONGEST)),
            Doc.of("a").content("same").textBytes(9),
            Doc.of("b").content("same").textBytes(8),
            Doc.of("c").url("u").textBytes(7),
            Doc.of("d").url("u").textBytes(6));
    for (String kept : List.of("a", "c")) {
      assertEquals("true null null", decisions.get(kept));
    }
    assertEquals("false exact duplicate-content", decisions.get("b"));
    assertEquals("false exact duplicate-url", decisions.get("d"));
  }

  @Test
  void aDroppedDocumentDropsNoOther() throws IOException {
    Map<String, String> decisions =
        decide(
            policy(List.of(Rule.of("few", "words < 50")), List.of(SurvivorKey.LONGEST)),
            Doc.of("a").content("same").textBytes(9).words(1L),
            Doc.of("b").content("same").textBytes(8).url("u"),
            Doc.of("c").content("same").textBytes(7).url("v"),
            // Its address is that of a document which is dropped for its text.
            Doc.of("d").url("v").textBytes(1));
    assertEquals("false rules few", decisions.get("a"));
    assertEquals("true null null", decisions.get("b"));
    assertEquals("false exact duplicate-content", decisions.get("c"));
    assertEquals("true null null", decisions.get("d"));
  }

  /** What is measured of one of several equal texts must be there for the one that is kept. */
  @Test
  void ofEqualTextsThePrefilterLeavesTheOneThatWillBeKept() throws IOException {
    Policy policy =
        policy(List.of(Rule.of("few", "words < 50")), List.of(SurvivorKey.LONGEST, SurvivorKey.ID));
    DocCorpus corpus =
        new DocCorpus(
            folder,
            List.of(
                List.of(
                    Doc.of("longest").content("same").words(1L).textBytes(90),
                    Doc.of("kept").content("same").textBytes(5),
                    Doc.of("few").content("other").words(1L).textBytes(9),
                    Doc.of("fewer").content("other").words(2L).textBytes(8))));
    Map<String, String> prefilter = corpus.prefilter(policy);
    assertEquals("false exact duplicate-content", prefilter.get("longest"));
    assertEquals("true null null", prefilter.get("kept"));
    assertEquals("true null null", prefilter.get("few"));
    assertEquals("true null null", corpus.decide(policy).decisions().get("kept"));
  }

  /** All rules are asked, not those of the prefilter alone, and nobody else is. */
  @Test
  void theRulesAloneDropNoCopies() throws IOException {
    Policy policy =
        policy(List.of(Rule.of("few", "words < 50")), List.of(SurvivorKey.LONGEST, SurvivorKey.ID));
    DocCorpus corpus =
        new DocCorpus(
            folder,
            List.of(
                List.of(
                    Doc.of("few").content("same").words(1L).textBytes(90),
                    Doc.of("one").content("same").textBytes(5),
                    Doc.of("two").content("same").textBytes(6))));
    Map<String, String> ruled = corpus.ruled(policy);
    assertEquals("false rules few", ruled.get("few"));
    assertEquals("true null null", ruled.get("one"));
    assertEquals("true null null", ruled.get("two"));
    assertEquals(
        List.of("documents", "signals", "ids"),
        new Ruled(policy).reads().stream().map(Table::name).toList());
  }

  /** What another stage has marked goes after the rules, and is no survivor of any round. */
  @Test
  void whatIsMarkedGoesAfterTheRulesAndBeforeTheRounds() throws IOException {
    Policy policy =
        policy(List.of(Rule.of("few", "words < 50")), List.of(SurvivorKey.LONGEST))
            .withFlags(List.of(DocCorpus.FLAG));
    DocCorpus corpus =
        new DocCorpus(
            folder,
            List.of(
                List.of(
                    Doc.of("marked").content("same").textBytes(90).marked(),
                    Doc.of("kept").content("same").textBytes(5),
                    Doc.of("few").words(1L).marked())));
    Map<String, String> decisions = corpus.decide(policy).decisions();
    assertEquals("false hosts denied-host", decisions.get("marked"));
    assertEquals("true null null", decisions.get("kept"));
    assertEquals("false rules few", decisions.get("few"));
    Map<String, String> prefilter = corpus.prefilter(policy);
    assertEquals("false hosts denied-host", prefilter.get("marked"));
    assertEquals("true null null", prefilter.get("kept"));
    assertEquals("false hosts denied-host", prefilter.get("few"));
    Map<String, String> ruled = corpus.ruled(policy);
    assertEquals("false hosts denied-host", ruled.get("marked"));
    assertEquals("false rules few", ruled.get("few"));
    assertEquals("true null null", corpus.ruled(policy.withFlags(List.of())).get("marked"));
  }

  @Test
  void settingsSayAllThatDecidesAndNothingElse() throws IOException {
    Policy policy = policy(List.of(Rule.of("few", "words < 50")), List.of(SurvivorKey.LONGEST));
    String settings = policy.canonical();
    assertEquals(settings, policy.withFlags(List.of()).canonical());
    for (Policy other :
        List.of(
            policy(List.of(Rule.of("few", "words < 51")), List.of(SurvivorKey.LONGEST)),
            policy(List.of(Rule.of("other", "words < 50")), List.of(SurvivorKey.LONGEST)),
            policy(policy.rules(), List.of(SurvivorKey.SHORTEST)),
            policy.withFlags(List.of(DocCorpus.FLAG)),
            policy.withContaminated(new Contaminated(0.5)))) {
      assertNotEquals(settings, other.canonical());
    }
    Policy better = policy(policy.rules(), List.of(SurvivorKey.BEST_QUALITY));
    assertNotEquals(better.canonical(), better.withQuality(Map.of()).canonical());
    // Whoever asks no score does not depend on which there are.
    assertEquals(settings, policy.withQuality(Map.of()).canonical());
  }

  @Test
  void whatIsContaminatedSurvivesNoRoundButThatOfEqualTexts() throws IOException {
    Policy policy =
        new Policy(List.of(), ALL, List.of(SurvivorKey.LONGEST), SOURCES, DocCorpus.OFFERS)
            .withContaminated(new Contaminated(0.5));
    Map<String, String> decisions =
        decide(
            policy,
            Doc.of("looked-at").content("same").textBytes(9).contaminated(0.5),
            Doc.of("equal").content("same").textBytes(8),
            Doc.of("alone").contaminated(0.7),
            Doc.of("little").contaminated(0.4),
            Doc.of("long").url("u").textBytes(7).contaminated(0.9),
            Doc.of("clean").url("u").textBytes(6));
    assertEquals("false contamination contaminated", decisions.get("looked-at"));
    assertEquals("false exact duplicate-content", decisions.get("equal"));
    assertEquals("false contamination contaminated", decisions.get("alone"));
    assertEquals("true null null", decisions.get("little"));
    assertEquals("false contamination contaminated", decisions.get("long"));
    assertEquals("true null null", decisions.get("clean"));
  }

  @Test
  void whereWordsAreCutOutOnlyWhatHasLittleElseGoes() throws IOException {
    Policy policy =
        new Policy(List.of(), ALL, List.of(), SOURCES, DocCorpus.OFFERS)
            .withContaminated(Contaminated.whole());
    Map<String, String> decisions =
        decide(policy, Doc.of("most").contaminated(0.9), Doc.of("whole").contaminated(1.0));
    assertEquals("true null null", decisions.get("most"));
    assertEquals("false contamination contaminated", decisions.get("whole"));
  }

  @Test
  void everyKeyChoosesItsSurvivor() throws IOException {
    Doc[] docs = {
      Doc.of("a").content("x").textBytes(1).date(5L).source("repos").quality(0.5),
      Doc.of("b").content("x").textBytes(3).date(null).source("books").quality(0.4),
      Doc.of("c").content("x").textBytes(2).date(9L).source("crawl"),
    };
    assertEquals("b", survivor(SurvivorKey.LONGEST, docs));
    assertEquals("a", survivor(SurvivorKey.SHORTEST, docs));
    assertEquals("c", survivor(SurvivorKey.NEWEST, docs));
    assertEquals("c", survivor(SurvivorKey.SOURCE, docs));
    assertEquals("a", survivor(SurvivorKey.BEST_QUALITY, docs));
    String smallest =
        Arrays.stream(docs)
            .min((one, other) -> one.id().compareTo(other.id()))
            .orElseThrow()
            .name();
    assertEquals(smallest, survivor(SurvivorKey.ID, docs));
    // Without a key, and where all keys are equal, the smallest id is left.
    Map<String, String> none = decide(policy(List.of(), List.of()), docs);
    assertTrue(none.get(smallest).contains("true"));
  }

  private String survivor(SurvivorKey key, Doc... docs) throws IOException {
    Map<String, String> decisions = decide(policy(List.of(), List.of(key)), docs);
    List<String> kept =
        decisions.entrySet().stream()
            .filter(decision -> decision.getValue().contains("true"))
            .map(Map.Entry::getKey)
            .toList();
    assertEquals(1, kept.size());
    return kept.get(0);
  }

  @Test
  void clustersListTheDroppedMembersToo() throws IOException {
    DocCorpus corpus =
        new DocCorpus(
            folder,
            List.of(
                List.of(
                    Doc.of("a").content("same").words(1L).url("u"),
                    Doc.of("b").content("same").words(1L),
                    Doc.of("c").url("u"))));
    DocCorpus.Result result =
        corpus.decide(policy(List.of(Rule.of("few", "words < 50")), List.of()));
    List<String> content =
        result.exact().stream().filter(line -> line.contains("content")).toList();
    assertEquals(2, content.size());
    assertTrue(content.stream().allMatch(line -> line.endsWith("null 2 1.0")));
    String survivor = Doc.of("c").id().toString();
    assertTrue(
        result.exact().stream()
            .filter(line -> line.contains(" url "))
            .allMatch(line -> line.contains(survivor + " 2 ")));
  }

  @Test
  void anEmptyCorpusGetsNoDecisions() throws IOException {
    DocCorpus.Result result =
        new DocCorpus(folder, List.of(List.of())).decide(policy(List.of(), List.of()));
    assertEquals(Map.of(), result.decisions());
    assertEquals(List.of(), result.exact());
  }

  @Test
  void randomCorporaAreDecidedAsTheReferenceDecidesThem() throws IOException {
    long seed = Long.getLong("winnow.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int run = 0; run < 25; run++) {
      String message = "-Dwinnow.seed=" + seed + ", corpus " + run;
      Policy policy = randomPolicy(random);
      List<Doc> docs = randomDocs(random, 1 + random.nextInt(150));
      ReferenceDecision before = new ReferenceDecision(docs, policy, true);
      DocCorpus first = new DocCorpus(folder.resolve("first" + run), split(docs, random));
      assertEquals(before.prefilter, first.prefilter(policy), message);

      List<Doc> looked = new ArrayList<>();
      for (Doc doc : docs) {
        boolean seen = before.prefilter.get(doc.name()).startsWith("true");
        looked.add(seen ? doc : doc.quality(null).contaminated(null));
      }
      ReferenceDecision reference = new ReferenceDecision(looked, policy, false);
      for (int order = 0; order < 2; order++) {
        Collections.shuffle(looked, random);
        DocCorpus.Result result =
            new DocCorpus(folder.resolve(run + "-" + order), split(looked, random)).decide(policy);
        assertEquals(reference.decisions, result.decisions(), message);
        assertEquals(reference.exact, result.exact(), message);
      }
    }
  }

  @Test
  void aRoundThatIsNotHeldDropsNothing() throws IOException {
    Doc[] docs = {Doc.of("a").content("same"), Doc.of("b").content("same")};
    Policy with = policy(List.of(), List.of());
    Policy without =
        new Policy(List.of(), List.of(Likeness.URL), List.of(), SOURCES, DocCorpus.OFFERS)
            .withQuality(DocCorpus.QUALITY);
    assertNotEquals(decide(with, docs), decide(without, docs));
  }

  private static List<Doc> randomDocs(Random random, int count) {
    List<Doc> docs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      docs.add(
          new Doc(
              "doc" + i,
              SOURCES.get(random.nextInt(3)),
              Kind.values()[random.nextInt(5)].word(),
              "text " + random.nextInt(1 + count * 2 / 3),
              random.nextInt(3) == 0 ? null : "http://" + random.nextInt(1 + count / 2),
              random.nextInt(1000),
              random.nextInt(3) == 0 ? null : (long) random.nextInt(5),
              random.nextInt(10) == 0 ? null : (long) random.nextInt(150),
              random.nextInt(4) == 0 ? null : random.nextInt(3) / 4.0,
              random.nextInt(8) == 0 ? random.nextDouble() : null,
              random.nextInt(10) == 0));
    }
    return docs;
  }

  private static Policy randomPolicy(Random random) {
    List<Rule> rules = new ArrayList<>();
    List<String> conditions =
        new ArrayList<>(
            List.of(
                "words < 20",
                "words < 50",
                "words is missing",
                "source_uri is missing",
                "kind = code",
                "text_bytes > 900",
                "source = books"));
    Collections.shuffle(conditions, random);
    for (String condition : conditions.subList(0, random.nextInt(5))) {
      Rule rule = Rule.of("rule-" + rules.size(), condition).withPrefilter(random.nextBoolean());
      if (random.nextInt(3) == 0) {
        rule = rule.withKinds(EnumSet.of(Kind.values()[random.nextInt(5)], Kind.WEB));
      }
      if (random.nextInt(3) == 0) {
        rule = rule.withSources(Set.of(SOURCES.get(random.nextInt(3))));
      }
      rules.add(rule);
    }
    List<SurvivorKey> keys = new ArrayList<>(List.of(SurvivorKey.values()));
    Collections.shuffle(keys, random);
    List<Likeness> rounds =
        random.nextInt(4) == 0 ? ALL.stream().filter(l -> random.nextBoolean()).toList() : ALL;
    return new Policy(rules, rounds, keys.subList(0, random.nextInt(4)), SOURCES, DocCorpus.OFFERS)
        .withFlags(random.nextBoolean() ? List.of() : List.of(DocCorpus.FLAG))
        .withQuality(DocCorpus.QUALITY)
        .withContaminated(random.nextBoolean() ? null : new Contaminated(0.3));
  }

  private static List<List<Doc>> split(List<Doc> docs, Random random) {
    List<List<Doc>> split = new ArrayList<>();
    int shards = 1 + random.nextInt(4);
    for (int i = 0; i < shards; i++) {
      split.add(new ArrayList<>());
    }
    docs.forEach(doc -> split.get(random.nextInt(shards)).add(doc));
    return split;
  }

  private static Policy policy(List<Rule> rules, List<SurvivorKey> survivors) {
    return new Policy(rules, ALL, survivors, SOURCES, DocCorpus.OFFERS)
        .withQuality(DocCorpus.QUALITY);
  }

  private SortedMap<String, String> decide(Policy policy, Doc... docs) throws IOException {
    return new DocCorpus(folder, List.of(List.of(docs))).decide(policy).decisions();
  }
}

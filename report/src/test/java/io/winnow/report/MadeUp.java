package io.winnow.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.table.Table;
import io.winnow.report.html.HistogramChart.Limit;
import io.winnow.report.run.Drops;
import io.winnow.report.run.RuleScope;
import io.winnow.report.run.RunFacts;
import io.winnow.report.run.RunFacts.Component;
import io.winnow.report.run.RunFacts.Cost;
import io.winnow.report.run.RunFacts.Rule;
import io.winnow.report.run.RunFacts.Stage;
import io.winnow.report.sections.Breakdowns;
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
import io.winnow.report.sections.FunnelSection.Source;
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
import io.winnow.report.sections.RecipeSection;
import io.winnow.report.sections.RulesSection;
import io.winnow.report.sections.Section;
import io.winnow.report.sections.SignalsSection;
import io.winnow.report.sections.StagesSection;
import io.winnow.report.sections.likeness.ClustersSection;
import io.winnow.report.sections.likeness.ClustersSection.Banding;
import io.winnow.report.sections.likeness.ClustersSection.Cluster;
import io.winnow.report.sections.likeness.ClustersSection.Clusters;
import io.winnow.report.sections.likeness.CopiesSection;
import io.winnow.report.sections.likeness.CopiesSection.Copy;
import io.winnow.report.sections.likeness.EmbeddingsSection;
import io.winnow.report.sections.likeness.EmbeddingsSection.Cell;
import io.winnow.report.sections.likeness.EmbeddingsSection.Threshold;
import io.winnow.report.sections.likeness.RecallSection;
import io.winnow.report.sections.likeness.RecallSection.EmbeddingRecall;
import io.winnow.report.sections.likeness.RecallSection.NearPairs;
import io.winnow.report.sections.thresholds.ThresholdsSection;
import io.winnow.report.sections.thresholds.ThresholdsSection.NearThreshold;
import io.winnow.report.statistics.Amount;
import io.winnow.report.statistics.DocumentFacts;
import io.winnow.report.statistics.DocumentFacts.Labels;
import io.winnow.report.statistics.DocumentFacts.Verdicts;
import io.winnow.report.statistics.Reason;
import io.winnow.report.statistics.RuleThreshold;
import io.winnow.report.statistics.Scale;
import io.winnow.report.statistics.SignalScale;
import io.winnow.report.statistics.Statistics;
import io.winnow.report.statistics.StatisticsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** A report as a run over web pages and code would have it, of made-up documents. */
final class MadeUp {
  private MadeUp() {}

  private static final List<String> SOURCES = List.of("crawl", "repositories", "forum-2024");

  private static final List<SignalScale> SIGNALS =
      List.of(
          new SignalScale("words", Scale.COUNT),
          new SignalScale("mean_word_length", Scale.COUNT),
          new SignalScale("alphabetic_words", Scale.RATIO),
          new SignalScale("duplicate_lines", Scale.RATIO),
          new SignalScale("punctuated_lines", Scale.RATIO),
          new SignalScale("language_confidence", Scale.RATIO),
          new SignalScale("newlines_per_word", Scale.RATIO),
          new SignalScale("longest_line", Scale.COUNT),
          new SignalScale("tokens", Scale.COUNT));

  private static final List<Limit> LIMITS =
      List.of(
          new Limit("words", "<", 50, "gopher-length", true),
          new Limit("words", ">", 100_000, "gopher-length", true),
          new Limit("mean_word_length", "<", 3, "gopher-word-length", true),
          new Limit("mean_word_length", ">", 10, "gopher-word-length", true),
          new Limit("alphabetic_words", "<", 0.8, "gopher-alphabetic", true),
          new Limit("duplicate_lines", ">", 0.3, "gopher-duplicate-lines", true),
          new Limit("punctuated_lines", "<", 0.12, "fineweb-punctuation", true),
          new Limit("language_confidence", "<", 0.65, "not-english", true),
          new Limit("newlines_per_word", ">", 0.3, "fineweb-newlines", true));

  private static final List<Limit> LIMITS_OF_CODE =
      List.of(new Limit("longest_line", ">", 1_000, "long-lines", true));

  /** What drops besides rules. */
  static final Drops DROPS =
      new Drops(
          List.of(
              Drop.decided("rules", "gopher-length"),
              Drop.groups(
                  "exact", "content", "exact copy: ", Table.list("clusters_exact", Table.ROW)),
              Drop.losers(
                  "minhash",
                  "near-duplicate",
                  "near copy: ",
                  Table.list("clusters_minhash", Table.ROW))));

  private static final List<Section> EMPTY =
      List.of(
          new Overview("run", "digest", "1", "now", List.of()),
          new FunnelSection(List.of()),
          new Breakdowns(List.of(), List.of(), List.of(), List.of(), List.of()),
          new RulesSection(List.of(), List.of()),
          new SignalsSection(List.of(), List.of()),
          new ThresholdsSection(List.of()),
          new GradesSection(List.of()),
          new ClustersSection(List.of()),
          new CopiesSection(List.of()),
          new CutsSection(List.of()),
          new EmbeddingsSection(List.of(), List.of()),
          new RecallSection(null),
          new LossesSection(null),
          new MixturesSection(List.of()),
          new ExamplesSection(List.of()),
          new DeadLettersSection(List.of()),
          new StagesSection(List.of()),
          new RecipeSection(MissingNode.getInstance()));

  /**
   * @param minimumWords the limit of one rule, so that two runs can differ
   */
  static Report report(int minimumWords, int documents) {
    List<Rule> rules = new ArrayList<>();
    List<Reason> order = new ArrayList<>();
    rules.add(
        new Rule(
            "gopher-length",
            "words < " + minimumWords + " or words > 100000",
            List.of(),
            List.of(),
            true));
    rules.add(
        new Rule(
            "gopher-word-length",
            "mean_word_length < 3 or mean_word_length > 10",
            List.of(),
            List.of(),
            true));
    rules.add(
        new Rule(
            "gopher-alphabetic",
            "kind = web and alphabetic_words < 0.8",
            List.of(),
            List.of(),
            true));
    rules.add(new Rule("not-english", "language_confidence < 0.65", List.of(), List.of(), true));
    rules.add(
        new Rule("gopher-duplicate-lines", "duplicate_lines > 0.3", List.of(), List.of(), false));
    rules.add(
        new Rule(
            "fineweb-punctuation",
            "kind = web and punctuated_lines < 0.12",
            List.of(),
            List.of(),
            false));
    rules.add(new Rule("fineweb-newlines", "newlines_per_word > 0.3", List.of(), List.of(), false));
    rules.add(
        new Rule("long-lines", "kind = code and longest_line > 1000", List.of(), List.of(), false));
    rules.add(new Rule("lorem-ipsum", "has_lorem_ipsum = true", List.of(), List.of(), false));
    rules.forEach(rule -> order.add(new Reason("rules", rule.name())));
    order.add(new Reason("exact", "content"));
    order.add(new Reason("exact", "url"));
    order.add(new Reason("minhash", "near-duplicate"));

    Statistics statistics = new Statistics(settings(minimumWords));
    Random random = new Random(7);
    long[] records = new long[SOURCES.size()];
    for (int i = 0; i < documents; i++) {
      int source = random.nextInt(10) < 7 ? 0 : random.nextInt(3) > 0 ? 1 : 2;
      records[source]++;
      int fate = random.nextInt(100);
      if (source == 0 && fate < 14) {
        String[] reasons = {"not-html", "not-ok", "redirect", "no-main-text"};
        statistics.addPassedOver(SOURCES.get(source), reasons[random.nextInt(4)]);
      } else if (fate == 99 && random.nextInt(4) == 0) {
        statistics.addDeadLetter(
            SOURCES.get(source), random.nextInt(3) == 0 ? "not-utf-8" : "truncated-gzip");
      } else {
        statistics.add(document(random, source, order, minimumWords));
      }
    }
    for (int i = 0; i < documents / 60; i++) {
      statistics.addCluster("content", 2 + (long) Math.exp(random.nextDouble() * 3));
      statistics.addCluster("minhash", 2 + (long) Math.exp(random.nextDouble() * 6));
    }
    return assemble(statistics, rules, order, records);
  }

  private static DocumentFacts document(
      Random random, int source, List<Reason> order, int minimumWords) {
    double words = Math.rint(Math.exp(random.nextGaussian() * 1.3 + 5.8));
    double[] signals = {
      words,
      4.9 + random.nextGaussian() * 0.9,
      Math.min(1, 0.93 + random.nextGaussian() * 0.07),
      Math.max(0, random.nextGaussian() * 0.14),
      source == 1 ? Double.NaN : Math.min(1, Math.max(0, 0.5 + random.nextGaussian() * 0.3)),
      1 - Math.pow(random.nextDouble(), 6),
      Math.abs(random.nextGaussian()) * 0.12 + (random.nextInt(80) == 0 ? 1 : 0),
      Math.exp(random.nextGaussian() + 4.7),
      words * 1.4
    };
    Reason reason = null;
    if (words < minimumWords || words > 100_000) {
      reason = order.get(0);
    } else if (signals[1] < 3) {
      reason = order.get(1);
    } else if (source == 0 && signals[2] < 0.8) {
      reason = order.get(2);
    } else if (signals[5] < 0.65) {
      reason = order.get(3);
    } else if (signals[3] > 0.3) {
      reason = order.get(4);
    } else if (source == 0 && signals[4] < 0.12) {
      reason = order.get(5);
    } else if (signals[6] > 0.3) {
      reason = order.get(6);
    } else if (source == 1 && signals[7] > 1000) {
      reason = order.get(7);
    } else if (random.nextInt(11) == 0) {
      reason = order.get(9 + random.nextInt(2));
    } else if (random.nextInt(5) == 0) {
      reason = order.get(11);
    }
    String[] languages = {"eng", "eng", "eng", "deu", "fra", "spa", "zho"};
    return new DocumentFacts(
        SOURCES.get(source),
        source == 0 ? Kind.WEB : source == 1 ? Kind.CODE : Kind.SOCIAL,
        source == 1 ? null : languages[random.nextInt(languages.length)],
        new DocumentId(random.nextLong(), random.nextLong()),
        reason == null,
        reason == null ? null : reason.stage(),
        reason == null ? null : reason.reason(),
        (long) (words * 6.1),
        (long) (words * 1.4),
        source == 0 ? "web bucket 0" + (1 + random.nextInt(4)) : null,
        signals,
        new Labels(
            source == 1 ? "java" : null,
            source == 1 ? "MIT" : null,
            source == 1 ? null : "site-" + random.nextInt(60) + ".example"),
        verdicts(signals, source, minimumWords));
  }

  private static final List<String> RULES =
      List.of(
          "gopher-length",
          "gopher-word-length",
          "gopher-alphabetic",
          "not-english",
          "gopher-duplicate-lines",
          "fineweb-punctuation",
          "fineweb-newlines",
          "long-lines",
          "lorem-ipsum");

  private static StatisticsSettings settings(int minimumWords) {
    List<RuleThreshold> thresholds =
        List.of(
            new RuleThreshold("gopher-length", "words", "<", minimumWords, SOURCES),
            new RuleThreshold("long-lines", "longest_line", ">", 1_000, List.of("repositories")));
    return new StatisticsSettings(SOURCES, SIGNALS, RULES, thresholds, 3, 45);
  }

  private static Verdicts verdicts(double[] signals, int source, int minimumWords) {
    BitSet holding = new BitSet();
    holding.set(0, signals[0] < minimumWords || signals[0] > 100_000);
    holding.set(1, signals[1] < 3);
    holding.set(2, source == 0 && signals[2] < 0.8);
    holding.set(3, signals[5] < 0.65);
    holding.set(4, signals[3] > 0.3);
    holding.set(5, source == 0 && signals[4] < 0.12);
    holding.set(6, signals[6] > 0.3);
    holding.set(7, source == 1 && signals[7] > 1000);
    return new Verdicts(holding, new double[] {signals[0], signals[7]});
  }

  /** The same with another setting. */
  static Report withThreshold(Report report, double threshold) {
    ObjectNode recipe = report.section(RecipeSection.class).recipe().deepCopy();
    recipe.withObject("/minhash").put("threshold", threshold);
    List<Section> sections = new ArrayList<>(report.sections());
    sections.replaceAll(s -> s instanceof RecipeSection ? new RecipeSection(recipe) : s);
    return new Report(sections);
  }

  /** Two runs of which some documents are known. */
  static ComparedRuns compared(Report before, Report after) {
    Moves.Fate kept = new Moves.Fate(Moves.Outcome.KEPT, null, null);
    Moves.Fate gone = new Moves.Fate(Moves.Outcome.ABSENT, null, null);
    Moves.Fate out = new Moves.Fate(Moves.Outcome.DROPPED, "rules", "gopher-length");
    Moves.Example example = new Moves.Example("0a", "crawl", "A title");
    return new ComparedRuns(
        "november",
        before,
        "december",
        after,
        new Moves(
            1,
            900,
            700,
            List.of(
                new Moves.Move(kept, out, 150, List.of(example)),
                new Moves.Move(gone, kept, 40, List.of()),
                new Moves.Move(out, gone, 10, List.of()))));
  }

  /** A report of some sections; the others have nothing in them. */
  static Report of(Section... sections) {
    List<Section> all = new ArrayList<>();
    for (Section empty : EMPTY) {
      all.add(
          Stream.of(sections)
              .filter(section -> section.getClass() == empty.getClass())
              .findFirst()
              .orElse(empty));
    }
    return new Report(all);
  }

  private static Report assemble(
      Statistics statistics, List<Rule> rules, List<Reason> order, long[] records) {
    List<Source> sources = new ArrayList<>();
    List<RunFacts.Source> read = new ArrayList<>();
    Kind[] kinds = {Kind.WEB, Kind.CODE, Kind.SOCIAL};
    for (int i = 0; i < SOURCES.size(); i++) {
      read.add(new RunFacts.Source(SOURCES.get(i), kinds[i], records[i]));
      sources.add(FunnelSection.of(read.get(i), statistics.sources().get(i), order));
    }
    Map<RuleScope, List<Limit>> limits =
        Map.of(RuleScope.all(read), LIMITS, RuleScope.of(rules.get(7), read), LIMITS_OF_CODE);
    return of(
        new Overview(
            "glm-4.5-demo",
            Digest.ofText(rules.toString()).toString(),
            "0.1.0-SNAPSHOT (1f2e3d4)",
            "2026-11-24 04:52 UTC",
            List.of(
                "Source forum-2024 gives 4 % of the tokens, but the mixture asks for 6 epochs of"
                    + " it.",
                "The rule lorem-ipsum dropped nothing.")),
        new FunnelSection(sources),
        Breakdowns.of(statistics),
        GradesSection.of(statistics),
        embeddings(),
        new RecallSection(
            new EmbeddingRecall(
                1990,
                0.95,
                List.of(new NearPairs(0.95, 12, 11, 3), new NearPairs(0.8, 200, 190, 40)))),
        new RulesSection(rules, RulesSection.counts(statistics)),
        SignalsSection.of(statistics, read, limits),
        clusters(statistics),
        new CutsSection(
            List.of(
                new Cut("contaminated", 3, 4, 290),
                new Cut("repeated-sentences", 1200, 1450, 234_567))),
        new LossesSection(losses()),
        new MixturesSection(List.of(mixture(sources))),
        examples(statistics, order),
        deadLetters(),
        stages(),
        thresholds(statistics),
        new CopiesSection(copies(statistics)),
        new RecipeSection(recipe(rules)));
  }

  private static ThresholdsSection thresholds(Statistics statistics) {
    List<NearThreshold> all = new ArrayList<>();
    List<RuleThreshold> thresholds = statistics.settings().thresholds();
    for (int i = 0; i < thresholds.size(); i++) {
      RuleThreshold threshold = thresholds.get(i);
      all.add(
          new NearThreshold(
              threshold.rule(),
              threshold.column(),
              threshold.operator(),
              threshold.number(),
              examples(ids(statistics.nearest(i, false))),
              examples(ids(statistics.nearest(i, true)))));
    }
    return new ThresholdsSection(all);
  }

  private static List<DocumentId> ids(List<Statistics.NearDocument> nearest) {
    return nearest.stream().map(Statistics.NearDocument::id).toList();
  }

  private static List<Copy> copies(Statistics statistics) {
    List<Copy> copies = new ArrayList<>();
    List<Example> kept = examples(statistics.examples(null));
    for (Example loser : examples(statistics.examples(new Reason("minhash", "near-duplicate")))) {
      copies.add(
          new Copy("minhash", "near-duplicate", loser, copies.isEmpty() ? null : kept.get(0)));
    }
    return copies;
  }

  private static JsonNode recipe(List<Rule> rules) {
    ObjectNode recipe = JsonNodeFactory.instance.objectNode().put("name", "glm-4.5-demo");
    recipe.putObject("minhash").put("threshold", 0.7).put("bands", 18);
    recipe.putArray("stages").add("signals").add("exact");
    ArrayNode list = recipe.putArray("rules");
    for (Rule rule : rules) {
      list.addObject().put("name", rule.name()).put("drop", rule.condition());
    }
    return recipe;
  }

  private static EmbeddingsSection embeddings() {
    return new EmbeddingsSection(
        List.of(
            new Cell(3, 800, 500, List.of("Package java.util", "Class ArrayList")),
            new Cell(1, 90, 90, List.of())),
        List.of(
            new Threshold(0.95, 890, 12, 800, 40, 38, true),
            new Threshold(0.99, 890, 3, 800, 19, 7, false),
            new Threshold(0.98, 890, 4, 800, 20, 13, false),
            new Threshold(0.9, 890, 77, 800, 160, 120, false)));
  }

  private static DeadLettersSection deadLetters() {
    return new DeadLettersSection(
        List.of(
            new DeadLetterGroup(
                "crawl",
                "truncated-gzip",
                17,
                List.of(
                    new DeadLetterExample(
                        "in/web/crawl-00003.warc.gz",
                        48_211_907,
                        "The compressed stream ends in the middle of a record."),
                    new DeadLetterExample(
                        "in/web/crawl-00007.warc.gz",
                        1_022,
                        "The compressed stream ends in the middle of a record."))),
            new DeadLetterGroup(
                "repositories",
                "not-utf-8",
                3,
                List.of(
                    new DeadLetterExample(
                        "in/code/commons-lang3-3.12-sources.jar!/org/apache/Latin.java",
                        -1,
                        "Byte 0xE9 at offset 1203 begins no character of UTF-8.")))));
  }

  private static StagesSection stages() {
    return new StagesSection(
        List.of(
            new Stage(
                "ingest",
                41.3,
                2,
                900_000_000,
                52_000,
                310_000_000,
                14,
                0,
                new Cost(41.3, 2, 900_000_000, 52_000, 310_000_000, 14)),
            new Stage(
                "signals",
                63.8,
                2,
                900_000_000,
                52_000,
                310_000_000,
                14,
                0,
                new Cost(63.8, 2, 900_000_000, 52_000, 310_000_000, 14)),
            new Stage(
                "exact",
                4.21,
                2,
                900_000_000,
                52_000,
                0,
                1,
                0,
                new Cost(4.21, 2, 900_000_000, 52_000, 310_000_000, 14)),
            new Stage(
                "minhash",
                35.9,
                2,
                900_000_000,
                44_000,
                250_000_000,
                14,
                0,
                new Cost(35.9, 2, 900_000_000, 52_000, 310_000_000, 14)),
            new Stage(
                "decide",
                2.4,
                2,
                900_000_000,
                52_000,
                0,
                14,
                0,
                new Cost(2.4, 2, 900_000_000, 52_000, 310_000_000, 14)),
            new Stage(
                "mix",
                12.75,
                2,
                900_000_000,
                30_000,
                190_000_000,
                8,
                0,
                new Cost(12.75, 2, 900_000_000, 52_000, 310_000_000, 14)),
            new Stage(
                "tokenise",
                0.03,
                2,
                900_000_000,
                0,
                0,
                0,
                14,
                new Cost(77.5, 2, 900_000_000, 52_000, 310_000_000, 14))));
  }

  private static ClustersSection clusters(Statistics statistics) {
    List<Clusters> all = new ArrayList<>();
    statistics
        .clusters()
        .forEach(
            (method, sizes) -> {
              List<Cluster> largest = new ArrayList<>();
              for (int i = 0; i < 4; i++) {
                List<String> uris = new ArrayList<>();
                for (int j = 0; j < 12; j++) {
                  uris.add("in/web/javadoc-3.1" + i + ".jar!/org/apache/package-" + j + ".html");
                }
                largest.add(
                    new Cluster(
                        new DocumentId(i, 99).toString(),
                        403 - 97L * i,
                        "Uses of Class org.apache.commons.lang3.StringUtils",
                        uris.get(0),
                        uris));
              }
              all.add(
                  Clusters.of(
                      method,
                      sizes,
                      1_234,
                      largest,
                      method.equals("minhash") ? new Banding(18, 7, 5, 0.7, 61_234, 1_234) : null));
            });
    return new ClustersSection(all);
  }

  private static Mixture mixture(List<Source> sources) {
    List<Component> components = new ArrayList<>();
    List<Share> shares = new ArrayList<>();
    double[] epochs = {3.2, 2, 6};
    long documents = 0;
    long tokens = 0;
    for (int i = 0; i < sources.size(); i++) {
      Amount kept = sources.get(i).kept();
      long copies = (long) (kept.documents() * epochs[i]);
      long copiedTokens = (long) (kept.tokens() * epochs[i] * 1.001);
      components.add(
          new Component(
              sources.get(i).name(),
              "source = " + sources.get(i).name(),
              epochs[i],
              (double) copiedTokens / kept.tokens(),
              kept.documents(),
              kept.tokens(),
              copies,
              copiedTokens));
      shares.add(new Share(sources.get(i).name(), copies, copiedTokens));
      documents += copies;
      tokens += copiedTokens;
    }
    List<Share> kinds =
        List.of(
            new Share("web", 1, shares.get(0).tokens()),
            new Share("code", 1, shares.get(1).tokens()),
            new Share("social", 1, shares.get(2).tokens()));
    List<Share> languages =
        List.of(
            new Share("eng", 1, tokens / 2),
            new Share("und", 1, tokens / 5),
            new Share("deu", 1, tokens / 10),
            new Share("fra", 1, tokens / 10),
            new Share("zho", 1, tokens / 10));
    return new Mixture(
        "pretrain-1",
        documents,
        tokens,
        new RunFacts.Sequences(4096, "concatenate", tokens / 4000, tokens),
        List.of(),
        components,
        shares,
        kinds,
        languages,
        List.of(new Share("web bucket 04", 1, tokens)),
        List.of(new Share("3", 1, tokens / 2), new Share("4", 1, tokens / 2)));
  }

  private static ExamplesSection examples(Statistics statistics, List<Reason> order) {
    List<ExampleGroup> groups = new ArrayList<>();
    groups.add(new ExampleGroup(null, null, 21_000, examples(statistics.examples(null))));
    for (Reason reason : order) {
      List<DocumentId> ids = statistics.examples(reason);
      if (!ids.isEmpty()) {
        groups.add(new ExampleGroup(reason.stage(), reason.reason(), 812, examples(ids)));
      }
    }
    return new ExamplesSection(groups);
  }

  private static List<Example> examples(List<DocumentId> ids) {
    List<Example> examples = new ArrayList<>();
    for (DocumentId id : ids) {
      examples.add(
          new Example(
              id.toString(),
              "crawl",
              "https://commons.apache.org/proper/commons-lang/apidocs/StringUtils.html",
              "StringUtils (Apache Commons Lang 3.14.0 API)",
              ("Operations on String that are null safe. IsEmpty/IsBlank - checks if a String "
                      + "contains text. Trim/Strip - removes leading and trailing whitespace.\n"
                      + "<script>alert('never')</script>\n")
                  .repeat(4),
              List.of(new Measure("words", "38"), new Measure("punctuated_lines", null))));
    }
    return examples;
  }

  /** Writes the pages of two made-up runs to a folder, to look at them. */
  public static void main(String[] folder) throws IOException {
    Path path = Path.of(folder[0]);
    Report before = report(50, 60_000);
    Files.writeString(path.resolve("run.html"), ReportPage.render(before, DROPS));
    String comparison = ReportPage.compare(compared(before, report(80, 61_000)), DROPS);
    Files.writeString(path.resolve("comparison.html"), comparison);
  }

  private static Losses losses() {
    Surprise noise =
        new Surprise(
            "0a", "crawl", "http://a.example/noise", "Noise", 7.9, 300, "x8 92hfq 29fh2 0sd");
    Surprise terms =
        new Surprise("0b", "crawl", "http://a.example/terms", null, 0.2, 900, "All rights");
    return new Losses(
        List.of(
            new LossGroup("source", "crawl", 900, 400_000, 1.25, 3.1, 0.41),
            new LossGroup("source", "forum", 90, 40_000, 1.75, 3.9, null),
            new LossGroup("loss bucket", "tail", 400, 100_000, 2.5, 4.4, 0.2),
            new LossGroup("mixture", "pretrain-1", 12, 6_000, 1.1, 2.9, 0.45)),
        List.of(
            new PositionLoss(0, 0, 990, 7.5),
            new PositionLoss(1, 1, 990, 6.25),
            new PositionLoss(2, 3, 1_980, 5),
            new PositionLoss(1_024, 2_047, 400_000, 3.05)),
        List.of(terms),
        List.of(noise));
  }
}

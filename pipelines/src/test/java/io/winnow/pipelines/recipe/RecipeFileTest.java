package io.winnow.pipelines.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.classifiers.EmbedSettings;
import io.winnow.dedup.exact.ExactSettings;
import io.winnow.dedup.forks.ForkSettings;
import io.winnow.dedup.minhash.MinHashSettings;
import io.winnow.dedup.repeats.RepeatSettings;
import io.winnow.dedup.semantic.SemDedupSettings;
import io.winnow.dedup.sketch.MinHashParameters;
import io.winnow.pipelines.plan.StageWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeFileTest {
  private static final Vocabulary VOCABULARY = StageWords.vocabulary();
  private static final String GOOD =
      """
      name: small
      sources:
        - {name: crawl, kind: web, paths: ["in/*.html"]}
        - name: repos
          kind: code
          paths: [code]
      rules:
        - {name: too-short, drop: "words < 50", kinds: [web], prefilter: true}
      mixtures:
        - name: pretrain-1
          components:
            - {where: "kind = web", epochs: 3.2}
      """;

  private static final String NOISE = "{}[]:,&*!|>'\"%@`#- \n\t0a";

  @TempDir Path folder;

  @Test
  void defaultsAreThoseThatAreDocumented() {
    Recipe recipe = parse(GOOD);
    assertEquals(45, recipe.seed());
    assertEquals("o200k", recipe.tokenizer());
    assertEquals(List.of("signals", "exact", "prefilter", "minhash"), recipe.stages());
    assertEquals(
        new MinHashSettings(
            5, 18, 7, "sketch", 0.72, List.of(), new MinHashSettings.Target(0, 0.95, 128)),
        recipe.section(MinHashSettings.class));
    assertEquals(new ExactSettings(List.of("content", "url")), recipe.section(ExactSettings.class));
    assertEquals(new ForkSettings(0.5, 5), recipe.section(ForkSettings.class));
    assertEquals(
        new RepeatSettings(
            List.of("paragraph", "three-sentences"),
            10,
            40,
            2,
            2,
            50,
            List.of("web", "book", "paper", "social")),
        recipe.section(RepeatSettings.class));
    assertEquals(List.of("best-quality", "longest", "id"), recipe.survivor());
    assertEquals(new Recipe.Ingest(32, 64), recipe.ingest());
    assertEquals(0.01, recipe.deadLetters().maximumShare());
    assertEquals(64, recipe.mixtures().get(0).shardMegabytes());
    assertEquals(List.of(), recipe.rules().get(0).sources());
  }

  @Test
  void whatIsGivenIsRead() {
    Recipe recipe = parse(GOOD);
    assertEquals(3.2, recipe.mixtures().get(0).components().get(0).epochs());
    assertEquals("words < 50", recipe.rules().get(0).drop());
    assertTrue(recipe.rules().get(0).prefilter());
    assertEquals(List.of("code"), recipe.sources().get(1).paths());
  }

  @Test
  void aPathMayLieInAFolderThatAnEnvironmentVariableNames() {
    RecipeFile file = new RecipeFile(parse(GOOD), folder);
    String path = System.getenv("PATH").replaceFirst("/+$", "");
    assertEquals(path + "/web/*.html", file.absolute("$PATH/web/*.html"));
    assertEquals(folder.resolve("in/$PATH/a").toString(), file.absolute("in/$PATH/a"));
    String unset = GOOD.replace("[code]", "[\"code\", \"$WINNOW_NEVER_SET/code\"]");
    assertProblem(unset, 6, 21, "begins with the environment variable WINNOW_NEVER_SET, which");
  }

  @Test
  void aKindIsGradedByOneModelThatIsForIt() {
    String models =
        GOOD
            + """
            stages: [signals, embed, classify]
            classify:
              - {name: a, model: web-quality, kinds: [web], buckets: {web: 3, code: 3}}
              - {name: b, model: web-quality, buckets: {web: 9}, tiers: {code: {low: 0.9, high: 0.1}}}
            """;
    RecipeException fault = assertThrows(RecipeException.class, () -> parse(models));
    assertEquals(
        List.of(
            "the model is not for kind code",
            "another model gives kind web its buckets",
            "the tier low must end where high begins or before: 0.9, 0.1"),
        fault.problems().stream().map(Problem::message).toList());
  }

  @Test
  void everyFaultIsToldWhereTheNameOfAScoreIsOneOfThem() {
    String models =
        GOOD
            + """
            stages: [signals, embed, classify]
            classify: [{name: a b, model: web-quality}]
            minhash: {bands: 0}
            """;
    assertEquals(2, assertThrows(RecipeException.class, () -> parse(models)).problems().size());
  }

  @Test
  void aSequenceOfOneTokenIsRefused() {
    String one =
        GOOD.replace("- name: pretrain-1", "- name: pretrain-1\n    sequence: {length: 1}");
    assertProblem(one, 11, 24, "at least 2, but was 1");
  }

  @Test
  void formatsOfExportsAreWords() {
    String exported = GOOD.replace("pretrain-1", "pretrain-1\n    export: [jsonl.zst]");
    assertEquals(List.of("jsonl.zst"), parse(exported).mixtures().get(0).export());
    assertEquals(List.of(), parse(GOOD).mixtures().get(0).export());
    assertEquals(
        parse(exported), parse(GOOD, "mixtures.pretrain-1.export=[jsonl.zst]"), "as an override");
    assertProblem(
        exported.replace("jsonl.zst", "jsonl.zst, jsonl"),
        11,
        25,
        "mixtures[0].export[1] must be one of jsonl.zst, but was \"jsonl\"");
    assertProblem(exported.replace("[jsonl.zst]", "jsonl.zst"), 11, 13, "must be a list, but was");
    assertProblem(exported.replace("export", "exports"), 11, 5, "did you mean export?");
  }

  @Test
  void anUnknownSettingIsFoundAtItsKeyWithASuggestion() {
    assertProblem(GOOD + "minhahs: {bands: 3}\n", 13, 1, "did you mean minhash?");
    assertProblem(GOOD + "minhash: {band: 3}\n", 13, 11, "did you mean bands?");
    assertProblem(GOOD + "minhash: {wuppdi: 3}\n", 13, 11, "there are shingle, bands, rows");
  }

  @Test
  void aValueOutOfBoundsIsNamedWithWhatIsAllowed() {
    assertProblem(
        GOOD + "minhash: {bands: 0}\n", 13, 18, "minhash.bands must be at least 1, but was 0");
    assertProblem(GOOD + "minhash: {bands: many}\n", 13, 18, "a whole number");
    assertProblem(GOOD + "tokenizer: o20k\n", 13, 12, "did you mean o200k?");
    assertProblem(GOOD.replace("3.2", "0"), 12, 39, "must be more than 0");
    assertProblem(GOOD.replace("kind: code", "kind: cod"), 5, 11, "did you mean code?");
    assertProblem(GOOD.replace("name: small", "name: Small Name"), 1, 7, "lower-case");
    assertProblem(GOOD.replace("[code]", "[]"), 6, 12, "at least 1 element");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertProblem("name: x\n", 1, 1, "the recipe needs sources");
    assertProblem(GOOD.replace("name: crawl, ", ""), 3, 5, "sources[0] needs name");
    assertProblem("", 1, 1, "empty");
    assertProblem("- a\n", 1, 1, "a map of settings");
  }

  @Test
  void conditionsAreCheckedAgainstTheirColumns() {
    assertProblem(GOOD.replace("words < 50", "wrods < 50"), 8, 29, "did you mean words?");
    assertProblem(GOOD.replace("words < 50", "words <"), 8, 29, "character 8");
    assertProblem(
        GOOD.replace("words < 50", "bucket < 5"), 8, 29, "bucket is known only after the rules");
    parse(GOOD.replace("kind = web", "bucket = 5"));
  }

  @Test
  void wordsThatNoDocumentHasInAColumnAreRefused() {
    assertProblem(
        GOOD.replace("kind = web", "kind = wbe"),
        12,
        17,
        "character 8: no document has the kind wbe; did you mean web?");
    assertProblem(GOOD.replace("words < 50", "source in (repos, crwal)"), 8, 29, "mean crawl?");
    assertProblem(GOOD.replace("words < 50", "language != english"), 8, 29, "did you mean en?");
    assertProblem(GOOD.replace("words < 50", "language = xx"), 8, 29, "there are af, ar, ast");
    assertProblem(GOOD.replace("kind = web", "tier = best"), 12, 17, "high, medium, low");
    String scored = GOOD + "stages: [signals, score]\nscore: {model: glm}\n";
    assertProblem(
        scored.replace("kind = web", "loss_bucket not in (heda)"), 12, 17, "did you mean head?");
    parse(scored.replace("kind = web", "loss_bucket = head and language = gsw and tier != low"));
  }

  @Test
  void aScoreIsNotCalledAsWhatEveryRowHas() {
    for (String name : List.of("id", "row", "kept", "words", "source")) {
      assertProblem(
          GOOD
              + "stages: [signals, embed, classify]\nclassify: [{name: "
              + name
              + ", model: science}]\n",
          14,
          19,
          "there is another column called " + name);
    }
  }

  @Test
  void presetsAreNamedWithoutTheEmptyOne() {
    assertProblem(
        GOOD + "preset: fineweb\n", 13, 9, "preset must be one of glm-4.5, but was \"fineweb\"");
  }

  @Test
  void settingsWithoutTheirStageAreTold() {
    assertEquals(
        List.of("r.yaml:14:1: minhash does nothing, because stages does not name minhash"),
        warnings(GOOD + "stages: [signals]\nminhash: {against: [november]}\n"));
    assertEquals(List.of(), warnings(GOOD + "minhash: {bands: 20}\n"));
    assertEquals(List.of(), warnings(GOOD + "preset: glm-4.5\nstages: [signals]\n"));
    assertEquals(
        List.of(
            "--set classify=[{name: q, model: science}]: classify does nothing, because stages does"
                + " not name classify"),
        warnings(GOOD, "classify=[{name: q, model: science}]"));
  }

  private static List<String> warnings(String yaml, String... overrides) {
    return RecipeFile.parse(yaml, "r.yaml", List.of(overrides), VOCABULARY, Path.of(""))
        .written()
        .warnings()
        .stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void everyPathThatLeadsToNothingIsToldWithItsPlace() throws IOException {
    Files.createDirectories(folder.resolve("code"));
    Path file =
        Files.writeString(
            folder.resolve("r.yaml"), GOOD.replace("[code]", "[codes, \"s3://b/x\", code]"));
    RecipeFile recipe = RecipeFile.load(file, List.of(), VOCABULARY);
    RecipeException fault = assertThrows(RecipeException.class, recipe::inputs);
    assertEquals(
        List.of(
            file + ":3:38: sources[0].paths[0]: there is nothing at " + folder + "/in/*.html",
            file
                + ":6:13: sources[1].paths[0]: there is nothing at "
                + folder
                + "/codes; did you mean "
                + folder
                + "/code?",
            file
                + ":6:20: sources[1].paths[1]: there is no filesystem s3 for s3://b/x; there are:"
                + " file (a path without a scheme is local)"),
        fault.getMessage().lines().toList());
  }

  @Test
  void theRecipeAsYamlMeansTheSame() {
    String yaml = parse(GOOD + "preset: glm-4.5\nminhash: {target: {similarity: 0.8}}\n").yaml();
    assertEquals(yaml, parse(yaml).yaml());
    assertTrue(yaml.contains("preset: glm-4.5"), yaml);
    assertEquals(parse(GOOD), parse(parse(GOOD).yaml()));
  }

  @Test
  void namesAreUniqueAndSourcesKnown() {
    assertProblem(GOOD.replace("name: repos", "name: crawl"), 4, 11, "two sources");
    assertProblem(GOOD.replace("kinds: [web]", "sources: [crwal]"), 8, 53, "did you mean crawl?");
  }

  @Test
  void stagesHaveAnOrder() {
    assertProblem(GOOD + "stages: [signals, minhash, exact]\n", 13, 28, "comes too late");
    assertProblem(GOOD + "stages: [exact]\n", 13, 9, "must have signals");
    assertProblem(GOOD + "stages: [signals, signals]\n", 13, 19, "named twice");
  }

  @Test
  void aStageThatHasNothingToDoWithoutASettingSaysSo() {
    assertProblem(
        GOOD + "stages: [signals, contamination]\ncontamination: {words: 9}\n",
        13,
        19,
        "the stage contamination needs contamination.benchmarks: files to look for");
    assertProblem(
        GOOD + "stages: [signals, embed, classify]\n",
        13,
        26,
        "the stage classify needs a model: a list called classify");
    assertProblem(
        GOOD + "stages: [signals, score]\n",
        13,
        19,
        "the stage score needs score.model: the folder of a checkpoint");
    assertProblem(
        GOOD + "stages: [signals, semdedup]\n", 13, 19, "the stage semdedup needs the stage embed");
    parse(GOOD + "stages: [signals, score]\nscore: {model: glm}\n");
  }

  @Test
  void lossesAreColumnsOfConditionsWhereAModelScores() {
    String lossy = GOOD.replace("kind = web", "bits_per_byte < 2");
    assertProblem(lossy, 12, 17, "bits_per_byte is a column of score, which stages does not name");
    parse(lossy + "stages: [signals, score]\nscore: {model: glm}\n");
  }

  @Test
  void everyErrorIsToldAtOnceInTheOrderOfTheFile() {
    RecipeException error =
        assertThrows(
            RecipeException.class,
            () ->
                parse(
                    GOOD.replace("3.2", "-1").replace("words < 50", "wrods < 50")
                        + "seed: x\nminhash: {rows: 0}\n"));
    assertEquals(List.of(8, 12, 13, 14), error.problems().stream().map(Problem::line).toList());
    assertTrue(
        error.getMessage().contains("r.yaml:13:7: seed must be a whole number, but was \"x\""));
  }

  @Test
  void yamlIsReadAsVersionOneDotTwo() {
    Recipe recipe = parse(GOOD.replace("name: crawl", "name: no").replace("seed: 1", ""));
    assertEquals("no", recipe.sources().get(0).name());
    assertProblem(GOOD + "name: twice\n", 13, 1, "given twice");
    assertProblem(GOOD + "description: !!java.io.File [x]\n", 13, 14, "");
    assertProblem("name: [a\n", 2, 1, "not YAML");
  }

  @Test
  void aBombOfAliasesIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("*a").append(i - 1).append("]\n");
    }
    assertThrows(RecipeException.class, () -> parse(bomb.toString()));
    assertThrows(RecipeException.class, () -> parse("a: &a [*a]\n"));
    assertThrows(RecipeException.class, () -> parse("[".repeat(100_000)));
  }

  @Test
  void overridesChangeWhatIsRead() {
    assertEquals(20, parse(GOOD, "minhash.bands=20").section(MinHashSettings.class).bands());
    assertEquals("words < 9", parse(GOOD, "rules[0].drop=words < 9").rules().get(0).drop());
    assertEquals(
        "words < 9 or words > 99",
        parse(GOOD, "rules.too-short.drop=words < 9 or words > 99").rules().get(0).drop());
    assertEquals(
        2.0,
        parse(GOOD, "mixtures.pretrain-1.components[0].epochs=2")
            .mixtures()
            .get(0)
            .components()
            .get(0)
            .epochs());
  }

  @Test
  void aWrongOverrideIsNamed() {
    RecipeException error =
        assertThrows(RecipeException.class, () -> parse(GOOD, "minhash.bands=0"));
    assertEquals(
        "--set minhash.bands=0: minhash.bands must be at least 1, but was 0", error.getMessage());
    assertEquals(List.of(), parse(GOOD, "rules.too-short=null").rules());
    assertOverride("rules.too-long=null", "there is no rules.too-long; there are too-short");
    assertOverride("minhash", "an override is PATH=VALUE, as in minhash.bands=20");
    assertOverride("=x", "an override is PATH=VALUE, as in minhash.bands=20");
    assertOverride("rules[7].drop=x", "there is no rules[7]: rules has 1 element, [0]");
    assertOverride("rules.to-short.drop=x", "there is no rules.to-short; did you mean too-short?");
    assertOverride("rules.other.drop=x", "there is no rules.other; there are too-short");
    assertOverride(
        "rules.too-short=x",
        "there is no rules.too-short as a whole; name one of its settings too:"
            + " rules.too-short.SETTING");
    assertOverride("seed.x=1", "there is no seed.x: seed is no map or list");
    assertOverride("sources[0].paths.x=1", "no elements with names");
    assertTrue(
        assertThrows(RecipeException.class, () -> parse(GOOD, "minhash.band=1"))
            .getMessage()
            .contains("did you mean bands?"));
  }

  @Test
  void headsOfTheTransformerAreRefusedWhereTextsAreEmbeddedOtherwise() {
    String yaml =
        GOOD
            + """
            stages: [signals, embed, classify]
            classify:
              - {name: quality, model: web-quality}
            embed: {model: static}
            """;
    assertProblem(yaml, 15, 28, "was trained on embeddings of minilm, but embed.model is static");
    assertEquals("static", embedding(yaml.replace("model: web-quality", "model: own")));
    assertEquals("minilm", embedding(yaml.replace("static", "minilm")));
  }

  @Test
  void thresholdsOfTheReportAreThirtyAtMost() {
    String many = "semdedup: {report-thresholds: [0.5" + ", 0.9".repeat(29) + "]}\n";
    assertEquals(30, parse(GOOD + many).section(SemDedupSettings.class).reportThresholds().size());
    assertProblem(
        GOOD + many.replace("]", ", 0.8]"),
        13,
        31,
        "semdedup.report-thresholds must be 30 at most, but were 31");
  }

  @Test
  void bandsMayBeDerivedFromATarget() {
    MinHashSettings minhash =
        parse(GOOD + "minhash: {target: {similarity: 0.8}}\n").section(MinHashSettings.class);
    assertEquals(new MinHashParameters(5, 13, 7), minhash.parameters());
    RecipeException fault =
        assertThrows(
            RecipeException.class,
            () -> parse(GOOD + "minhash: {target: {similarity: 0.1, hashes: 10}}\n"));
    assertTrue(
        fault.getMessage().contains("10 hashes find at most 0.651 of the pairs"),
        fault.getMessage());
  }

  @Test
  void recipesThatMeanTheSameHaveOneCanonicalForm() {
    Recipe plain = parse(GOOD);
    Recipe spelt = parse("seed: 45\n" + GOOD + "minhash: {rows: 7, bands: 18}\n");
    assertEquals(plain.canonical(), spelt.canonical());
    assertEquals(
        "{\"minhash\":{\"against\":[],\"bands\":18,\"rows\":7,\"shingle\":5,\"signatures\":\"sketch\","
            + "\"target\":{\"hashes\":128,\"recall\":0.95,\"similarity\":0.0},\"threshold\":0.72}}",
        plain.canonical("minhash"));
    assertFalse(plain.canonical().equals(parse(GOOD, "seed=46").canonical()));
  }

  @Test
  void pathsAreRelativeToTheRecipe() throws IOException {
    Files.writeString(folder.resolve("r.yaml"), GOOD);
    RecipeFile file = RecipeFile.load(folder.resolve("r.yaml"), List.of(), VOCABULARY);
    assertEquals(
        List.of(folder.toAbsolutePath().resolve("in/*.html").toString()),
        file.sources().get(0).paths());
  }

  @Test
  void aMissingFileIsAProblemOfTheRecipe() {
    RecipeException error =
        assertThrows(
            RecipeException.class,
            () -> RecipeFile.load(folder.resolve("none.yaml"), List.of(), VOCABULARY));
    assertTrue(error.getMessage().contains("there is no such file"));
  }

  @Test
  void brokenRecipesNeverFailInAnotherWay() {
    long seed = 451;
    Random random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      StringBuilder broken = new StringBuilder(GOOD);
      for (int j = 0; j <= random.nextInt(4); j++) {
        int at = random.nextInt(broken.length());
        switch (random.nextInt(3)) {
          case 0 -> broken.deleteCharAt(at);
          case 1 -> broken.insert(at, NOISE.charAt(random.nextInt(NOISE.length())));
          default -> broken.setCharAt(at, (char) random.nextInt(0x300));
        }
      }
      try {
        parse(broken.toString());
      } catch (RecipeException expected) {
        assertFalse(expected.problems().isEmpty(), "seed " + seed + ", round " + i);
      }
    }
  }

  @Test
  void theSchemaInTheDocumentationIsThatOfTheCode() throws IOException {
    assertEquals(
        RecipeSchema.json(VOCABULARY),
        Files.readString(Path.of("../docs/recipe.schema.json")),
        "docs/recipe.schema.json is out of date; ./winnow validate --schema prints the new one");
  }

  private static void assertOverride(String override, String message) {
    RecipeException error =
        assertThrows(RecipeException.class, () -> parse(GOOD + "seed: 1\n", override));
    assertTrue(error.getMessage().contains(message), error.getMessage());
  }

  private static String embedding(String yaml) {
    return parse(yaml).section(EmbedSettings.class).model();
  }

  private static Recipe parse(String yaml, String... overrides) {
    return RecipeFile.parse(yaml, "r.yaml", List.of(overrides), VOCABULARY, Path.of("")).recipe();
  }

  private static void assertProblem(String yaml, int line, int column, String part) {
    RecipeException error = assertThrows(RecipeException.class, () -> parse(yaml));
    Problem problem = error.problems().get(0);
    assertEquals(line + ":" + column, problem.line() + ":" + problem.column(), error.getMessage());
    assertTrue(problem.message().contains(part), error.getMessage());
  }
}

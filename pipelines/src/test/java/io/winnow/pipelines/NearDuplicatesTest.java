package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.files.WrongInput;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.minhash.FindComponents;
import io.winnow.dedup.sketch.ExactSimilarity;
import io.winnow.pipelines.engine.Engine;
import io.winnow.pipelines.engine.Jobs;
import io.winnow.pipelines.engine.Progress;
import io.winnow.pipelines.engine.Receipts;
import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.manifest.Manifest;
import io.winnow.pipelines.recipe.RecipeException;
import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Near-duplicates planted in texts of many languages, and what of them is found. */
@Tag("slow")
@ExtendWith(SharedFlink.class)
class NearDuplicatesTest {
  private static final int SHINGLE = 5;
  private static final int ORIGINALS = 130;

  /** Languages by how they are written. */
  private static final Map<String, List<String>> SCRIPTS =
      new TreeMap<>(
          Map.of(
              "latin", List.of("en", "de", "fi", "vi", "tr", "sw"),
              "cyrillic", List.of("ru", "uk", "mn"),
              "chinese", List.of("zh"),
              "japanese", List.of("ja"),
              "korean", List.of("ko"),
              "thai", List.of("th"),
              "arabic", List.of("ar", "fa"),
              "indic", List.of("hi", "ta"),
              "others", List.of("el", "he", "ka", "am")));

  @TempDir Path folder;

  private record Planted(String script, double similarity, String original, String copy) {}

  @Test
  void plantedNearDuplicatesAreFoundInEveryLanguage(Runner flink) throws IOException {
    Map<String, List<String>> sentences = sentences();
    Random random = new Random(45);
    List<Planted> planted = new ArrayList<>();
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, List<String>> script : SCRIPTS.entrySet()) {
      for (int i = 0; i < ORIGINALS; i++) {
        String language = script.getValue().get(i % script.getValue().size());
        plant(script.getKey(), i, sentences.get(language), random, texts, planted);
      }
    }
    Path recipe = write(List.copyOf(texts.entrySet()), "");
    Map<String, String> survivors = survivors(recipe, "direct", Runners.direct(1), texts);
    assertRecall(planted, survivors);
    assertPrecision(survivors, texts);

    // The same survivors elsewhere, from other files in another order.
    List<Map.Entry<String, String>> shuffled = new ArrayList<>(texts.entrySet());
    Collections.shuffle(shuffled, random);
    Path other = write(shuffled, "z");
    assertEquals(survivors, survivors(other, "flink", flink, texts));
  }

  private static void assertRecall(List<Planted> planted, Map<String, String> survivors) {
    double[] from = {0.75, 0.8, 0.85};
    double[] to = {0.8, 0.85, 1.01};
    double[] asked = {0.9, 0.97, 0.998};
    for (int range = 0; range < from.length; range++) {
      int[] all = new int[2];
      for (String script : SCRIPTS.keySet()) {
        int[] here = new int[2];
        for (Planted pair : planted) {
          boolean inRange = pair.similarity >= from[range] && pair.similarity < to[range];
          if (inRange && pair.script.equals(script)) {
            here[0] += survivors.get(pair.original).equals(survivors.get(pair.copy)) ? 1 : 0;
            here[1]++;
          }
        }
        all[0] += here[0];
        all[1] += here[1];
        System.out.printf(
            "%.2f to %.2f, %s: %d of %d found%n", from[range], to[range], script, here[0], here[1]);
        assertTrue(here[1] >= 10, "too few pairs of " + script);
        // Of twenty pairs a script may lose two more by chance than it is allowed on average.
        assertTrue(here[0] >= asked[range] * here[1] - 2, script + " from " + from[range]);
      }
      assertTrue(all[0] >= asked[range] * all[1], all[0] + " of " + all[1]);
    }
  }

  private static void assertPrecision(Map<String, String> survivors, Map<String, String> texts) {
    int right = 0;
    int lost = 0;
    for (Map.Entry<String, String> loser : survivors.entrySet()) {
      if (!loser.getKey().equals(loser.getValue())) {
        double similarity =
            ExactSimilarity.of(texts.get(loser.getKey()), texts.get(loser.getValue()), SHINGLE);
        right += similarity >= 0.7 ? 1 : 0;
        lost++;
      }
    }
    // Texts are short enough for their sketches to be exact.
    System.out.printf("%d of %d losers have a similarity of 0.7 to their survivor%n", right, lost);
    assertTrue(lost > 300 && right == lost, right + " of " + lost);
  }

  @Test
  void newDocumentsGoForThoseThatEarlierRunsKept(Runner flink) throws IOException {
    Random random = new Random(7);
    Map<String, String> old = new TreeMap<>();
    Map<String, String> fresh = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      String[] words = new String[80];
      Arrays.setAll(words, w -> "w" + random.nextInt(10_000));
      old.put("old" + i, String.join(" ", words));
      if (i == 39) {
        // The same record again, with the same id.
        fresh.put("old" + i, String.join(" ", words));
      }
      words[5] = "changed";
      if (i % 2 == 0) {
        fresh.put("copy" + i, String.join(" ", words));
        // Longer, and so preferred among themselves, but not to what is there.
        fresh.put("longer" + i, String.join(" ", words) + " and so on");
      }
      fresh.put("new" + i, "nothing like it " + random.nextInt() + " " + random.nextInt());
    }
    RunResult before = run(write(List.copyOf(old.entrySet()), ""), "before", Runners.direct(2));
    assertEquals(40, before.manifest().books().get(0).kept());
    Path recipe = write(List.copyOf(fresh.entrySet()), "y");
    String against = "minhash.against=[\"before\"]";
    RunResult direct = run(recipe, "direct", Runners.direct(2), against);
    assertEquals(41, direct.manifest().books().get(0).dropped().get("minhash/near-duplicate"));
    assertEquals(direct.manifest(), run(recipe, "flink", flink, against).manifest());
    // Compared with nothing earlier, one of each two is kept.
    Manifest alone = run(recipe, "alone", Runners.direct(2)).manifest();
    assertEquals(61, alone.books().get(0).kept());
    // Where texts that are often there enter more often.
    assertEquals(41, alone.mixtures().get(0).components().get(0).documents());
    assertEquals(60, alone.mixtures().get(0).components().get(1).documents());

    Map<String, DocumentId> ids = ids("before");
    Map<DocumentId, String> names = new HashMap<>();
    ids("direct").forEach((name, id) -> names.put(id, name));
    RunFolder.open(folder.resolve("direct").toString())
        .visit(
            "clusters_minhash",
            List.of("id", "survivor", "size", "kept"),
            null,
            row -> {
              String number = names.get(row[0]).replaceAll("\\D", "");
              assertEquals(ids.get("old" + number), row[1]);
              assertEquals(number.equals("39") ? 2L : 3L, row[2]);
              assertEquals(false, row[3]);
              return true;
            });

    assertRoundsOfJobsWriteTheSame(recipe, flink);
    assertMistake(
        "no finished run in " + folder.resolve("nowhere"), recipe, "minhash.against=[\"nowhere\"]");
    assertMistake(
        "has signatures of shingles of 5 words, 18 bands of 7 hashes by sketch, which cannot be"
            + " compared with those of this recipe, of shingles of 5 words, 20 bands",
        recipe,
        against,
        "minhash.bands=20");
  }

  /** As if there were too many documents for one worker. */
  private void assertRoundsOfJobsWriteTheSame(Path recipe, Runner runner) throws IOException {
    CorpusFolder run = new CorpusFolder(folder.resolve("alone").toString());
    List<Shard> shards = Manifest.read(run).orElseThrow().shards();
    Map<String, String> expected = digests(run, shards);
    for (Shard shard : shards) {
      Files.delete(Path.of(run.receipt(FindComponents.COMPONENTS.name(), shard.name()).toString()));
    }
    Jobs again = jobs(run, runner);
    new Engine(run, shards, new Receipts(run), again).run(new FindComponents(0));
    assertTrue(again.records().size() >= 3, "some jobs of rounds, and one of labels");
    assertEquals(expected, digests(run, shards));
    // A second time there is nothing to do.
    Jobs third = jobs(run, runner);
    new Engine(run, shards, new Receipts(run), third).run(new FindComponents(0));
    assertEquals(1, third.records().size());
    assertEquals(0, third.records().get(0).computed());
  }

  private static Jobs jobs(CorpusFolder run, Runner runner) {
    return new Jobs(run, runner::options, Progress.none(), 1, 0);
  }

  private static Map<String, String> digests(CorpusFolder run, List<Shard> shards)
      throws IOException {
    Map<String, Receipt> receipts = new Receipts(run).of(FindComponents.COMPONENTS.name());
    Map<String, String> digests = new TreeMap<>();
    for (Shard shard : shards) {
      digests.put(shard.name(), receipts.get(shard.name()).file().digest());
    }
    return digests;
  }

  @Test
  void aRunIsNotComparedWithItself() throws IOException {
    Path recipe = write(List.of(Map.entry("a", "some words of a text")), "");
    WrongInput mistake =
        assertThrows(
            WrongInput.class,
            () -> {
              run(recipe, "same", Runners.direct(1));
              run(recipe, "same", Runners.direct(1), "minhash.against=[\"./same\"]");
            });
    assertTrue(mistake.getMessage().endsWith("is the folder of this run itself"));
    assertTrue(Files.exists(folder.resolve("same/manifest.json")), "nothing was touched");
  }

  private void assertMistake(String message, Path recipe, String... overrides) {
    RecipeException mistake =
        assertThrows(
            RecipeException.class, () -> run(recipe, "wrong", Runners.direct(1), overrides));
    assertTrue(
        mistake.getMessage().contains(": minhash.against[0]: ")
            && mistake.getMessage().contains(message),
        mistake.getMessage());
  }

  /** A text of some sentences, and a copy with words changed here and there or a block replaced. */
  private static void plant(
      String script,
      int number,
      List<String> sentences,
      Random random,
      Map<String, String> texts,
      List<Planted> planted) {
    // A change reaches five shingles: in texts without spaces a word is a letter.
    boolean spaced = !List.of("chinese", "japanese", "thai").contains(script);
    String gap = spaced ? " " : "";
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      words.addAll(List.of(sentences.get(random.nextInt(sentences.size())).split(gap)));
    }
    List<String> copy = new ArrayList<>(words);
    copy.set(
        random.nextInt(copy.size()), spaced ? "x" : "中"); // equal texts are not near-duplicates
    if (random.nextBoolean()) {
      double rate = 0.003 + 0.03 * random.nextDouble();
      for (int i = 0; i < copy.size(); i++) {
        if (random.nextDouble() < rate) {
          copy.set(i, words.get(random.nextInt(words.size())) + (spaced ? "x" : ""));
        }
      }
    } else {
      int length = (int) (words.size() * (0.01 + 0.15 * random.nextDouble()));
      int at = random.nextInt(words.size() - length);
      List<String> block = copy.subList(at, at + length);
      block.clear();
      if (random.nextBoolean()) {
        block.addAll(List.of(sentences.get(random.nextInt(sentences.size())).split(gap)));
      }
    }
    String a = String.join(gap, words);
    String b = String.join(gap, copy);
    String name = script + "-" + number;
    texts.put(name, a);
    texts.put(name + "-copy", b);
    double similarity = ExactSimilarity.of(a, b, SHINGLE);
    planted.add(new Planted(script, similarity, name, name + "-copy"));
  }

  private static Map<String, List<String>> sentences() throws IOException {
    String data = System.getenv("WINNOW_DATA");
    assumeTrue(
        data != null, "SKIPPED: WINNOW_DATA does not name the folder of sentences by language");
    Map<String, List<String>> sentences = new HashMap<>();
    Path file = Path.of(data).resolve("langid/lingua-sentences.jsonl.zst");
    ObjectMapper json = new ObjectMapper();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new ZstdInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode sentence = json.readTree(line);
        sentences
            .computeIfAbsent(sentence.get("lang").asText(), l -> new ArrayList<>())
            .add(sentence.get("text").asText());
      }
    }
    return sentences;
  }

  /** Writes texts to three files and a recipe for them. */
  private Path write(List<Map.Entry<String, String>> texts, String prefix) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<List<String>> files = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int count = 0;
    for (Map.Entry<String, String> text : texts) {
      files
          .get(count++ % 3)
          .add(json.writeValueAsString(Map.of("id", text.getKey(), "text", text.getValue())));
    }
    for (int i = 0; i < 3; i++) {
      Files.write(folder.resolve(prefix + "in" + (i + 7) % 9 + ".jsonl"), files.get(i));
    }
    Path recipe = folder.resolve(prefix + "recipe.yaml");
    Files.writeString(
        recipe,
        """
        name: near-duplicates
        sources:
          - {name: lines, kind: web, paths: ["%sin*.jsonl"]}
        stages: [signals, exact, prefilter, minhash]
        guards: {cluster: 1, filter: 1}
        mixtures:
          - name: rehydrated
            components:
              - {name: single, where: "copies = 1"}
              - {name: often, where: "copies > 1", epochs: 3}
        """
            .formatted(prefix));
    return recipe;
  }

  private RunResult run(Path recipe, String out, Runner runner, String... overrides)
      throws IOException {
    return Samples.run(recipe, folder.resolve(out), runner, overrides);
  }

  /** Each text's own name, or that of the one that it went for. */
  private Map<String, String> survivors(
      Path recipe, String out, Runner runner, Map<String, String> texts) throws IOException {
    run(recipe, out, runner);
    Map<DocumentId, String> names = new HashMap<>();
    ids(out).forEach((name, id) -> names.put(id, name));
    Map<String, String> survivors = new TreeMap<>();
    texts.keySet().forEach(name -> survivors.put(name, name));
    RunFolder.open(folder.resolve(out).toString())
        .visit(
            "clusters_minhash",
            List.of("id", "survivor"),
            null,
            row -> {
              survivors.put(
                  Objects.requireNonNull(names.get(row[0])),
                  Objects.requireNonNull(names.get(row[1])));
              return true;
            });
    return survivors;
  }

  private Map<String, DocumentId> ids(String out) throws IOException {
    Map<String, DocumentId> ids = new HashMap<>();
    RunFolder.open(folder.resolve(out).toString())
        .visit(
            "documents",
            List.of("given_id", "id"),
            null,
            row -> ids.put(String.valueOf(row[0]), (DocumentId) row[1]) == null);
    return ids;
  }
}

package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.TableReader;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages made from one template with different words in it: what the GLM-4.5 report adds SemDeDup
 * for, because such pages survive MinHash.
 */
@ExtendWith(SharedFlink.class)
class TemplateFamiliesTest {
  private static final int PAGES = 20;
  private static final String[] ADJECTIVES = {
    "nice", "lovely", "pleasant", "charming", "delightful", "fine", "good", "great", "splendid"
  };

  /** In place of [a] and [d]: an adjective, a number. Hardly five words in a row are fixed. */
  private static final String[] TEMPLATES = {
    "Hotel Harrow in Lisbon has [d] [a] rooms with [a] beds. Its [a] shuttle takes [d] minutes and"
        + " [d] euros. A [a] breakfast at [d] is served until [d]. Guests praise the [a] terrace,"
        + " the [a] pool of [d] metres, the [a] staff and [d] [a] lamps. Book your [a] room for [d]"
        + " euros at this [a] hotel with [d] stars.",
    "Flight [d] with Linden Air leaves [a] Oslo at [d] and lands after [d] minutes. This [a] plane"
        + " has [d] [a] seats, [d] [a] toilets and [a] windows. Bags of [d] kilos are free, [d]"
        + " more cost [d] euros. Board [d] minutes before, from the [a] lounge at gate [d], with"
        + " [a] coffee for [d] euros.",
    "Cook [d] [a] carrots and [d] [a] potatoes in [d] litres of [a] broth for [d] minutes. Add [d]"
        + " spoons of [a] cream and [d] [a] leaves. Serve the [a] soup to [d] guests with [d] [a]"
        + " slices of bread, [d] grams of [a] butter and [a] wine for [d] euros a bottle.",
    "Our [a] dentists in Lima care for [d] [a] patients in [d] [a] rooms. A [a] check of [d] teeth"
        + " takes [d] minutes and costs [d] euros. Call [d] for a [a] appointment, or come at [d]"
        + " to our [a] reception with [d] [a] chairs. We have [d] years of [a] practice and [d] [a]"
        + " nurses.",
    "Vesper FC won by [d] to [d] before [d] [a] fans. After [d] minutes a [a] header, after [d] a"
        + " [a] penalty, and [d] [a] corners brought the [a] victory. The coach saw [d] [a] chances"
        + " and [d] [a] saves. In [d] days the [a] team plays on its [a] ground, where [d] [a]"
        + " tickets are left."
  };

  @TempDir Path folder;

  @BeforeEach
  void writeInputs() throws IOException {
    Random random = new Random(45);
    List<String> lines = new ArrayList<>();
    for (int family = 0; family < TEMPLATES.length; family++) {
      for (int page = 0; page < PAGES; page++) {
        lines.add(line("family" + family + "-" + page, fill(TEMPLATES[family], random)));
      }
    }
    // Nobody's template: sentences about different things.
    List<String> others =
        List.of(
            "The glacier has retreated by two kilometres since it was first photographed in 1880.",
            "Yeast turns sugar into alcohol and carbon dioxide when there is no oxygen about.",
            "The parliament voted to lower the tax on heating oil until the end of the winter.",
            "A violin bow is strung with the hair of horses, about one hundred and fifty of them.",
            "Bees tell each other by a dance in which direction and how far the flowers are.",
            "The first printed map of the coast shows an island that nobody has found again.",
            "In chess a pawn that reaches the last rank becomes a queen or any other piece.",
            "The compiler keeps the loop counter in a register and never writes it to memory.");
    for (int i = 0; i < others.size(); i++) {
      lines.add(line("other-" + i, others.get(i)));
    }
    Files.write(folder.resolve("in.jsonl"), lines);
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: templates
        sources:
          - {name: pages, kind: web, paths: ["in.jsonl"]}
        stages: [signals, exact, prefilter, minhash, embed, semdedup]
        minhash: {shingle: 5, bands: 18, rows: 7}
        semdedup: {threshold: 0.95, clusters: 3}
        """);
  }

  private static String line(String id, String text) {
    return "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}";
  }

  private static String fill(String template, Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      if (template.charAt(i) != '[') {
        text.append(template.charAt(i));
        continue;
      }
      text.append(
          switch (template.charAt(i + 1)) {
            case 'a' -> ADJECTIVES[random.nextInt(ADJECTIVES.length)];
            default -> String.valueOf(2 + random.nextInt(900));
          });
      i += 2;
    }
    return text.toString();
  }

  @Test
  void semDedupRemovesWhatMinHashLeaves(Runner flink) throws IOException {
    long planted = (long) TEMPLATES.length * PAGES;
    long byMinHash = dropped(run("minhash", Runners.direct(2), "stages=[signals, minhash]"));
    String semantic = "stages=[signals, embed, semdedup]";
    long bySemDedup = dropped(run("semdedup", Runners.direct(2), semantic));
    RunResult both = run("both", Runners.direct(2));
    assertEquals(both.manifest().digest(), run("flink", flink).manifest().digest());
    System.out.printf(
        "%d planted pages of %d templates: MinHash removes %d, SemDeDup %d, both %d%n",
        planted, TEMPLATES.length, byMinHash, bySemDedup, dropped(both));
    assertTrue(byMinHash < planted / 4, "MinHash removed " + byMinHash);
    assertTrue(bySemDedup > planted * 3 / 4, "SemDeDup removed " + bySemDedup);
    assertTrue(dropped(both) >= bySemDedup, "both removed " + dropped(both));
    Map<String, Integer> kept = kept();
    for (int family = 0; family < TEMPLATES.length; family++) {
      assertTrue(kept.getOrDefault("family" + family, 0) >= 1, kept.toString());
    }
    assertEquals(8, kept.get("other"), "nothing else is like another text");
  }

  private static long dropped(RunResult result) {
    return result.manifest().books().get(0).allDropped();
  }

  private Map<String, Integer> kept() throws IOException {
    Map<String, Integer> kept = new TreeMap<>();
    CorpusFolder run = new CorpusFolder(folder.resolve("both").toString());
    for (Path file : Files.list(folder.resolve("both/documents")).sorted().toList()) {
      String shard = file.getFileName().toString().replace(".parquet", "");
      try (TableReader documents =
              TableReader.open(run.table("documents", shard), List.of("given_id"));
          TableReader decisions =
              TableReader.open(run.table("decisions", shard), List.of("kept"))) {
        for (@Nullable Object[] row = documents.next(); row != null; row = documents.next()) {
          @Nullable Object[] decision = decisions.next();
          if (decision != null && Boolean.TRUE.equals(decision[0])) {
            kept.merge(String.valueOf(row[0]).split("-")[0], 1, Integer::sum);
          }
        }
      }
    }
    return kept;
  }

  private RunResult run(String out, Runner runner, String... overrides) throws IOException {
    return Samples.run(folder.resolve("recipe.yaml"), folder.resolve(out), runner, overrides);
  }
}

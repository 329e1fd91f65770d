package io.winnow.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.semantic.FindSemanticCopies;
import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages made from one template with different words in it, among real pages: what the GLM-4.5
 * report adds SemDeDup for, because such pages survive MinHash. The real pages are those of {@code
 * WINNOW_DATA}, or a few paragraphs where that is not set.
 *
 * <p>Templates whose fillers name places are there too, but nothing is asked for them: to the model
 * a page about Leeds is not one about Malaga, and at cosines that real pages do not reach it keeps
 * most of them.
 */
@Tag("slow")
@ExtendWith(SharedFlink.class)
class TemplateFamiliesTest {
  private static final int PAGES = 80;

  /** Of each template with places, of which nothing is asked. */
  private static final int PAGES_OF_PLACES = 20;

  /** Real pages reach 0.84 to each other; pages of one template lie between 0.8 and 0.98. */
  private static final double THRESHOLD = 0.85;

  @TempDir Path folder;

  @BeforeEach
  void writeInputs() throws IOException {
    Random random = new Random(45);
    List<String> lines = new ArrayList<>();
    addPages(TemplatedPages.SITES, PAGES, random, lines);
    addPages(TemplatedPages.PLACES, PAGES_OF_PLACES, random, lines);
    for (String text : realTexts()) {
      lines.add(line("real-" + lines.size(), text));
    }
    Files.write(folder.resolve("in.jsonl"), lines);
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: templates
        sources:
          - {name: pages, kind: web, paths: ["in.jsonl"]}
        stages: [signals, embed, semdedup]
        rules:
          - {name: too-short, drop: "words < 5"}
        minhash: {shingle: 5, bands: 18, rows: 7}
        semdedup: {threshold: %s, clusters: 6, report-thresholds: [0.8, 0.9, 0.95]}
        """
            .formatted(THRESHOLD));
  }

  private static void addPages(
      Map<String, String> templates, int pages, Random random, List<String> lines) {
    templates.forEach(
        (site, template) -> {
          for (int page = 0; page < pages; page++) {
            lines.add(line(site + "-" + page, TemplatedPages.page(template, random)));
          }
        });
  }

  private static String line(String id, String text) {
    return new ObjectMapper().createObjectNode().put("id", id).put("text", text).toString();
  }

  private static List<String> realTexts() throws IOException {
    String data = System.getenv("WINNOW_DATA");
    if (data == null) {
      System.err.println("SMALLER: WINNOW_DATA does not name the folder of real pages");
      return List.of(
          "The glacier has retreated by two kilometres since it was first photographed in 1880.",
          "Yeast turns sugar into alcohol and carbon dioxide when there is no oxygen about.",
          "The parliament voted to lower the tax on heating oil until the end of the winter.",
          "A violin bow is strung with the hair of horses, about one hundred and fifty of them.",
          "Bees tell each other by a dance in which direction and how far the flowers are.",
          "The first printed map of the coast shows an island that nobody has found again.",
          "In chess a pawn that reaches the last rank becomes a queen or any other piece.",
          "The compiler keeps the loop counter in a register and never writes it to memory.");
    }
    List<String> texts = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    try (ZstdInputStream bytes =
            new ZstdInputStream(Files.newInputStream(Path.of(data, "wcxb/dev.jsonl.zst")));
        BufferedReader reader = new BufferedReader(new InputStreamReader(bytes, UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode page = json.readTree(line);
        texts.add(page.get("main_content").asText());
      }
    }
    assertTrue(texts.size() > 500, "real pages: " + texts.size());
    return texts;
  }

  @Test
  void semDedupRemovesWhatMinHashLeaves(Runner flink) throws IOException {
    String minhash = "stages=[signals, minhash]";
    run("minhash", Runners.direct(2), minhash);
    run("fineweb", Runners.direct(2), minhash, "minhash.bands=14", "minhash.rows=8");
    // Both go on from the same vectors, which no runner has a part in.
    run("semdedup", Runners.direct(2), "stages=[signals, embed]");
    Samples.copyFolder(folder.resolve("semdedup"), Files.createDirectory(folder.resolve("flink")));
    RunResult found = run("semdedup", Runners.direct(2));
    assertEquals(found.manifest().digest(), run("flink", flink).manifest().digest());
    Map<String, Set<String>> standard = dropped("minhash");
    Map<String, Set<String>> fineweb = dropped("fineweb");
    Map<String, Set<String>> semantic = dropped("semdedup");

    Map<String, Integer> gone = new TreeMap<>();
    Set<String> real = new TreeSet<>(semantic.getOrDefault("real", Set.of()));
    // What MinHash finds among the real pages are copies indeed.
    real.removeAll(standard.getOrDefault("real", Set.of()));
    semantic.forEach((site, pages) -> gone.put(site, pages.size()));
    int planted = TemplatedPages.SITES.size() * PAGES;
    int byMinHash = planted(standard);
    int byFineWeb = planted(fineweb);
    int bySemDedup = planted(semantic);
    // A few real pages are empty, and so no documents.
    long documents = found.manifest().shards().stream().mapToLong(Shard::rows).sum();
    long others = documents - planted - (long) TemplatedPages.PLACES.size() * PAGES_OF_PLACES;
    System.out.printf(
        "%d pages of %d templates: MinHash 18 x 7 removes %d, 14 x 8 %d, SemDeDup at %s %d;"
            + " of %d real pages %d. %s%n",
        planted,
        TemplatedPages.SITES.size(),
        byMinHash,
        byFineWeb,
        THRESHOLD,
        bySemDedup,
        others,
        real.size(),
        gone);
    assertThresholds(semantic.values().stream().mapToLong(Set::size).sum(), documents);
    assertTrue(byMinHash < 0.20 * planted, "MinHash removed " + byMinHash);
    assertTrue(byFineWeb < 0.20 * planted, "FineWeb's setting removed " + byFineWeb);
    assertTrue(bySemDedup > 0.95 * planted, "SemDeDup removed " + gone);
    assertTrue(real.size() < 0.005 * others, "false removals: " + real);
    for (String site : TemplatedPages.SITES.keySet()) {
      assertTrue(gone.getOrDefault(site, 0) < PAGES, "no page of " + site + " is kept");
    }
  }

  /** What the run says of its thresholds. */
  private void assertThresholds(long gone, long documents) throws IOException {
    CorpusFolder run = new CorpusFolder(folder.resolve("semdedup").toString());
    List<Long> counts = new ArrayList<>();
    for (String shard : shards("semdedup")) {
      try (TableReader rows = TableReader.open(FindSemanticCopies.THRESHOLDS.file(run, shard))) {
        for (Row row = rows.row(); row != null; row = rows.row()) {
          long lost = row.get(FindSemanticCopies.GONE);
          long sampled = row.get(FindSemanticCopies.SAMPLED);
          long pairs = row.get(FindSemanticCopies.PAIRS);
          long together = row.get(FindSemanticCopies.TOGETHER);
          System.out.printf(
              "at %s: %s of %s go; of %s pairs in a sample of %s, %s are compared%n",
              row.get(FindSemanticCopies.THRESHOLD),
              lost,
              row.get(FindSemanticCopies.DOCUMENTS),
              pairs,
              sampled,
              together);
          counts.add(lost);
          assertEquals(documents, row.get(FindSemanticCopies.DOCUMENTS));
          assertEquals(documents, sampled, "all are in the sample");
          // The lower the cosine, the more pairs lie on both sides of a border.
          double share = together / (double) pairs;
          assertTrue(share > (counts.size() > 1 ? 0.95 : 0.8), "pairs that are compared: " + share);
        }
      }
    }
    assertEquals(4, counts.size());
    assertEquals(gone, counts.get(0));
    assertTrue(counts.get(1) > gone && gone > counts.get(2) && counts.get(2) > counts.get(3));
  }

  private List<String> shards(String out) throws IOException {
    try (Stream<Path> list = Files.list(folder.resolve(out).resolve("documents"))) {
      return list.map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".parquet"))
          .map(name -> name.replace(".parquet", ""))
          .sorted()
          .toList();
    }
  }

  private static int planted(Map<String, Set<String>> dropped) {
    return TemplatedPages.SITES.keySet().stream()
        .mapToInt(site -> dropped.getOrDefault(site, Set.of()).size())
        .sum();
  }

  /** The ids of a run that are not kept, by what they begin with. */
  private Map<String, Set<String>> dropped(String out) throws IOException {
    Map<String, Set<String>> dropped = new TreeMap<>();
    CorpusFolder run = new CorpusFolder(folder.resolve(out).toString());
    for (String shard : shards(out)) {
      try (TableReader documents =
              TableReader.open(run.table("documents", shard), List.of("given_id"));
          TableReader decisions =
              TableReader.open(run.table("decisions", shard), List.of("kept"))) {
        for (Row row = documents.row(); row != null; row = documents.row()) {
          Row decision = decisions.row();
          if (decision != null && !decision.is(DecisionTables.KEPT)) {
            String id = row.get(DocumentTable.GIVEN_ID);
            dropped.computeIfAbsent(id.split("-")[0], site -> new TreeSet<>()).add(id);
          }
        }
      }
    }
    return dropped;
  }

  private RunResult run(String out, Runner runner, String... overrides) throws IOException {
    return Samples.run(folder.resolve("recipe.yaml"), folder.resolve(out), runner, overrides);
  }
}

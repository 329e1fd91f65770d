package io.winnow.dedup.contamination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.corpus.files.JsonLines;
import io.winnow.corpus.files.WrongInput;
import io.winnow.dedup.contamination.ContaminationScan.Overlap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContaminationScanTest {
  private static final String QUESTION =
      "A train leaves the station at nine and travels sixty miles each hour; how far is it by"
          + " noon?";

  @TempDir Path folder;

  @BeforeAll
  static void filesystems() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  @Test
  void aQuestionIsFoundWhateverItsCaseLinesAndPunctuation() throws IOException {
    ContaminationScan scan =
        scan(13, 8, "{\"bench\":\"trains\",\"id\":\"t1\",\"question\":\"" + QUESTION + "\"}");
    String wrapped = QUESTION.toUpperCase(Locale.ROOT).replace(" ", "\n  > ").replace(";", " --");
    String text = "Some words before. " + wrapped + " And some after.";
    List<Overlap> overlaps = scan.scan(text);
    assertEquals(1, overlaps.size());
    assertEquals("trains", overlaps.get(0).benchmark());
    assertEquals("t1", overlaps.get(0).item());
    assertEquals(1, overlaps.get(0).share());
    int[] spans = overlaps.get(0).spans();
    assertEquals(2, spans.length);
    assertEquals("A", text.substring(spans[0], spans[0] + 1));
    assertTrue(text.substring(spans[0], spans[1]).endsWith("NOON"));
  }

  @Test
  void oneRowOfThirteenWordsIsEnoughAndTwelveAreNot() throws IOException {
    ContaminationScan scan = scan(13, 8, "{\"question\":\"" + QUESTION + "\"}");
    String[] words = QUESTION.split(" ");
    String thirteen = "x " + String.join(" ", Arrays.copyOfRange(words, 2, 15)) + " y";
    String twelve = "x " + String.join(" ", Arrays.copyOfRange(words, 2, 14)) + " y";
    assertEquals(1.0 / (words.length - 12), scan.scan(thirteen).get(0).share());
    assertEquals(List.of(), scan.scan(twelve));
  }

  @Test
  void shortItemsAreLookedForAsAWholeAndVeryShortOnesNotAtAll() throws IOException {
    ContaminationScan scan =
        scan(
            13,
            8,
            "{\"id\":\"short\",\"question\":\"What is the capital of the kingdom of Norway?\"}",
            "{\"id\":\"very short\",\"question\":\"What is it?\"}");
    assertEquals(
        "short",
        scan.scan("Asked: what is the capital of the kingdom of norway today").get(0).item());
    assertEquals(List.of(), scan.scan("What is it?"));
  }

  @Test
  void ideographsAreWordsByThemselves() throws IOException {
    ContaminationScan scan = scan(5, 3, "{\"question\":\"下列关于细胞的叙述正确的是\"}");
    assertEquals(1, scan.scan("问题：下列关于细胞的叙述正确的是（）").size());
    assertEquals(List.of(), scan.scan("细胞是生物体结构和功能的基本单位"));
  }

  @Test
  void aWrongLineOfABenchmarkIsNamed() throws IOException {
    WrongInput fault = assertThrows(WrongInput.class, () -> scan(13, 8, "{}", "nonsense"));
    assertTrue(fault.getMessage().contains("line 2 is not JSON"), fault.getMessage());
  }

  /** Against sets of strings. */
  @Test
  void randomTextsShareWhatSetsOfStringsSay() throws IOException {
    long seed = 31;
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      int words = 3 + random.nextInt(4);
      int minimum = 1 + random.nextInt(4);
      List<String> items = new ArrayList<>();
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        items.add(sentence(random, random.nextInt(12)));
        lines.add("{\"id\":\"" + i + "\",\"question\":\"" + items.get(i) + "\"}");
      }
      ContaminationScan scan = scan(words, minimum, lines.toArray(String[]::new));
      for (int i = 0; i < 20; i++) {
        String text = sentence(random, 60);
        Set<String> found = new HashSet<>();
        for (Overlap overlap : scan.scan(text)) {
          found.add(overlap.item() + " " + overlap.share());
        }
        assertEquals(plain(items, text, words, minimum), found, "seed " + seed + ": " + text);
      }
    }
  }

  private static String sentence(Random random, int words) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < words; i++) {
      all.add(List.of("ash", "Birch", "cedar", "Elm").get(random.nextInt(4)));
    }
    return String.join(random.nextBoolean() ? ", " : " ", all);
  }

  private static Set<String> plain(List<String> items, String text, int words, int minimum) {
    Set<String> found = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      List<String> item = words(items.get(i));
      if (item.size() >= minimum) {
        int length = Math.min(words, item.size());
        Set<String> rows = rows(item, length);
        Set<String> shared = new HashSet<>(rows);
        shared.retainAll(rows(words(text), length));
        if (!shared.isEmpty()) {
          found.add(i + " " + (double) shared.size() / rows.size());
        }
      }
    }
    return found;
  }

  private static Set<String> rows(List<String> words, int length) {
    Set<String> rows = new HashSet<>();
    for (int i = 0; i + length <= words.size(); i++) {
      rows.add(String.join(" ", words.subList(i, i + length)));
    }
    return rows;
  }

  private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /** Documents that were labelled by exact overlap of 13 words, in another language. */
  @Test
  void reallyContaminatedDocumentsAreFound() throws IOException {
    String data = System.getenv("WINNOW_DATA");
    Assumptions.assumeTrue(
        data != null, "skipped: WINNOW_DATA does not name the folder of real data");
    Benchmarks benchmarks =
        Benchmarks.of(
            List.of(data + "/decontam/benchmarks.jsonl.zst"),
            "real",
            new ContaminationParameters(List.of("question", "answer"), 13, 13));
    ContaminationScan scan = new ContaminationScan(benchmarks);
    int[] counts = new int[4]; // true positives, false negatives, false positives, true negatives
    JsonLines.read(
        data + "/decontam/real-docs.jsonl.zst",
        (line, document) -> {
          boolean found = !scan.scan(document.get("text").asText()).isEmpty();
          counts[isContaminated(document) ? found ? 0 : 1 : found ? 2 : 3]++;
        });
    String all = Arrays.toString(counts);
    assertEquals(200, counts[0], all);
    assertEquals(0, counts[1], all);
    // Four share a row with an item, though nobody labelled them.
    assertTrue(counts[2] <= 4, all);
  }

  private static boolean isContaminated(JsonNode document) {
    return document.path("contaminated").asBoolean();
  }

  private ContaminationScan scan(int words, int minimum, String... lines) throws IOException {
    Path file = folder.resolve(UUID.randomUUID() + ".jsonl");
    Files.writeString(file, String.join("\n", lines));
    return new ContaminationScan(
        Benchmarks.of(
            List.of(file.toString()),
            file.toString(),
            new ContaminationParameters(List.of("question"), words, minimum)));
  }
}

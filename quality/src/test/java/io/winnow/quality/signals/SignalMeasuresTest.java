package io.winnow.quality.signals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SignalMeasuresTest {
  private final SignalMeasures measures = new SignalMeasures();

  @Test
  void wordsAreRunsWithoutWhiteSpaceAndIdeographsOneByOne() {
    Map<String, Double> values = measure("The quick, brown fox. 漢字 ab漢cd");
    assertEquals(9, values.get("words"));
    assertEquals(6, values.get("longest_word"));
    assertEquals(1.0, values.get("alphabetic_word_ratio"));
  }

  @Test
  void stopWordsAreCountedOnceWithoutCaseOrMarks() {
    assertEquals(8, measure("the be TO of, \"and\" that have with. the the").get("stop_words"));
    assertEquals(0, measure("them bee t-o off").get("stop_words"));
  }

  @Test
  void linesAreWhatGopherAndFineWebCount() {
    Map<String, Double> values =
        measure(
            "- one\n\u2022 two\nthree...\nA line that is longer than thirty signs is this.\n\n");
    assertEquals(4, values.get("lines"));
    assertEquals(0.5, values.get("bullet_line_ratio"));
    assertEquals(0.25, values.get("ellipsis_line_ratio"));
    assertEquals(0.5, values.get("punctuated_line_ratio"));
    assertEquals(0.75, values.get("short_line_ratio"));
    assertEquals(5.0 / 15, values.get("newlines_per_word"), 1e-12);
  }

  @Test
  void repetitionIsMeasuredAsInTheWorkedExample() {
    Map<String, Double> lines = measure("same line\nother\nsame line\nsame line");
    assertEquals(0.5, lines.get("duplicate_line_ratio"));
    assertEquals(18.0 / 35, lines.get("duplicate_line_character_ratio"), 1e-12);
    assertEquals(18.0 / 32, lines.get("repeated_line_character_ratio"), 1e-12);
    Map<String, Double> paragraphs = measure("a b\nc\n\nd\n\n\na b\nc");
    assertEquals(3, paragraphs.get("paragraphs"));
    assertEquals(1.0 / 3, paragraphs.get("duplicate_paragraph_ratio"), 1e-12);
    // "a b" occurs three times in eleven characters.
    Map<String, Double> ngrams = measure("a b a b a b");
    assertEquals(9.0 / 11, ngrams.get("top_2_gram_character_ratio"), 1e-12);
  }

  @Test
  void nothingHasNoRatios() {
    Map<String, Double> values = measure("");
    assertEquals(0, values.get("words"));
    assertTrue(values.get("mean_word_length").isNaN());
    assertTrue(values.get("duplicate_line_ratio").isNaN());
  }

  @Test
  void signsAreCounted() {
    Map<String, Double> values = measure("# Ab1 {x} Lorem ipsum... d\u2026 Wow! Yes.");
    assertEquals(1.0 / 8, values.get("hash_word_ratio"), 1e-12);
    assertEquals(2.0 / 8, values.get("ellipsis_word_ratio"), 1e-12);
    assertEquals(1, values.get("curly_brackets"));
    assertEquals(1, values.get("lorem_ipsum"));
    assertEquals(4, values.get("sentences"));
  }

  @Test
  void randomTextsAgreeWithASlowReading() {
    long seed = 4711;
    Random random = new Random(seed);
    String[] alphabet = {
      "a",
      "b",
      "The",
      "that",
      "with",
      "語",
      "か",
      "\uD83D\uDE00",
      ".",
      "...",
      "\u2026",
      "- ",
      "\u2022",
      " ",
      " ",
      " ",
      "\n",
      "\n\n",
      "\t",
      "#",
      "{",
      "!",
      "é",
      "Ж",
      "7",
      "lorem ipsum",
      "x y z",
      "\u3000"
    };
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(i % 50 == 0 ? 3000 : 80); j > 0; j--) {
        text.append(alphabet[random.nextInt(alphabet.length)]);
      }
      Map<String, Double> expected = slow(text.toString());
      Map<String, Double> actual = measure(text.toString());
      expected.forEach(
          (name, value) ->
              assertEquals(
                  value, actual.get(name), 1e-9, name + ", seed " + seed + " in:\n" + text));
    }
  }

  @Test
  void hostileTextsAreMeasuredToo() {
    for (String text :
        List.of(
            "a".repeat(3_000_000),
            "a ".repeat(1_000_000),
            "\n".repeat(1_000_000),
            "\uD800".repeat(1000),
            "\u0300".repeat(100_000))) {
      measure(text);
    }
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 2_000_000; i++) {
      many.append(Integer.toString(i, 36)).append(i % 7 == 0 ? '\n' : ' ');
    }
    Map<String, Double> values = measure(many.toString());
    assertEquals(2_000_000, values.get("words"));
    assertEquals(0, values.get("duplicate_5_gram_character_ratio"));
    assertEquals(3, measure("one two three").get("words"));
  }

  private Map<String, Double> measure(String text) {
    double[] values = new double[SignalMeasures.count()];
    measures.measure(text, values);
    Map<String, Double> named = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      named.put(SignalMeasures.SIGNALS.schema().names().get(i), values[i]);
    }
    return named;
  }

  /** The definitions again, with regular expressions and sets of strings. */
  private static Map<String, Double> slow(String text) {
    Map<String, Double> values = new HashMap<>();
    List<String> words = new ArrayList<>();
    Matcher word =
        Pattern.compile(
                "[\\p{IsIdeographic}\\x{3040}-\\x{30FF}]|[^\\s\\p{Z}\\p{IsIdeographic}\\x{3040}-\\x{30FF}]+")
            .matcher(text);
    while (word.find()) {
      words.add(word.group());
    }
    double characters = length(text);
    values.put("words", (double) words.size());
    values.put("characters", characters);
    values.put(
        "mean_word_length",
        words.stream().mapToInt(SignalMeasuresTest::length).average().orElse(Double.NaN));
    values.put(
        "alphabetic_word_ratio",
        words.stream()
            .mapToInt(w -> w.codePoints().anyMatch(Character::isLetter) ? 1 : 0)
            .average()
            .orElse(Double.NaN));
    List<String> lines =
        Arrays.stream(text.split("\n"))
            .map(l -> l.replaceAll("[\\s\\p{Z}]+$", ""))
            .filter(l -> !l.isEmpty())
            .toList();
    values.put("lines", (double) lines.size());
    duplicates(values, lines, "line", characters);
    List<String> paragraphs =
        Arrays.stream(text.replaceAll("(?m)^[ \\t\\p{Z}]+$", "").split("\n{2,}"))
            .map(p -> p.replaceAll("^[\\s\\p{Z}]+|[\\n]+$", ""))
            .filter(p -> !p.isEmpty())
            .toList();
    values.put("paragraphs", (double) paragraphs.size());
    for (int n = 2; n <= 4; n++) {
      Map<List<String>, Integer> counts = new LinkedHashMap<>();
      for (int i = 0; i + n <= words.size(); i++) {
        counts.merge(words.subList(i, i + n), 1, Integer::sum);
      }
      List<String> top = List.of();
      int most = 0;
      for (Map.Entry<List<String>, Integer> entry : counts.entrySet()) {
        if (entry.getValue() > most) {
          most = entry.getValue();
          top = entry.getKey();
        }
      }
      values.put(
          "top_" + n + "_gram_character_ratio",
          characters == 0 ? Double.NaN : most * length(String.join(" ", top)) / characters);
    }
    for (int n = 5; n <= 10; n++) {
      Set<List<String>> seen = new HashSet<>();
      double repeated = 0;
      for (int i = 0; i + n <= words.size(); ) {
        if (seen.add(words.subList(i, i + n))) {
          i++;
        } else {
          repeated += length(String.join("", words.subList(i, i + n)));
          i += n;
        }
      }
      values.put(
          "duplicate_" + n + "_gram_character_ratio",
          characters == 0 ? Double.NaN : repeated / characters);
    }
    return values;
  }

  private static void duplicates(
      Map<String, Double> values, List<String> parts, String name, double characters) {
    Set<String> seen = new HashSet<>();
    double count = 0;
    double length = 0;
    for (String part : parts) {
      if (!seen.add(part)) {
        count++;
        length += length(part);
      }
    }
    values.put("duplicate_" + name + "_ratio", parts.isEmpty() ? Double.NaN : count / parts.size());
    values.put(
        "duplicate_" + name + "_character_ratio",
        characters == 0 ? Double.NaN : length / characters);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}

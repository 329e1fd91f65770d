package io.winnow.dedup.sketch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;
import org.junit.jupiter.api.Test;

/** The scanner against Lucene's tokenizer. */
class WordsTest {
  private static final long SEED = 45;

  /** First and last letter of parts of scripts, and what stands between words in any. */
  private static final int[][] SCRIPTS = {
    {'a', 'z', 'A', 'Z', 0xC0, 0x24F}, // Latin
    {0x370, 0x3FF, 0x1F00, 0x1FFF}, // Greek
    {0x400, 0x52F}, // Cyrillic
    {0x590, 0x5FF}, // Hebrew
    {0x600, 0x6FF, 0x750, 0x77F}, // Arabic
    {0x900, 0x97F}, // Devanagari
    {0x980, 0x9FF}, // Bengali
    {0xE00, 0xE7F}, // Thai
    {0x1000, 0x109F}, // Burmese
    {0x1100, 0x11FF, 0xAC00, 0xD7A3}, // Hangul
    {0x3040, 0x309F, 0x30A0, 0x30FF, 0x4E00, 0x4EFF}, // Japanese
    {0x4E00, 0x9FFF, 0x20000, 0x2A6DF}, // Chinese
    {
      0x1F300, 0x1F64F, 0x1F1E6, 0x1F1FF, 0x200D, 0x200D, 0xFE0F, 0xFE0F, '0', '9', '#', '#'
    }, // emoji
    {0, 0xFFFF, 0x10000, 0x10FFFF} // anything
  };

  private static final String BETWEEN = "      \n\t.,;:'\"_-#*()·\u2019\u0301\u200d0123456789!?/@";

  private final Words words = new Words();

  @Test
  void wordsAreLucenesInEveryScript() throws IOException {
    Random random = new Random(SEED);
    for (int[] script : SCRIPTS) {
      for (int i = 0; i < 3_000; i++) {
        StringBuilder text = new StringBuilder();
        double between = random.nextDouble() * 0.6;
        for (int length = random.nextInt(60); length > 0; length--) {
          if (random.nextDouble() < between) {
            text.append(BETWEEN.charAt(random.nextInt(BETWEEN.length())));
          } else {
            int[] from = random.nextInt(20) == 0 ? SCRIPTS[random.nextInt(SCRIPTS.length)] : script;
            int part = 2 * random.nextInt(from.length / 2);
            text.appendCodePoint(from[part] + random.nextInt(from[part + 1] - from[part] + 1));
          }
        }
        check(text.toString());
      }
    }
  }

  @Test
  void wordsAreLucenesForEveryCharacterBetweenOthers() throws IOException {
    String[] around = {
      "a", "1", "_", "\u05d0", "\u30a2", "\u6f22", "\u0e01", ".", "'", " ", "\ud83d\udc69"
    };
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3400 ? 1 : 97) {
      StringBuilder text = new StringBuilder();
      for (String left : around) {
        for (String right : around) {
          text.append(left).appendCodePoint(c).append(right).append(' ');
        }
      }
      if (!same(text.toString())) {
        for (String piece : text.toString().split(" ")) {
          check(piece);
        }
      }
      check(text.toString());
    }
  }

  @Test
  void longWordsAreCutWhereLuceneCutsThem() throws IOException {
    Random random = new Random(SEED);
    String[] letters = {
      "a", "\u00e9", "\u0301", "1", "\u30a2", "\u0e01", "\u0e31", "\ud835\udc00", "a.", "1,"
    };
    for (String letter : letters) {
      for (int length : new int[] {127, 128, 254, 255, 256, 257, 300, 511, 1_000}) {
        String run = letter.repeat(length);
        check(run);
        check("x " + run + "b c" + run.substring(0, random.nextInt(run.length())));
      }
    }
  }

  @Test
  void hostileTextsAreRead() throws IOException {
    check("");
    check("\ud800");
    check("a\udc00b \ud83d");
    check("\u0000a\u0000");
    words.read("\u0301".repeat(100_000));
    assertEquals(0, words.count());
    words.read("a".repeat(1_000_000));
    assertTrue(words.count() >= 3_921);
  }

  private boolean same(String text) throws IOException {
    words.read(text);
    return Arrays.equals(
        lucene(text).stream().mapToLong(WordsTest::hash).toArray(),
        Arrays.copyOf(words.hashes(), words.count()));
  }

  private void check(String text) throws IOException {
    List<String> expected = lucene(text);
    words.read(text);
    long[] found = Arrays.copyOf(words.hashes(), words.count());
    long[] hashes = expected.stream().mapToLong(WordsTest::hash).toArray();
    if (!Arrays.equals(hashes, found)) {
      assertEquals(
          Arrays.stream(hashes).boxed().toList(),
          Arrays.stream(found).boxed().toList(),
          () ->
              text.codePoints()
                      .mapToObj(c -> Integer.toHexString(c))
                      .collect(Collectors.joining(" "))
                  + ": "
                  + expected);
    }
  }

  static long hash(String word) {
    long hash = 0;
    for (char c : word.toCharArray()) {
      hash = (hash + c + 1) * 0x9E3779B97F4A7C15L;
    }
    return Hashes.mix(hash);
  }

  private static List<String> lucene(String text) throws IOException {
    List<String> words = new ArrayList<>();
    StandardTokenizer tokenizer = new StandardTokenizer();
    try (TokenStream stream = new LowerCaseFilter(tokenizer)) {
      // Lucene loses a text that ends with half a character.
      tokenizer.setReader(new StringReader(text + " "));
      CharTermAttribute term = stream.getAttribute(CharTermAttribute.class);
      TypeAttribute type = stream.getAttribute(TypeAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        if (type.type().equals("<SOUTHEAST_ASIAN>")) {
          term.toString().codePoints().forEach(c -> words.add(Character.toString(c)));
        } else {
          words.add(term.toString());
        }
      }
      stream.end();
    }
    return words;
  }
}

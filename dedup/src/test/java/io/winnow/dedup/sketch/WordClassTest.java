package io.winnow.dedup.sketch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;
import org.junit.jupiter.api.Test;

/** The table of classes against what Lucene does to each character in twenty-odd surroundings. */
class WordClassTest {
  /** What a character (here {@code @}) is put between; two that do alike are of one class. */
  private static final String[] SURROUNDINGS = {
    "@",
    "a@a",
    "1@1",
    "@@",
    "\u05d0@\u05d0",
    "\u05d0@",
    "\u30a2@\u30a2",
    "a@",
    "@a",
    "1@",
    "@1",
    "_@_",
    "_@",
    "\u6f22@",
    "\u0e01@\u0e01",
    "@\u0300a",
    "@\u200d",
    "@\ud83c\udffb",
    "\ud83d\udc69@",
    "\ud83d\udc69\u200d@",
    "\ud83c\udde6@",
    "@\ufe0f",
    "@\ufe0f\u20e3",
    "\u3042@1",
    " @",
    "@'",
    "@'a",
    "@\"\u05d0",
    "a:@",
    "1,@",
    "@:a",
    "@,1"
  };

  /** One character of each class; the test says that no two classes are alike. */
  private static final Map<String, String> EXAMPLES =
      Map.ofEntries(
          Map.entry("other", "-"),
          Map.entry("letter", "b"),
          Map.entry("hebrew", "\u05d1"),
          Map.entry("digit", "2"),
          Map.entry("katakana", "\u30a4"),
          Map.entry("mid-letter", ":"),
          Map.entry("mid-both", "."),
          Map.entry("mid-digit", ","),
          Map.entry("single-quote", "'"),
          Map.entry("double-quote", "\""),
          Map.entry("connector", "_"),
          Map.entry("mark", "\u0301"),
          Map.entry("single", "\u5b57"),
          Map.entry("unspaced", "\u0e02"),
          Map.entry("unspaced-mark", "\u0e31"),
          Map.entry("keycap", "#"));

  private final StandardTokenizer tokenizer = new StandardTokenizer();
  private final OffsetAttribute place = tokenizer.getAttribute(OffsetAttribute.class);
  private final TypeAttribute type = tokenizer.getAttribute(TypeAttribute.class);

  @Test
  void theTableIsWhatLuceneDoes() throws IOException {
    Map<String, String> classes = new HashMap<>();
    for (Map.Entry<String, String> example : EXAMPLES.entrySet()) {
      String other = classes.put(behaviour(example.getValue()), example.getKey());
      assertTrue(other == null, example.getKey() + " does as " + other);
    }
    assertEquals(classes.size() + 1, WordClass.NAMES.size());
    StringBuilder table = new StringBuilder();
    int start = 0;
    String run = "unknown";
    for (int c = 0; c <= Character.MAX_CODE_POINT + 1; c++) {
      String found = c > Character.MAX_CODE_POINT ? "end" : found(c, classes);
      if (!found.equals(run)) {
        if (!run.equals("unknown")) {
          table.append(String.format("%x %x %s%n", start, c - 1, run));
        }
        start = c;
        run = found;
      }
    }
    Path made = Path.of("target", WordClass.RESOURCE);
    Files.createDirectories(made.getParent());
    Files.writeString(made, table);
    try (InputStream stream = WordClass.class.getResourceAsStream(WordClass.RESOURCE)) {
      assertEquals(
          table.toString(),
          new String(stream.readAllBytes(), StandardCharsets.US_ASCII),
          "the right table is in " + made);
    }
  }

  private String found(int c, Map<String, String> classes) throws IOException {
    boolean beyond = Character.isSupplementaryCodePoint(c);
    if (!Character.isDefined(c)
        || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
        || beyond && !Character.isIdeographic(c)) {
      return "unknown";
    }
    String found = classes.getOrDefault(behaviour(Character.toString(c)), "unknown");
    return beyond && !found.equals("single") ? "unknown" : found;
  }

  /** Words of all surroundings, as places that do not depend on the character's width. */
  private String behaviour(String character) throws IOException {
    StringBuilder words = new StringBuilder();
    for (String surrounding : SURROUNDINGS) {
      int at = surrounding.indexOf('@');
      int more = character.length() - 1;
      int second = surrounding.indexOf('@', at + 1);
      tokenizer.setReader(new StringReader(surrounding.replace("@", character)));
      tokenizer.reset();
      while (tokenizer.incrementToken()) {
        words.append(narrow(place.startOffset(), at, second, more)).append('-');
        words.append(narrow(place.endOffset(), at, second, more));
        words.append(type.type().equals("<SOUTHEAST_ASIAN>") ? "s " : " ");
      }
      tokenizer.end();
      tokenizer.close();
      words.append('|');
    }
    return words.toString();
  }

  private static int narrow(int offset, int first, int second, int more) {
    int narrow = offset;
    if (second >= 0 && narrow > second + more) {
      narrow -= more;
    }
    return narrow > first ? narrow - more : narrow;
  }
}

package io.winnow.dedup.sketch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a character does to the words around it, by the rules of Unicode Standard Annex 29, section
 * 4.1, as Lucene's StandardTokenizer applies them. The table {@code word-classes.txt} holds runs of
 * code points; a test makes it anew from what Lucene does and compares.
 */
final class WordClass {
  /** In no word; ends one. */
  static final byte OTHER = 0;

  /** Letters of scripts written with spaces, Hangul among them; join letters and digits. */
  static final byte LETTER = 1;

  /** Hebrew letters, which also keep a quotation mark after them. */
  static final byte HEBREW = 2;

  /** Digits. */
  static final byte DIGIT = 3;

  /** Katakana, which join each other. */
  static final byte KATAKANA = 4;

  /** Joins two letters, as a colon does. */
  static final byte MID_LETTER = 5;

  /** Joins two letters or two digits, as a full stop does. */
  static final byte MID_BOTH = 6;

  /** Joins two digits, as a comma does. */
  static final byte MID_DIGIT = 7;

  /** The apostrophe: as a full stop, but for Hebrew. */
  static final byte SINGLE_QUOTE = 8;

  /** The quotation mark: nothing, but for Hebrew. */
  static final byte DOUBLE_QUOTE = 9;

  /** Joins letters, digits, Katakana and its like, as the low line does. */
  static final byte CONNECTOR = 10;

  /** Combining marks and invisible characters: belong to what is before them. */
  static final byte MARK = 11;

  /** A word by itself: ideographs and Hiragana. */
  static final byte SINGLE = 12;

  /** Letters of Thai, Lao, Khmer and Burmese, which are written without spaces. */
  static final byte UNSPACED = 13;

  /** Their vowel signs, which are marks after letters of other scripts. */
  static final byte UNSPACED_MARK = 14;

  /** Number sign and asterisk: nothing, unless marks make an emoji of them. */
  static final byte KEYCAP = 15;

  /** Emoji, what is not assigned, and whatever else is left to Lucene. */
  static final byte UNKNOWN = 16;

  static final List<String> NAMES =
      List.of(
          "other",
          "letter",
          "hebrew",
          "digit",
          "katakana",
          "mid-letter",
          "mid-both",
          "mid-digit",
          "single-quote",
          "double-quote",
          "connector",
          "mark",
          "single",
          "unspaced",
          "unspaced-mark",
          "keycap",
          "unknown");

  static final String RESOURCE = "word-classes.txt";

  private static final byte[] TABLE = read();

  private WordClass() {}

  /** The class of a code point; surrogates are unknown. */
  static byte of(int codePoint) {
    return TABLE[codePoint];
  }

  /** Classes by code point, for loops; not to be changed. */
  static byte[] table() {
    return TABLE;
  }

  private static byte[] read() {
    byte[] table = new byte[Character.MAX_CODE_POINT + 1];
    Arrays.fill(table, UNKNOWN);
    try (InputStream stream =
            Objects.requireNonNull(WordClass.class.getResourceAsStream(RESOURCE), RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ");
        Arrays.fill(
            table,
            Integer.parseInt(parts[0], 16),
            Integer.parseInt(parts[1], 16) + 1,
            (byte) NAMES.indexOf(parts[2]));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
    return table;
  }
}

package io.winnow.dedup.sketch;

import static io.winnow.dedup.sketch.WordClass.CONNECTOR;
import static io.winnow.dedup.sketch.WordClass.DIGIT;
import static io.winnow.dedup.sketch.WordClass.DOUBLE_QUOTE;
import static io.winnow.dedup.sketch.WordClass.HEBREW;
import static io.winnow.dedup.sketch.WordClass.KATAKANA;
import static io.winnow.dedup.sketch.WordClass.KEYCAP;
import static io.winnow.dedup.sketch.WordClass.LETTER;
import static io.winnow.dedup.sketch.WordClass.MARK;
import static io.winnow.dedup.sketch.WordClass.MID_BOTH;
import static io.winnow.dedup.sketch.WordClass.MID_DIGIT;
import static io.winnow.dedup.sketch.WordClass.MID_LETTER;
import static io.winnow.dedup.sketch.WordClass.OTHER;
import static io.winnow.dedup.sketch.WordClass.SINGLE;
import static io.winnow.dedup.sketch.WordClass.SINGLE_QUOTE;
import static io.winnow.dedup.sketch.WordClass.UNKNOWN;
import static io.winnow.dedup.sketch.WordClass.UNSPACED;
import static io.winnow.dedup.sketch.WordClass.UNSPACED_MARK;

import java.io.CharArrayReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;

/**
 * The words of a text as hashes: those of Lucene's StandardTokenizer and LowerCaseFilter, but that
 * Thai, Lao, Khmer and Burmese, which Lucene gives as one word from space to space, are taken
 * letter by letter, as it takes ideographs and Hiragana.
 *
 * <p>A scanner over tables, without a string or an object for a word, some ten times as fast as
 * Lucene's; what is rare (emoji, words of more than 255 characters, Hebrew quotations) goes to
 * Lucene from the beginning of a word to the next space, at which every word ends. Tests compare
 * all of it with Lucene.
 *
 * <p>Made once, filled again and again; for one thread. Memory: 10 bytes a character.
 */
final class Words {
  /** Of a word, in characters: Lucene cuts longer ones. */
  static final int LONGEST = 255;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final byte[] CLASSES = WordClass.table();
  private static final char[] LOWER = lower();

  private char[] chars = new char[4096];
  private long[] hashes = new long[1024];
  private int count;

  private final StandardTokenizer tokenizer = new StandardTokenizer();
  private final TokenStream lucene = new LowerCaseFilter(tokenizer);
  private final CharTermAttribute term = lucene.getAttribute(CharTermAttribute.class);
  private final TypeAttribute type = lucene.getAttribute(TypeAttribute.class);

  private static char[] lower() {
    char[] lower = new char[Character.MIN_SUPPLEMENTARY_CODE_POINT];
    for (int c = 0; c < lower.length; c++) {
      lower[c] = (char) Character.toLowerCase(c);
    }
    return lower;
  }

  /** Words read. */
  int count() {
    return count;
  }

  /** Hashes of the words, in order; as many as {@link #count} says, valid until the next text. */
  long[] hashes() {
    return hashes;
  }

  /** Reads the words of a text. */
  void read(String text) {
    int length = text.length();
    if (chars.length <= length) {
      chars = new char[length + length / 2 + 1];
    }
    text.getChars(0, length, chars, 0);
    // Lucene loses a text that ends with half a character; with a space behind it, only the half.
    chars[length] = ' ';
    count = 0;
    int at = 0;
    while (at < length) {
      at = next(at, length);
    }
  }

  /** Reads at most one word, or one stretch by Lucene; gives where to go on. */
  private int next(int start, int end) {
    char first = chars[start];
    switch (CLASSES[first]) {
      case LETTER:
      case HEBREW:
      case DIGIT:
      case KATAKANA:
      case CONNECTOR:
        return word(start, end);
      case SINGLE:
        return single(start, start + 1, end);
      case UNSPACED:
      case UNSPACED_MARK:
        return unspaced(start, end);
      case KEYCAP:
        return start + 1 < end && chars[start + 1] >= 0x80 ? byLucene(start, end) : start + 1;
      case MARK:
        return marks(start, end);
      case UNKNOWN:
        if (Character.isHighSurrogate(first)
            && start + 1 < end
            && Character.isLowSurrogate(chars[start + 1])
            && CLASSES[Character.toCodePoint(first, chars[start + 1])] == SINGLE) {
          return single(start, start + 2, end);
        }
        return byLucene(start, end);
      default:
        return start + 1;
    }
  }

  /** Marks that belong to nothing; a joiner may begin an emoji. */
  private int marks(int start, int end) {
    int at = start;
    while (at < end && CLASSES[chars[at]] == MARK) {
      at++;
    }
    return at < end && CLASSES[chars[at]] == UNKNOWN ? byLucene(start, end) : at;
  }

  /** A word by itself, with its marks. */
  private int single(int start, int behind, int end) {
    int at = behind;
    while (at < end && isMark(CLASSES[chars[at]])) {
      at++;
    }
    if (at < end && CLASSES[chars[at]] == UNKNOWN && isMarkOrOdd(at, end)) {
      return byLucene(start, end);
    }
    add(start, at);
    return at;
  }

  /** Whether what is unknown may belong to what is before it: not so the ideographs beyond. */
  private boolean isMarkOrOdd(int at, int end) {
    return !(Character.isHighSurrogate(chars[at])
        && at + 1 < end
        && Character.isLowSurrogate(chars[at + 1])
        && CLASSES[Character.toCodePoint(chars[at], chars[at + 1])] == SINGLE);
  }

  private static boolean isMark(byte type) {
    return type == MARK || type == UNSPACED_MARK;
  }

  private int unspaced(int start, int end) {
    int at = start;
    while (at < end && (CLASSES[chars[at]] == UNSPACED || isMark(CLASSES[chars[at]]))) {
      at++;
    }
    if (at < end && CLASSES[chars[at]] == UNKNOWN && isMarkOrOdd(at, end)
        || at - start >= LONGEST) {
      return byLucene(start, end);
    }
    letters(chars, start, at);
    return at;
  }

  /** Each character of a stretch as a word. */
  private void letters(char[] from, int start, int end) {
    for (int at = start; at < end; ) {
      int width =
          Character.isHighSurrogate(from[at])
                  && at + 1 < end
                  && Character.isLowSurrogate(from[at + 1])
              ? 2
              : 1;
      long hash = 0;
      for (int i = at; i < at + width; i++) {
        hash = (hash + LOWER[from[i]] + 1) * MULTIPLIER;
      }
      add(hash);
      at += width;
    }
  }

  /** Letters, digits, Katakana and what joins them. */
  private int word(int start, int end) {
    char[] text = chars;
    int limit = Math.min(end, start + LONGEST);
    long hash = 0;
    boolean named = false;
    byte before = OTHER;
    int at = start;
    while (at < limit) {
      char c = text[at];
      byte type = CLASSES[c];
      if (type == LETTER || type == DIGIT) {
        if (before == KATAKANA) {
          break;
        }
        named = true;
        before = type;
      } else if (type == CONNECTOR) {
        before = CONNECTOR;
      } else if (type == KATAKANA) {
        if (before != KATAKANA && before != CONNECTOR && before != OTHER) {
          break;
        }
        named = true;
        before = KATAKANA;
      } else if (type == MARK || type == UNSPACED_MARK) {
        // Belongs to what is before it, whatever that is.
      } else if (type == HEBREW) {
        if (before == KATAKANA) {
          break;
        }
        named = true;
        before = HEBREW;
      } else if (type >= MID_LETTER && type <= DOUBLE_QUOTE) {
        if (before == HEBREW && (type == SINGLE_QUOTE || type == DOUBLE_QUOTE)) {
          return byLucene(start, end);
        }
        int behind = at + 1;
        while (behind < end && isMark(CLASSES[text[behind]])) {
          behind++;
        }
        byte next = behind < end ? CLASSES[text[behind]] : OTHER;
        if (next == UNKNOWN) {
          return byLucene(start, end);
        }
        boolean joins =
            (before == LETTER || before == HEBREW)
                    && (next == LETTER || next == HEBREW)
                    && (type == MID_LETTER || type == MID_BOTH || type == SINGLE_QUOTE)
                || before == DIGIT
                    && next == DIGIT
                    && (type == MID_DIGIT || type == MID_BOTH || type == SINGLE_QUOTE);
        if (!joins) {
          break;
        }
        for (; at < behind; at++) {
          hash = (hash + LOWER[text[at]] + 1) * MULTIPLIER;
        }
        continue;
      } else if (type == UNKNOWN) {
        return byLucene(start, end);
      } else {
        break;
      }
      hash = (hash + LOWER[c] + 1) * MULTIPLIER;
      at++;
    }
    if (at >= limit && limit < end) {
      return byLucene(start, end);
    }
    if (named) {
      add(hash);
      return at;
    }
    return start + 1;
  }

  /** Reads on by Lucene to the next space, where every word ends. */
  private int byLucene(int start, int end) {
    int behind = start + 1;
    while (behind < end && chars[behind] != ' ' && chars[behind] != '\n') {
      behind++;
    }
    try {
      tokenizer.setReader(new CharArrayReader(chars, start, behind - start + 1));
      lucene.reset();
      while (lucene.incrementToken()) {
        if (type.type().equals("<SOUTHEAST_ASIAN>")) {
          letters(term.buffer(), 0, term.length());
        } else {
          long hash = 0;
          for (int i = 0; i < term.length(); i++) {
            hash = (hash + term.buffer()[i] + 1) * MULTIPLIER;
          }
          add(hash);
        }
      }
      lucene.end();
      lucene.close();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    return behind;
  }

  private void add(int start, int end) {
    long hash = 0;
    for (int i = start; i < end; i++) {
      hash = (hash + LOWER[chars[i]] + 1) * MULTIPLIER;
    }
    add(hash);
  }

  private void add(long hash) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * count);
    }
    hashes[count++] = Hashes.mix(hash);
  }
}

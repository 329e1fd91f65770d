package io.winnow.quality.signals;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.documents.Measure;
import io.winnow.corpus.documents.SignalTable;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.text.WhiteSpace;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Measures documents one after another. Its tables grow to the largest document and are used again:
 * nothing is allocated per word. For one thread.
 *
 * <p>Lines, paragraphs and n-grams are compared by 64-bit hashes; among 10^6 of them the chance
 * that two different ones count as equal is 3e-8.
 *
 * <p>Memory: 17 bytes a word and 27 to 53 a different pair of words; ordinary text of 32 MB needs
 * about 300 MB.
 */
public final class SignalMeasures {
  /** What signals are made of, and the papers that their descriptions name by numbers. */
  public static final String SOURCES =
      """
      Words are runs without white space, as in Gopher [1], but each ideograph and kana is a word of
      its own. Lines are those that are not blank; lengths are in code points.

      [1] Rae et al., Scaling Language Models, arXiv 2112.11446, appendix A. [2] Penedo et al., The
      FineWeb Datasets, arXiv 2406.17557, section 3. [3] Raffel et al., T5, arXiv 1910.10683, section
      2.2. [4] Li et al., StarCoder, arXiv 2305.06161, section 3. Where papers are vague, the
      definition is that of datatrove's filters.
      """;

  /** The table of measures, in their order, with language and tokens. */
  public static final Table SIGNALS =
      SignalTable.of(
          new Schema(
              Arrays.stream(Signal.values())
                  .<Column<?>>map(signal -> Column.real(signal.column(), signal.description()))
                  .toList()));

  private static final int COUNT = Signal.values().length;

  // n words in a row, from n = 2 and from n = 5 on; measured in this order.
  private static final Signal[] TOP_NGRAMS = {
    Signal.TOP_2_GRAM_CHARACTER_RATIO,
    Signal.TOP_3_GRAM_CHARACTER_RATIO,
    Signal.TOP_4_GRAM_CHARACTER_RATIO
  };
  private static final Signal[] DUPLICATE_NGRAMS = {
    Signal.DUPLICATE_5_GRAM_CHARACTER_RATIO,
    Signal.DUPLICATE_6_GRAM_CHARACTER_RATIO,
    Signal.DUPLICATE_7_GRAM_CHARACTER_RATIO,
    Signal.DUPLICATE_8_GRAM_CHARACTER_RATIO,
    Signal.DUPLICATE_9_GRAM_CHARACTER_RATIO,
    Signal.DUPLICATE_10_GRAM_CHARACTER_RATIO
  };

  // What is counted of a code point beyond ASCII: bits, since one may be a letter and a capital.
  private static final int LETTER = 1;
  private static final int CAPITAL = 2;
  private static final int DIGIT = 4;
  private static final int ELLIPSIS = 8;
  private static final int STOP = 16;

  private static final int SHORT_LINE = 30;
  private static final String LOREM = "lorem ipsum";
  private static final String TERMINALS =
      ".!?\"'\u2026\u201d\u2019\u3002\uff01\uff1f\uff0e\u061f\u06d4\u0964";

  private final HashCounts seen = new HashCounts();
  private final WordRuns runs = new WordRuns(seen);

  // Of the document at hand.
  private String text = "";

  /** Number of measures. */
  public static int count() {
    return COUNT;
  }

  /** What sort of number each column of {@link #SIGNALS} is that holds numbers, in their order. */
  public static Map<String, Measure> scales() {
    Map<String, Measure> scales = new LinkedHashMap<>();
    for (Signal signal : Signal.values()) {
      scales.put(signal.column(), signal.measure());
    }
    scales.put(SignalTable.LANGUAGE_CONFIDENCE.name(), Measure.RATIO);
    scales.put(SignalTable.TOKENS.name(), Measure.COUNT);
    return Collections.unmodifiableMap(scales);
  }

  /**
   * Measures a document.
   *
   * @param values takes the measures, (count()); NaN where there is none, such as the mean of
   *     nothing
   */
  public void measure(String document, double[] values) {
    require(values.length == COUNT, "there are %d measures, but room for %d", COUNT, values.length);
    text = document;
    runs.read(document);
    int words = runs.words();
    int characters = measureCharacters(values);
    measureLines(values, characters);
    measureParagraphs(values, characters);
    set(values, Signal.WORDS, words);
    set(values, Signal.MEAN_WORD_LENGTH, ratio(runs.wordLengths(), words));
    set(values, Signal.LONGEST_WORD, runs.longestWord());
    set(values, Signal.ALPHABETIC_WORD_RATIO, ratio(runs.alphabeticWords(), words));
    set(values, Signal.STOP_WORDS, runs.stopWords());
    for (int i = 0; i < TOP_NGRAMS.length; i++) {
      set(values, TOP_NGRAMS[i], ratio(runs.topCharacters(2 + i), characters));
    }
    for (int i = 0; i < DUPLICATE_NGRAMS.length; i++) {
      set(values, DUPLICATE_NGRAMS[i], ratio(runs.duplicateCharacters(5 + i), characters));
    }
    text = "";
  }

  private static void set(double[] values, Signal signal, double value) {
    values[signal.ordinal()] = value;
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }

  /** Counts what is counted sign by sign; gives the number of code points. */
  private int measureCharacters(double[] values) {
    int codePoints = 0;
    int digits = 0;
    int letters = 0;
    int capitals = 0;
    int hashes = 0;
    int ellipses = 0;
    int curly = 0;
    int newlines = 0;
    int sentences = 0;
    int lorem = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      codePoints++;
      if (c < 128) {
        if (isAsciiLetter(c)) {
          letters++;
          capitals += c <= 'Z' ? 1 : 0;
          lorem += (c | 32) == 'l' && isLorem(i) ? 1 : 0;
        } else if (c >= '0' && c <= '9') {
          digits++;
        } else {
          switch (c) {
            case '\n' -> newlines++;
            case '#' -> hashes++;
            case '{' -> curly++;
            case '.' -> {
              if (text.startsWith("...", i)) {
                ellipses++;
                codePoints += 2;
                i += 2;
              }
              sentences += endsSentence(i) ? 1 : 0;
            }
            case '!', '?' -> sentences += endsSentence(i) ? 1 : 0;
          }
        }
      } else {
        int codePoint = text.codePointAt(i);
        i += Character.charCount(codePoint) - 1;
        int sort = sort(codePoint);
        letters += sort & LETTER;
        capitals += (sort & CAPITAL) >> 1;
        digits += (sort & DIGIT) >> 2;
        ellipses += (sort & ELLIPSIS) >> 3;
        sentences += sort == STOP || (sort == ELLIPSIS && endsSentence(i)) ? 1 : 0;
      }
    }
    set(values, Signal.CHARACTERS, codePoints);
    set(values, Signal.SENTENCES, sentences);
    set(values, Signal.HASH_WORD_RATIO, ratio(hashes, runs.words()));
    set(values, Signal.ELLIPSIS_WORD_RATIO, ratio(ellipses, runs.words()));
    set(values, Signal.NEWLINES_PER_WORD, ratio(newlines, runs.words()));
    set(values, Signal.CURLY_BRACKETS, curly);
    set(values, Signal.LOREM_IPSUM, lorem);
    set(values, Signal.ALPHANUMERIC_RATIO, ratio(letters + digits, codePoints));
    set(values, Signal.DIGIT_RATIO, ratio(digits, codePoints));
    set(values, Signal.UPPERCASE_RATIO, ratio(capitals, letters));
    return codePoints;
  }

  /** Whether the words lorem ipsum begin here. */
  private boolean isLorem(int at) {
    return text.regionMatches(true, at, LOREM, 0, LOREM.length());
  }

  /** What is counted of a code point beyond ASCII. */
  private static int sort(int codePoint) {
    if (Character.isLetter(codePoint)) {
      return Character.isUpperCase(codePoint) ? LETTER | CAPITAL : LETTER;
    }
    if (Character.isDigit(codePoint)) {
      return DIGIT;
    }
    return switch (codePoint) {
      case 0x2026 -> ELLIPSIS;
      case 0x3002, 0xFF01, 0xFF1F -> STOP;
      default -> 0;
    };
  }

  /** A mark ends a sentence before white space, a closing quote or bracket, or the end. */
  private boolean endsSentence(int at) {
    if (at + 1 >= text.length()) {
      return true;
    }
    char next = text.charAt(at + 1);
    return WhiteSpace.is(next) || next == '"' || next == '\'' || next == ')' || next == '\u201d';
  }

  private void measureLines(double[] values, int characters) {
    int lines = 0;
    int bullets = 0;
    int ellipses = 0;
    int punctuated = 0;
    int shortLines = 0;
    int duplicates = 0;
    int longest = 0;
    int newlines = 0;
    long lengths = 0;
    long duplicateCharacters = 0;
    int length = text.length();
    seen.clear();
    int start = 0;
    while (start <= length) {
      int end = text.indexOf('\n', start);
      if (end < 0) {
        end = length;
      } else {
        newlines++;
      }
      int from = afterBlanks(start, end);
      int to = beforeBlanks(from, end);
      if (from < to) {
        int codePoints = text.codePointCount(start, to);
        char first = text.charAt(from);
        char last = text.charAt(to - 1);
        lines++;
        lengths += codePoints;
        longest = Math.max(longest, codePoints);
        bullets += first == '-' || first == '\u2022' ? 1 : 0;
        ellipses += last == '\u2026' || (to - from >= 3 && text.startsWith("...", to - 3)) ? 1 : 0;
        punctuated += TERMINALS.indexOf(last) >= 0 ? 1 : 0;
        shortLines += codePoints <= SHORT_LINE ? 1 : 0;
        if (seen.add(hash(start, to), 0) > 1) {
          duplicates++;
          duplicateCharacters += codePoints;
        }
      }
      start = end + 1;
    }
    set(values, Signal.LINES, lines);
    set(values, Signal.BULLET_LINE_RATIO, ratio(bullets, lines));
    set(values, Signal.ELLIPSIS_LINE_RATIO, ratio(ellipses, lines));
    set(values, Signal.PUNCTUATED_LINE_RATIO, ratio(punctuated, lines));
    set(values, Signal.SHORT_LINE_RATIO, ratio(shortLines, lines));
    set(values, Signal.DUPLICATE_LINE_RATIO, ratio(duplicates, lines));
    set(values, Signal.DUPLICATE_LINE_CHARACTER_RATIO, ratio(duplicateCharacters, characters));
    set(
        values,
        Signal.REPEATED_LINE_CHARACTER_RATIO,
        ratio(duplicateCharacters, characters - newlines));
    set(values, Signal.LONGEST_LINE, longest);
    set(values, Signal.MEAN_LINE_LENGTH, ratio(lengths, lines));
  }

  private void measureParagraphs(double[] values, int characters) {
    int paragraphs = 0;
    int duplicates = 0;
    long duplicateCharacters = 0;
    int length = text.length();
    seen.clear();
    int from = 0;
    while (from < length) {
      // A paragraph goes on to the next line that is blank.
      from = afterBlanks(from, length);
      int to = from;
      int lineEnd = from;
      while (lineEnd < length) {
        int end = text.indexOf('\n', lineEnd);
        end = end < 0 ? length : end;
        if (isBlank(lineEnd, end)) {
          break;
        }
        to = end;
        lineEnd = end + 1;
      }
      if (to > from) {
        paragraphs++;
        if (seen.add(hash(from, to), 0) > 1) {
          duplicates++;
          duplicateCharacters += text.codePointCount(from, to);
        }
      }
      from = Math.max(to, from) + 1;
    }
    set(values, Signal.PARAGRAPHS, paragraphs);
    set(values, Signal.DUPLICATE_PARAGRAPH_RATIO, ratio(duplicates, paragraphs));
    set(values, Signal.DUPLICATE_PARAGRAPH_CHARACTER_RATIO, ratio(duplicateCharacters, characters));
  }

  private int afterBlanks(int from, int to) {
    int at = from;
    while (at < to && WhiteSpace.is(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int beforeBlanks(int from, int to) {
    int at = to;
    while (at > from && WhiteSpace.is(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private boolean isBlank(int from, int to) {
    return afterBlanks(from, to) == to;
  }

  private long hash(int from, int to) {
    long hash = to - from;
    for (int i = from; i < to; i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return HashCounts.mix(hash);
  }

  static boolean isAsciiLetter(char c) {
    return (c | 32) >= 'a' && (c | 32) <= 'z';
  }
}

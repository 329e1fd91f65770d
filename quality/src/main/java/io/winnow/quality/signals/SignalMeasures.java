package io.winnow.quality.signals;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.text.WhiteSpace;
import java.util.Arrays;
import java.util.List;

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
  private static final Signal[] SIGNALS = Signal.values();
  private static final long BASE = 0x9E3779B97F4A7C15L;
  private static final int SHORT_LINE = 30;
  private static final int LONGEST_TOP_NGRAM = 4;
  private static final int LONGEST_NGRAM = 10;
  private static final String LOREM = "lorem ipsum";
  private static final String TERMINALS =
      ".!?\"'\u2026\u201d\u2019\u3002\uff01\uff1f\uff0e\u061f\u06d4\u0964";

  private final HashCounts seen = new HashCounts();
  private long[] wordPrefix = new long[1024];
  private int[] lengthPrefix = new int[1024];

  // How many n-grams in a row, from this word on, occur more than once; n is that of the last call.
  private int[] repeats = new int[1024];
  private boolean[] repeated = new boolean[1024];

  // Of the document at hand.
  private String text = "";
  private int words;
  private long wordLengths;
  private int longestWord;
  private int alphabeticWords;
  private int stopWords;

  /** Number of measures. */
  public static int count() {
    return SIGNALS.length;
  }

  /** Names of their columns, in order. */
  public static List<String> names() {
    return Arrays.stream(SIGNALS).map(Signal::column).toList();
  }

  /** What each measure is, in order, in one phrase with its source. */
  public static List<String> descriptions() {
    return Arrays.stream(SIGNALS).map(Signal::description).toList();
  }

  /**
   * Measures a document.
   *
   * @param values takes the measures, (count()); NaN where there is none, such as the mean of
   *     nothing
   */
  public void measure(String document, double[] values) {
    require(
        values.length == SIGNALS.length,
        "there are %d measures, but room for %d",
        SIGNALS.length,
        values.length);
    text = document;
    readWords();
    int characters = measureCharacters(values);
    measureLines(values, characters);
    measureParagraphs(values, characters);
    set(values, Signal.WORDS, words);
    set(values, Signal.MEAN_WORD_LENGTH, ratio(wordLengths, words));
    set(values, Signal.LONGEST_WORD, longestWord);
    set(values, Signal.ALPHABETIC_WORD_RATIO, ratio(alphabeticWords, words));
    set(values, Signal.STOP_WORDS, Integer.bitCount(stopWords));
    for (int n = 2; n <= LONGEST_TOP_NGRAM; n++) {
      int place = Signal.TOP_2_GRAM_CHARACTER_RATIO.ordinal() + n - 2;
      values[place] = ratio(topNgramCharacters(n), characters);
    }
    for (int n = 5; n <= LONGEST_NGRAM; n++) {
      int place = Signal.DUPLICATE_5_GRAM_CHARACTER_RATIO.ordinal() + n - 5;
      values[place] = ratio(duplicateNgramCharacters(n), characters);
    }
    text = "";
  }

  private static void set(double[] values, Signal signal, double value) {
    values[signal.ordinal()] = value;
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }

  /** Hashes and lengths of all words, as prefix sums: an n-gram's hash costs no loop over n. */
  private void readWords() {
    words = 0;
    wordLengths = 0;
    longestWord = 0;
    alphabeticWords = 0;
    stopWords = 0;
    int length = text.length();
    int i = 0;
    while (i < length) {
      char c = text.charAt(i);
      if (WhiteSpace.is(c)) {
        i++;
        continue;
      }
      int start = i;
      long hash = 0;
      int codePoints = 0;
      boolean letter = false;
      while (i < length) {
        c = text.charAt(i);
        if (WhiteSpace.is(c)) {
          break;
        }
        boolean alone = c >= 0x2E80 && isWordAlone(text.codePointAt(i));
        if (alone && i > start) {
          break;
        }
        hash = (hash ^ c) * 0x100000001B3L;
        codePoints++;
        letter |= c < 128 ? isAsciiLetter(c) : Character.isLetter(text.codePointAt(i));
        i++;
        if (Character.isHighSurrogate(c)
            && i < length
            && Character.isLowSurrogate(text.charAt(i))) {
          hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
          i++;
        }
        if (alone) {
          break;
        }
      }
      addWord(hash, codePoints);
      alphabeticWords += letter ? 1 : 0;
      if (i - start <= 12) {
        stopWords |= stopWord(start, i);
      }
    }
  }

  private void addWord(long hash, int codePoints) {
    if (words + 1 >= wordPrefix.length) {
      wordPrefix = Arrays.copyOf(wordPrefix, 2 * wordPrefix.length);
      lengthPrefix = Arrays.copyOf(lengthPrefix, 2 * lengthPrefix.length);
      repeats = new int[lengthPrefix.length];
      repeated = new boolean[lengthPrefix.length];
    }
    wordPrefix[words + 1] = wordPrefix[words] * BASE + HashCounts.mix(hash + codePoints);
    lengthPrefix[words + 1] = lengthPrefix[words] + codePoints;
    words++;
    wordLengths += codePoints;
    longestWord = Math.max(longestWord, codePoints);
  }

  /** Han, kana, and other scripts that put no spaces between words, as good as letters go. */
  private static boolean isWordAlone(int codePoint) {
    return Character.isIdeographic(codePoint) || (codePoint >= 0x3040 && codePoint <= 0x30FF);
  }

  /** A bit for each stop word; marks at both ends of the word do not count, nor does its case. */
  private int stopWord(int start, int end) {
    int from = start;
    int to = end;
    while (from < to && !Character.isLetter(text.charAt(from))) {
      from++;
    }
    while (to > from && !Character.isLetter(text.charAt(to - 1))) {
      to--;
    }
    return switch (to - from) {
      case 2 -> is("be", from) ? 1 : is("to", from) ? 2 : is("of", from) ? 4 : 0;
      case 3 -> is("the", from) ? 8 : is("and", from) ? 16 : 0;
      case 4 -> is("that", from) ? 32 : is("have", from) ? 64 : is("with", from) ? 128 : 0;
      default -> 0;
    };
  }

  private boolean is(String word, int from) {
    return text.regionMatches(true, from, word, 0, word.length());
  }

  /** Counts what is counted sign by sign; gives the number of code points. */
  private int measureCharacters(double[] values) {
    int codePoints = 0;
    int alphanumeric = 0;
    int digits = 0;
    int letters = 0;
    int capitals = 0;
    int hashes = 0;
    int ellipses = 0;
    int curly = 0;
    int newlines = 0;
    int sentences = 0;
    int lorem = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      codePoints++;
      if (c < 128) {
        if (isAsciiLetter(c)) {
          letters++;
          alphanumeric++;
          capitals += c <= 'Z' ? 1 : 0;
          if ((c | 32) == 'l' && text.regionMatches(true, i, LOREM, 0, LOREM.length())) {
            lorem++;
          }
        } else if (c >= '0' && c <= '9') {
          digits++;
          alphanumeric++;
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
            default -> {}
          }
        }
      } else {
        int codePoint = text.codePointAt(i);
        i += Character.charCount(codePoint) - 1;
        if (Character.isLetter(codePoint)) {
          letters++;
          alphanumeric++;
          capitals += Character.isUpperCase(codePoint) ? 1 : 0;
        } else if (Character.isDigit(codePoint)) {
          digits++;
          alphanumeric++;
        } else if (codePoint == 0x2026) {
          ellipses++;
          sentences += endsSentence(i) ? 1 : 0;
        } else if (codePoint == 0x3002 || codePoint == 0xFF01 || codePoint == 0xFF1F) {
          sentences++;
        }
      }
    }
    set(values, Signal.CHARACTERS, codePoints);
    set(values, Signal.SENTENCES, sentences);
    set(values, Signal.HASH_WORD_RATIO, ratio(hashes, words));
    set(values, Signal.ELLIPSIS_WORD_RATIO, ratio(ellipses, words));
    set(values, Signal.NEWLINES_PER_WORD, ratio(newlines, words));
    set(values, Signal.CURLY_BRACKETS, curly);
    set(values, Signal.LOREM_IPSUM, lorem);
    set(values, Signal.ALPHANUMERIC_RATIO, ratio(alphanumeric, codePoints));
    set(values, Signal.DIGIT_RATIO, ratio(digits, codePoints));
    set(values, Signal.UPPERCASE_RATIO, ratio(capitals, letters));
    return codePoints;
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
      int from = start;
      int to = end;
      while (from < to && WhiteSpace.is(text.charAt(from))) {
        from++;
      }
      while (to > from && WhiteSpace.is(text.charAt(to - 1))) {
        to--;
      }
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
      while (from < length && WhiteSpace.is(text.charAt(from))) {
        from++;
      }
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

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!WhiteSpace.is(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private long hash(int from, int to) {
    long hash = to - from;
    for (int i = from; i < to; i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return HashCounts.mix(hash);
  }

  /**
   * Length of the most frequent n-gram, its words joined by blanks, times how often it occurs; of
   * several, the first. Leaves in {@link #repeats} which n-grams occur more than once.
   *
   * <p>An n-gram cannot repeat where a shorter one inside it does not, so only the pairs of words
   * are all counted: most of them occur once, and rule out what begins there.
   */
  private long topNgramCharacters(int n) {
    if (words < n) {
      return 0;
    }
    seen.clear();
    long power = power(n);
    int most = 1;
    int mostFirst = 0;
    int last = words - n;
    Arrays.fill(repeated, 0, last + 1, false);
    for (int i = 0; i <= last; i++) {
      if (n > 2 && repeats[i] < 2) {
        continue;
      }
      int times = seen.add(ngram(i, n, power), i);
      if (times > 1) {
        int first = seen.firstOfLast();
        repeated[first] = true;
        repeated[i] = true;
        if (times > most || (times == most && first < mostFirst)) {
          most = times;
          mostFirst = first;
        }
      }
    }
    repeats[last + 1] = 0;
    for (int i = last; i >= 0; i--) {
      repeats[i] = repeated[i] ? repeats[i + 1] + 1 : 0;
    }
    long length = lengthPrefix[mostFirst + n] - lengthPrefix[mostFirst] + n - 1L;
    return length * most;
  }

  /**
   * Characters of n-grams that occurred before; one that did is stepped over as a whole. Comes
   * after the 4-grams, whose repeats say which longer ones may repeat.
   */
  private long duplicateNgramCharacters(int n) {
    if (words < n) {
      return 0;
    }
    seen.clear();
    long power = power(n);
    long characters = 0;
    int within = n - LONGEST_TOP_NGRAM + 1;
    int i = 0;
    while (i + n <= words) {
      if (repeats[i] >= within && seen.add(ngram(i, n, power), i) > 1) {
        characters += lengthPrefix[i + n] - lengthPrefix[i];
        i += n;
      } else {
        i++;
      }
    }
    return characters;
  }

  private long ngram(int start, int n, long power) {
    return HashCounts.mix(wordPrefix[start + n] - wordPrefix[start] * power);
  }

  private static long power(int n) {
    long power = 1;
    for (int i = 0; i < n; i++) {
      power *= BASE;
    }
    return power;
  }

  private static boolean isAsciiLetter(char c) {
    return (c | 32) >= 'a' && (c | 32) <= 'z';
  }
}

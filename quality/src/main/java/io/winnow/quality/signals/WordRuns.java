package io.winnow.quality.signals;

import io.winnow.corpus.text.WhiteSpace;
import java.util.Arrays;

/**
 * The words of documents, one document after another, and what n words in a row repeat. Words and
 * n-grams are hashes of 64 bits.
 */
final class WordRuns {
  /** The most words of which the most frequent n-gram is asked for. */
  static final int LONGEST_TOP = 4;

  private static final long BASE = 0x9E3779B97F4A7C15L;

  private final HashCounts seen;
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

  /**
   * @param seen cleared and used by every call for n-grams
   */
  WordRuns(HashCounts seen) {
    this.seen = seen;
  }

  int words() {
    return words;
  }

  /** Code points of all words. */
  long wordLengths() {
    return wordLengths;
  }

  /** Code points of the longest one. */
  int longestWord() {
    return longestWord;
  }

  /** Words with a letter. */
  int alphabeticWords() {
    return alphabeticWords;
  }

  /** Different stop words that occur. */
  int stopWords() {
    return Integer.bitCount(stopWords);
  }

  /** Hashes and lengths of all words, as prefix sums: an n-gram's hash costs no loop over n. */
  void read(String document) {
    text = document;
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
        letter |=
            c < 128 ? SignalMeasures.isAsciiLetter(c) : Character.isLetter(text.codePointAt(i));
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
    text = "";
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

  /**
   * Length of the most frequent n-gram, its words joined by blanks, times how often it occurs; of
   * several, the first. Leaves in {@link #repeats} which n-grams occur more than once.
   *
   * <p>An n-gram cannot repeat where a shorter one inside it does not, so only the pairs of words
   * are all counted: most of them occur once, and rule out what begins there.
   */
  long topCharacters(int n) {
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
  long duplicateCharacters(int n) {
    if (words < n) {
      return 0;
    }
    seen.clear();
    long power = power(n);
    long characters = 0;
    int within = n - LONGEST_TOP + 1;
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
}

package io.winnow.dedup.repeats;

import io.winnow.corpus.Chance;
import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.text.WhiteSpace;
import io.winnow.dedup.words.NormalizedWords;
import io.winnow.dedup.words.WordRows;

/**
 * The passages of a text: every window of so many words (letters and digits in small letters; what
 * stands between them does not count), and the fingerprints by which those are found that occur
 * elsewhere (winnowing [1]). A fingerprint is the hash of half a window's words; of each window the
 * smallest one is chosen, so two equal windows have chosen the same, and a text has one in about 13
 * words where a window has 50. Only windows whose fingerprint occurs elsewhere are compared, by
 * digests of their words: every repeated window is found, and no other.
 *
 * <p>A line of code, as {@link TextUnits} sees it, ends a window; source code has none.
 *
 * <p>[1] Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003. What is to be found is that of Lee et
 * al., Deduplicating Training Data Makes Language Models Better, ACL 2022.
 *
 * <p>Memory: 50 bytes a word and the normal form of a text.
 */
final class PassageWindows {
  private final RepeatParameters parameters;
  private final int length;
  private final int part; // words of a fingerprint
  private final long power;
  private final NormalizedWords words = new NormalizedWords();
  private final WordRows rows = new WordRows();
  private final TextUnits units = new TextUnits();
  private final NormalText normal = new NormalText();
  private final Digest digest = new Digest();
  private int[] offsets = new int[1024]; // of words in the normal form
  private int[] runs = new int[1024]; // words with lines of code between them have different ones
  private long[] hashes = new long[1024]; // of the fingerprint that begins at a word
  private int[] queue = new int[1024];

  PassageWindows(RepeatParameters parameters) {
    this.parameters = parameters;
    this.length = parameters.passageWords();
    this.part = length / 2;
    this.power = WordRows.power(part);
  }

  /** Takes a text apart. */
  void read(String text, Kind kind) {
    boolean wanted = kind != Kind.CODE && parameters.kinds().contains(kind);
    words.read(wanted ? text : "");
    rows.read(words);
    int count = words.count();
    if (offsets.length <= count) {
      int capacity = Math.max(count + 1, 2 * offsets.length);
      offsets = new int[capacity];
      runs = new int[capacity];
      hashes = new long[capacity];
      queue = new int[capacity];
    }
    if (count >= length) {
      units.read(text, false);
      normalize(text);
      for (int i = 0; i < rows.count(part); i++) {
        hashes[i] = Chance.mix(rows.hash(i, part, power));
      }
    }
  }

  private void normalize(String text) {
    normal.clear();
    int run = 0;
    int sentence = 0;
    for (int word = 0; word < words.count(); word++) {
      while (sentence < units.sentences() && units.end(sentence) <= words.start(word)) {
        run += units.isCode(sentence) ? 1 : 0;
        sentence++;
      }
      boolean code = sentence < units.sentences() && units.isCode(sentence);
      runs[word] = code ? -1 - word : run;
      offsets[word] = normal.size();
      normal.reserve(words.end(word) - words.start(word) + 1);
      for (int i = words.start(word); i < words.end(word); i++) {
        normal.put(text.charAt(i));
      }
      normal.put(' ');
    }
    offsets[words.count()] = normal.size();
  }

  /** Takes a window: the word it begins with, and the one that its fingerprint begins with. */
  @FunctionalInterface
  private interface WindowSink {
    void accept(int first, int chosen);
  }

  /** Slides over the text; the queue holds what may yet be the smallest, in growing order. */
  private void slide(WindowSink sink) {
    int head = 0;
    int tail = 0;
    int choices = length - part + 1;
    int last = words.count() - part;
    for (int i = 0; i <= last; i++) {
      while (tail > head && Long.compareUnsigned(hashes[queue[tail - 1]], hashes[i]) > 0) {
        tail--;
      }
      queue[tail++] = i;
      int first = i - choices + 1;
      if (first >= 0) {
        if (queue[head] < first) {
          head++;
        }
        if (runs[first] == runs[first + length - 1]) {
          sink.accept(first, queue[head]);
        }
      }
    }
  }

  /** Gives the chosen fingerprints, each place once. */
  void fingerprints(Parts.Sink sink) {
    int[] before = {-1};
    slide(
        (first, chosen) -> {
          if (chosen != before[0]) {
            before[0] = chosen;
            sink.accept(hashes[chosen], Chance.mix(hashes[chosen] + 1));
          }
        });
  }

  /** Takes a window that may be repeated. */
  @FunctionalInterface
  interface PassageSink {
    void accept(int first, DocumentId name);
  }

  /** Gives the windows whose fingerprint is repeated. */
  void passages(RepeatedParts fingerprints, PassageSink sink) {
    slide(
        (first, chosen) -> {
          if (fingerprints.find(hashes[chosen], Chance.mix(hashes[chosen] + 1)) >= 0) {
            int from = offsets[first];
            int to = offsets[first + length];
            sink.accept(first, normal.addTo(digest, from, to).id());
          }
        });
  }

  /** Words in a window. */
  int length() {
    return length;
  }

  /** First character of a word. */
  int start(int word) {
    return words.start(word);
  }

  /** Behind a word, the marks that stand at it, and the white space of its line. */
  int end(String text, int word) {
    int next = word + 1 < words.count() ? words.start(word + 1) : text.length();
    int end = words.end(word);
    while (end < next && !WhiteSpace.is(text.charAt(end))) {
      end++;
    }
    while (end < next && WhiteSpace.is(text.charAt(end)) && text.charAt(end) != '\n') {
      end++;
    }
    return end;
  }
}

package io.winnow.dedup.repeats;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.text.WhiteSpace;

/**
 * Names the units of texts by a digest of their normal form: in small letters, white space of any
 * length one blank, as C4 compares lines. Digits, marks and accents count, though CCNet and others
 * leave them out: two lines that differ in a number do not say the same.
 *
 * <p>128 bits of SHA-256, since a collision cuts out what stands nowhere else: among 10^12 units 64
 * bits would make 27,000 of them, and whoever wants to could make more; 128 bits make one with a
 * probability of 1.5e-15.
 *
 * <p>In source code a unit is only a paragraph that begins at the left of its line and closes every
 * bracket it opens, so that what is left is still in balance.
 *
 * <p>Memory: the normal form of a text, up to 3 bytes a character, and 40 bytes a sentence.
 */
final class UnitDigests {
  private static final int WINDOW = 3;

  private final RepeatParameters parameters;
  private final TextUnits units = new TextUnits();
  private final byte[] tag = new byte[1];
  private final NormalText normal = new NormalText();
  private final Digest digest = new Digest();
  // Where the normal form of a sentence begins, a blank before it; words and characters before it.
  private int[] offsets = new int[257];
  private int[] words = new int[257];
  private int[] characters = new int[257];

  UnitDigests(RepeatParameters parameters) {
    this.parameters = parameters;
  }

  /** Takes a unit: sentences from {@code first} to the one before {@code end}. */
  @FunctionalInterface
  interface UnitSink {
    void accept(Unit unit, int first, int end, DocumentId name);
  }

  /** The text that was read last, taken apart. */
  TextUnits units() {
    return units;
  }

  /** Gives the units of a text that are long enough. */
  void read(String text, Kind kind, UnitSink sink) {
    if (!parameters.kinds().contains(kind)) {
      units.read("", false);
      return;
    }
    boolean source = kind == Kind.CODE;
    units.read(text, source);
    normalize(text);
    for (Unit unit : parameters.units()) {
      switch (unit) {
        case LINE -> {
          for (int line = 0; line < units.lines() && !source; line++) {
            give(unit, units.firstOfLine(line), units.firstOfLine(line + 1), sink);
          }
        }
        case PARAGRAPH -> {
          for (int paragraph = 0; paragraph < units.paragraphs(); paragraph++) {
            if (!source || isWhole(text, paragraph)) {
              int end = units.firstOfParagraph(paragraph + 1);
              give(unit, units.firstOfParagraph(paragraph), end, sink);
            }
          }
        }
        case THREE_SENTENCES -> {
          for (int first = 0; first + WINDOW <= units.sentences() && !source; first++) {
            give(unit, first, first + WINDOW, sink);
          }
        }
        case PASSAGE -> {} // not of sentences; see PassageWindows
      }
    }
  }

  private void give(Unit unit, int first, int end, UnitSink sink) {
    if (words[end] - words[first] < parameters.minimumWords()
        || characters[end] - characters[first] < parameters.minimumCharacters()) {
      return;
    }
    for (int sentence = first; sentence < end; sentence++) {
      if (units.isCode(sentence)) {
        return;
      }
    }
    tag[0] = (byte) unit.ordinal();
    int from = offsets[first] + 1;
    sink.accept(unit, first, end, normal.addTo(digest, from, offsets[end]).raw(tag, 0, 1).id());
  }

  /**
   * Whether a paragraph of code begins at the left, as what follows does, and brackets, comments,
   * strings of several lines and conditions of a preprocessor are in balance in it.
   */
  private boolean isWhole(String text, int paragraph) {
    boolean last = paragraph + 1 == units.paragraphs();
    if (!units.isOutermost(paragraph) || !last && !units.isOutermost(paragraph + 1)) {
      return false;
    }
    int brackets = 0;
    int comments = 0;
    int conditions = 0;
    int quotes = 0;
    int apostrophes = 0;
    int end = units.end(units.firstOfParagraph(paragraph + 1) - 1);
    for (int i = units.start(units.firstOfParagraph(paragraph)); i < end; i++) {
      switch (text.charAt(i)) {
        case '(', '[', '{' -> brackets++;
        case ')', ']', '}' -> brackets--;
        case '/', '*' -> {
          if (text.startsWith("/*", i)) {
            comments++;
            i++;
          } else if (text.startsWith("*/", i)) {
            comments--;
            i++;
          }
        }
        case '#' ->
            conditions += text.startsWith("#if", i) ? 1 : text.startsWith("#endif", i) ? -1 : 0;
        case '"' -> {
          if (text.startsWith("\"\"\"", i)) {
            quotes++;
            i += 2;
          }
        }
        case '\'' -> {
          if (text.startsWith("'''", i)) {
            apostrophes++;
            i += 2;
          }
        }
        default -> {}
      }
      if (brackets < 0 || comments < 0 || conditions < 0) {
        return false;
      }
    }
    return brackets == 0
        && comments == 0
        && conditions == 0
        && quotes % 2 == 0
        && apostrophes % 2 == 0;
  }

  private void normalize(String text) {
    int count = units.sentences();
    if (offsets.length <= count) {
      offsets = new int[Math.max(count + 1, 2 * offsets.length)];
      words = new int[offsets.length];
      characters = new int[offsets.length];
    }
    normal.clear();
    for (int sentence = 0; sentence < count; sentence++) {
      offsets[sentence] = normal.size();
      normalize(text, units.start(sentence), units.end(sentence), sentence);
    }
    offsets[count] = normal.size();
  }

  private void normalize(String text, int from, int end, int sentence) {
    int wordsHere = 0;
    int charactersHere = 0;
    boolean word = false;
    boolean blank = true;
    normal.reserve(end - from + 1);
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (WhiteSpace.is(c)) {
        blank = true;
        word = false;
        continue;
      }
      if (blank) {
        normal.put(' ');
        blank = false;
      }
      normal.put(c);
      if (!Character.isLowSurrogate(c)) {
        charactersHere++;
        int sign = Character.isHighSurrogate(c) ? text.codePointAt(i) : c;
        if (isWordAlone(sign)) {
          wordsHere++;
          word = false;
        } else if (Character.isLetterOrDigit(sign)) {
          wordsHere += word ? 0 : 1;
          word = true;
        } else if (c < 0x80 && c != '\'') {
          word = false;
        }
      }
    }
    words[sentence + 1] = words[sentence] + wordsHere;
    characters[sentence + 1] = characters[sentence] + charactersHere;
  }

  /** Ideographs and kana, and letters of scripts that put no spaces between words. */
  private static boolean isWordAlone(int sign) {
    return sign >= 0x0E00
        && (sign <= 0x0EFF
            || (sign >= 0x1000 && sign <= 0x109F)
            || (sign >= 0x1780 && sign <= 0x17FF)
            || (sign >= 0x3040 && sign <= 0x30FF)
            || Character.isIdeographic(sign));
  }
}

package io.winnow.corpus.text;

import java.util.Set;

/**
 * Where sentences end, by marks alone, in any script. What comes before decides nothing but a word,
 * and what comes behind nothing but a character, so a passage has the same sentences wherever it
 * stands. A script without such marks, such as Thai, has one sentence a line.
 */
public final class Sentences {
  /** Marks that end a sentence whatever follows: nobody writes them in numbers or names. */
  private static final String FULL_STOPS =
      "\u3002\uff01\uff1f\uff61\u0964\u0965\u061f\u06d4\u1362\u1367\u104b\u17d4\u17d5";

  private static final String CLOSERS =
      "\"')]}\u2019\u201d\u00bb\u203a\u300d\u300f\uff09\u3011\u3009\u300b\u3015\uff3d";

  /** Before a name or a number more often than at an end. */
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Sr", "Jr", "Fig", "Figs", "Eq", "Eqs", "Sec",
          "Vol", "Nr", "cf", "vs", "pp", "al", "Gen", "Col", "Capt", "Lt", "Rev", "Hon", "Mme",
          "Mlle", "Bd", "Hr", "Fr", "approx", "ca", "resp");

  private Sentences() {}

  /**
   * Where the next sentence of a line begins: behind the mark that ends the one at {@code from},
   * what closes it, and white space.
   *
   * @param to end of the line, which ends its last sentence
   */
  public static int next(String text, int from, int to) {
    int i = from;
    while (i < to) {
      char c = text.charAt(i);
      boolean fullStop = c >= 0x80 && FULL_STOPS.indexOf(c) >= 0;
      if (!fullStop && !isMark(c)) {
        i++;
        continue;
      }
      int behind = behind(text, i + 1, to);
      if (fullStop || (mayEnd(text, behind, to) && !isAbbreviation(text, from, i, behind))) {
        int next = afterSpaces(text, behind, to);
        // A full stop, or three of them, before a small letter is one inside the sentence.
        if (fullStop || c == '!' || c == '?' || next == to || !isLowerCase(text, next)) {
          return next;
        }
      }
      i = behind;
    }
    return to;
  }

  private static boolean isMark(char c) {
    return c == '.' || c == '!' || c == '?' || c == '\u2026';
  }

  /** Behind more marks, closing quotes and brackets, and signs that go with the one before. */
  private static int behind(String text, int from, int to) {
    int i = from;
    while (i < to) {
      char c = text.charAt(i);
      boolean goesOn =
          isMark(c)
              || CLOSERS.indexOf(c) >= 0
              || (c >= 0x80
                  && (FULL_STOPS.indexOf(c) >= 0
                      || Character.getType(c) == Character.NON_SPACING_MARK));
      if (!goesOn) {
        return i;
      }
      i++;
    }
    return to;
  }

  private static boolean mayEnd(String text, int behind, int to) {
    return behind == to || WhiteSpace.is(text.charAt(behind));
  }

  private static int afterSpaces(String text, int from, int to) {
    int i = from;
    while (i < to && WhiteSpace.is(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isLowerCase(String text, int at) {
    return Character.isLowerCase(text.codePointAt(at));
  }

  /** Whether a single full stop ends an initial, an abbreviation, or the number of an item. */
  private static boolean isAbbreviation(String text, int from, int mark, int behind) {
    if (text.charAt(mark) != '.' || behind > mark + 1) {
      return false;
    }
    int start = mark;
    while (start > from && Character.isLetterOrDigit(text.charAt(start - 1)) && mark - start < 8) {
      start--;
    }
    int length = mark - start;
    char first = text.charAt(start);
    if (length == 1 && Character.isLetter(first)) {
      return Character.isUpperCase(first) || (start > from && text.charAt(start - 1) == '.');
    }
    if (length > 0 && length <= 2 && start == from && Character.isDigit(first)) {
      return true;
    }
    return ABBREVIATIONS.contains(text.substring(start, mark));
  }
}

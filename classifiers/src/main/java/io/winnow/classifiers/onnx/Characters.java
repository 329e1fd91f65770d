package io.winnow.classifiers.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What BERT's uncased normaliser makes of each character: control characters go, white space is one
 * sort, ideographs stand alone, accents go, capitals become small. A character becomes none, one or
 * a few others; what stands beside it does not matter.
 */
final class Characters {
  /** Nothing is left of it. */
  static final int REMOVED = 1 << 24;

  /** It parts words. */
  static final int SPACE = 2 << 24;

  /** It is a word by itself. */
  static final int ALONE = 4 << 24;

  /** It becomes several; the rest is their place, for {@link #sequence}. */
  static final int SEVERAL = 8 << 24;

  /** The rest of an entry: what the character becomes, as a code point. */
  static final int REST = (1 << 24) - 1;

  private static final int BASIC = 1 << 16;

  private final BitSet removed = new BitSet();
  private final BitSet alone = new BitSet();
  private final int[] basic = new int[BASIC];
  private final List<int[]> sequences = new ArrayList<>();

  Characters() {
    readSets();
    for (int i = 0; i < BASIC; i++) {
      int[] made = made(i);
      if (made.length > 1) {
        sequences.add(made);
        basic[i] = SEVERAL | (sequences.size() - 1);
      } else {
        basic[i] = made[0];
      }
    }
  }

  /** Lines of ranges; a word at the beginning of a line says of which set. */
  private void readSets() {
    BitSet set = removed;
    for (String range : lines().split("\\s+")) {
      switch (range) {
        case "removed" -> set = removed;
        case "alone" -> set = alone;
        default -> {
          String[] ends = range.split("-");
          int from = Integer.parseInt(ends[0], 16);
          int to = ends.length == 1 ? from : Integer.parseInt(ends[1], 16);
          set.set(from, to + 1);
        }
      }
    }
  }

  private static String lines() {
    try (InputStream stream = Characters.class.getResourceAsStream("characters.txt")) {
      String all = new String(Objects.requireNonNull(stream).readAllBytes(), UTF_8);
      return all.replaceAll("#.*", "").strip();
    } catch (IOException e) {
      throw new UncheckedIOException("characters.txt cannot be read", e);
    }
  }

  /** The entry of a character of the first plane, halves of surrogate pairs apart. */
  int of(char character) {
    return basic[character];
  }

  /** The entries of what a character that has the entry {@link #SEVERAL} becomes. */
  int[] sequence(int entry) {
    return sequences.get(entry & REST);
  }

  /** The entries of what any character becomes; one, {@link #REMOVED}, where that is nothing. */
  int[] made(int character) {
    if (isSpace(character)) {
      return new int[] {SPACE};
    }
    if (removed.get(character)) {
      return new int[] {REMOVED};
    }
    boolean ideograph = isIdeograph(character);
    int[] letters =
        Normalizer.normalize(Character.toString(character), Normalizer.Form.NFD)
            .codePoints()
            .filter(c -> !removed.get(c))
            // One by one, so that no sigma becomes a final one.
            .flatMap(c -> Character.toString(c).toLowerCase(Locale.ROOT).codePoints())
            .map(c -> alone.get(c) || ideograph ? ALONE | c : c)
            .toArray();
    return letters.length == 0 ? new int[] {REMOVED} : letters;
  }

  /** What of Unicode's property White_Space is no control character, and what lines are made of. */
  private static boolean isSpace(int c) {
    return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
  }

  private static boolean isIdeograph(int c) {
    return c >= 0x4E00 && c <= 0x9FFF
        || c >= 0x3400 && c <= 0x4DBF
        || c >= 0x20000 && c <= 0x2A6DF
        || c >= 0x2A700 && c <= 0x2B81F
        || c >= 0x2B920 && c <= 0x2CEAF
        || c >= 0xF900 && c <= 0xFAFF
        || c >= 0x2F800 && c <= 0x2FA1F;
  }
}

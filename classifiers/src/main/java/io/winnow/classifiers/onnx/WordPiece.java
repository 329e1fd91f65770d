package io.winnow.classifiers.onnx;

import static io.winnow.corpus.Require.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * The token ids of the beginning of a text, as BERT's uncased tokenizer numbers them: words and
 * single marks, each cut into the longest pieces of the vocabulary from the left. Reads no more of
 * a text than it needs, and marks such as {@code [SEP]} that a text holds are text. Thread-safe.
 */
final class WordPiece {
  /** Longer words, in code points, are unknown. */
  private static final int LONGEST = 100;

  private static final String BEHIND = "##";

  private final Characters characters = new Characters();
  private final PieceTree first;
  private final PieceTree behind;
  private final int size;
  private final int unknown;
  private final int begin;
  private final int end;

  private WordPiece(JsonNode vocabulary) {
    this.size = vocabulary.size();
    this.unknown = id(vocabulary, "[UNK]");
    this.begin = id(vocabulary, "[CLS]");
    this.end = id(vocabulary, "[SEP]");
    this.first = new PieceTree();
    this.behind = new PieceTree();
    for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
      String piece = entry.getKey();
      if (piece.startsWith(BEHIND) && piece.length() > BEHIND.length()) {
        behind.add(piece.substring(BEHIND.length()), entry.getValue().asInt());
      } else {
        first.add(piece, entry.getValue().asInt());
      }
    }
  }

  /**
   * @param json a {@code tokenizer.json} of BERT's uncased form
   */
  static WordPiece of(byte[] json) throws IOException {
    return new WordPiece(new ObjectMapper().readTree(json).path("model").path("vocab"));
  }

  private static int id(JsonNode vocabulary, String piece) {
    JsonNode id = vocabulary.get(piece);
    require(id != null, "the vocabulary lacks %s", piece);
    return id.asInt();
  }

  /** How many ids there are. */
  int size() {
    return size;
  }

  /** The id of a word that is not in the vocabulary. */
  int unknown() {
    return unknown;
  }

  /**
   * The first tokens of a text between the model's marks of beginning and end.
   *
   * @param maximum ids at most, both marks among them; at least 2
   */
  long[] ids(String text, int maximum) {
    Encoder encoder = new Encoder(maximum - 1);
    encoder.read(text);
    return encoder.end();
  }

  /** One text on its way. */
  private final class Encoder {
    private final int most;
    private final char[] word = new char[2 * LONGEST];
    private long[] ids;
    private int count;
    private int length;
    private int codePoints;

    /**
     * @param most ids before that of the end
     */
    Encoder(int most) {
      this.most = most;
      this.ids = new long[Math.min(most + 1, 256)];
      put(begin);
    }

    void read(String text) {
      int end = text.length();
      for (int i = 0; i < end && count < most; i++) {
        char c = text.charAt(i);
        if (Character.isSurrogate(c)) {
          if (Character.isHighSurrogate(c)
              && i + 1 < end
              && Character.isLowSurrogate(text.charAt(i + 1))) {
            take(characters.made(Character.toCodePoint(c, text.charAt(i + 1))));
            i++;
          }
          // A half by itself is no character: nothing is left of it.
          continue;
        }
        int entry = characters.of(c);
        if ((entry & Characters.SEVERAL) != 0) {
          take(characters.sequence(entry));
        } else {
          take(entry);
        }
      }
      endWord();
    }

    private void take(int[] entries) {
      for (int entry : entries) {
        take(entry);
      }
    }

    private void take(int entry) {
      if (entry <= Characters.REST) {
        append(entry);
      } else if ((entry & Characters.REMOVED) == 0) {
        endWord();
        if ((entry & Characters.ALONE) != 0) {
          append(entry & Characters.REST);
          endWord();
        }
      }
    }

    private void append(int codePoint) {
      if (codePoints < LONGEST) {
        if (codePoint < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
          word[length++] = (char) codePoint;
        } else {
          word[length++] = Character.highSurrogate(codePoint);
          word[length++] = Character.lowSurrogate(codePoint);
        }
      }
      codePoints++;
    }

    private void endWord() {
      if (codePoints > 0) {
        int before = count;
        if (codePoints > LONGEST || !cut()) {
          count = before;
          put(unknown);
        }
        length = 0;
        codePoints = 0;
      }
    }

    /** The word's pieces; false where one is not in the vocabulary. */
    private boolean cut() {
      PieceTree tree = first;
      int at = 0;
      while (at < length) {
        long match = tree.longest(word, at, length);
        if (match < 0) {
          return false;
        }
        put((int) match);
        at = (int) (match >>> 32);
        tree = behind;
      }
      return true;
    }

    /** Pieces of the last word may be more than are wanted: its end decides whether it is known. */
    private void put(int id) {
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, 2 * count);
      }
      ids[count++] = id;
    }

    long[] end() {
      count = Math.min(count, most);
      put(end);
      return Arrays.copyOf(ids, count);
    }
  }
}

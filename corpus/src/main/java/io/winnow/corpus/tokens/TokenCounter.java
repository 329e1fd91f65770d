package io.winnow.corpus.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import com.knuddels.jtokkit.api.IntArrayList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Counts the tokens of a text, and names them. The text of special tokens is ordinary text.
 * Thread-safe; one per tokenizer and JVM.
 *
 * <p>Byte-pair encoding takes time that grows faster than a word's length, and a word may be as
 * long as a document. So words of more than {@value #LONGEST_RUN} characters (runs without white
 * space) are counted in pieces of that length; where a piece ends, at most a few tokens more are
 * counted.
 */
public final class TokenCounter {
  /** Far longer than any word of a language; base64 and minified code are longer. */
  static final int LONGEST_RUN = 1000;

  private static final Map<String, EncodingType> TYPES =
      Map.of("o200k", EncodingType.O200K_BASE, "cl100k", EncodingType.CL100K_BASE);
  private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();
  private static final ConcurrentMap<String, TokenCounter> COUNTERS = new ConcurrentHashMap<>();

  private static final Map<String, Integer> END_OF_TEXT =
      Map.of("o200k", 199_999, "cl100k", 100_257);

  private final Encoding encoding;
  private final int endOfText;

  private TokenCounter(Encoding encoding, int endOfText) {
    this.encoding = encoding;
    this.endOfText = endOfText;
  }

  /**
   * The counter of a tokenizer.
   *
   * @param name {@code o200k} or {@code cl100k}
   * @throws IllegalArgumentException if there is no such tokenizer
   */
  public static TokenCounter of(String name) {
    EncodingType type = TYPES.get(name);
    if (type == null) {
      throw new IllegalArgumentException("tokenizer must be one of o200k, cl100k, but was " + name);
    }
    return COUNTERS.computeIfAbsent(
        name,
        n ->
            new TokenCounter(
                REGISTRY.getEncoding(type), Objects.requireNonNull(END_OF_TEXT.get(name))));
  }

  /** Tokens in a text. */
  public long count(String text) {
    long[] tokens = {0};
    pieces(text, piece -> tokens[0] += encoding.countTokensOrdinary(piece));
    return tokens[0];
  }

  /** The ids of a text's tokens, as many as {@link #count} says. */
  public int[] encode(String text) {
    List<IntArrayList> pieces = new ArrayList<>();
    pieces(text, piece -> pieces.add(encoding.encodeOrdinary(piece)));
    int[] ids = new int[pieces.stream().mapToInt(IntArrayList::size).sum()];
    int at = 0;
    for (IntArrayList piece : pieces) {
      for (int i = 0; i < piece.size(); i++) {
        ids[at++] = piece.get(i);
      }
    }
    return ids;
  }

  /** The text of some tokens; where they begin or end inside a character, it is replaced. */
  public String decode(int[] ids) {
    return new String(bytes(ids), UTF_8);
  }

  /** The text of some tokens; where they begin or end inside a character, it is left out. */
  public String decodeWhole(int[] ids) {
    byte[] bytes = bytes(ids);
    int begin = 0;
    while (begin < bytes.length && isContinuation(bytes[begin])) {
      begin++;
    }
    int end = bytes.length;
    int last = end - 1;
    while (last >= begin && isContinuation(bytes[last])) {
      last--;
    }
    if (last >= begin && end - last < length(bytes[last])) {
      end = last;
    }
    return new String(bytes, begin, end - begin, UTF_8);
  }

  private byte[] bytes(int[] ids) {
    IntArrayList list = new IntArrayList(ids.length);
    for (int id : ids) {
      list.add(id);
    }
    return encoding.decodeBytes(list);
  }

  private static boolean isContinuation(byte value) {
    return (value & 0xC0) == 0x80;
  }

  /** Bytes of a character in UTF-8, which the first of them tells. */
  private static int length(byte first) {
    int ones = Integer.numberOfLeadingZeros(~(first << 24));
    return ones == 0 ? 1 : ones;
  }

  /** The id of the token that ends a text. */
  public int endOfText() {
    return endOfText;
  }

  private static void pieces(String text, Consumer<String> piece) {
    int start = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = Character.isWhitespace(text.charAt(i)) ? 0 : run + 1;
      if (run == LONGEST_RUN && i + 1 < text.length()) {
        int end = Character.isHighSurrogate(text.charAt(i)) ? i : i + 1;
        piece.accept(text.substring(start, end));
        start = end;
        run = 0;
      }
    }
    piece.accept(start == 0 ? text : text.substring(start));
  }
}

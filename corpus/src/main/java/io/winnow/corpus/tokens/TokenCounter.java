package io.winnow.corpus.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Counts the tokens of a text. The text of special tokens is ordinary text. Thread-safe; one per
 * tokenizer and JVM.
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

  private final Encoding encoding;

  private TokenCounter(Encoding encoding) {
    this.encoding = encoding;
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
    return COUNTERS.computeIfAbsent(name, n -> new TokenCounter(REGISTRY.getEncoding(type)));
  }

  /** Tokens in a text. */
  public long count(String text) {
    long tokens = 0;
    int start = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = Character.isWhitespace(text.charAt(i)) ? 0 : run + 1;
      if (run == LONGEST_RUN && i + 1 < text.length()) {
        int end = Character.isHighSurrogate(text.charAt(i)) ? i : i + 1;
        tokens += encoding.countTokensOrdinary(text.substring(start, end));
        start = end;
        run = 0;
      }
    }
    return tokens + encoding.countTokensOrdinary(start == 0 ? text : text.substring(start));
  }
}

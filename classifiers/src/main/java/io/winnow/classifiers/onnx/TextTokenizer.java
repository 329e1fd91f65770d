package io.winnow.classifiers.onnx;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.winnow.corpus.tokens.TokenizerJson;
import java.io.IOException;
import java.util.Arrays;

/** The token ids of the beginning of a text, as an embedding model wants them. Thread-safe. */
final class TextTokenizer {
  /** Enough text for the first tokens of nearly every document. */
  private static final int FIRST_CHARACTERS = 8 << 10;

  private final HuggingFaceTokenizer tokenizer;

  private TextTokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * @param json a {@code tokenizer.json}; its own truncation and padding are not used
   */
  static TextTokenizer of(byte[] json) throws IOException {
    return new TextTokenizer(TokenizerJson.open(json));
  }

  /**
   * The first tokens of a text between the model's marks of beginning and end.
   *
   * @param maximum ids at most, both marks among them; at least 2
   */
  long[] ids(String text, int maximum) {
    int length = FIRST_CHARACTERS;
    while (length < text.length()) {
      // Up to white space, so that what is cut off cannot change the tokens before it.
      int end = length;
      while (end > 0 && !Character.isWhitespace(text.charAt(end))) {
        end--;
      }
      long[] ids = tokenizer.encode(text.substring(0, end)).getIds();
      if (ids.length >= maximum) {
        return cut(ids, maximum);
      }
      length *= 4;
    }
    return cut(tokenizer.encode(text).getIds(), maximum);
  }

  private static long[] cut(long[] ids, int maximum) {
    if (ids.length <= maximum) {
      return ids;
    }
    long[] first = Arrays.copyOf(ids, maximum);
    first[maximum - 1] = ids[ids.length - 1];
    return first;
  }
}

package io.winnow.glm.training;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts text into words that tokens never cross, as the tokenizer of GLM-4 does: contractions,
 * letters with one leading character that is none, up to three digits, punctuation, line ends,
 * spaces. The words together are the text.
 */
final class PreTokenizer {
  /** As {@code tokenizer.json} has it. */
  static final String EXPRESSION =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  /** White space is Unicode's, as in the tokenizers library. */
  private static final Pattern WORD =
      Pattern.compile(EXPRESSION, Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE);

  private PreTokenizer() {}

  /** Gives every word of a text, in its order. */
  static void words(String text, Consumer<String> words) {
    Matcher matcher = WORD.matcher(text);
    int end = 0;
    while (matcher.find()) {
      if (matcher.start() != end) {
        throw new IllegalStateException("the expression skips characters at " + end);
      }
      end = matcher.end();
      words.accept(matcher.group());
    }
    if (end != text.length()) {
      throw new IllegalStateException("the expression skips characters at " + end);
    }
  }
}

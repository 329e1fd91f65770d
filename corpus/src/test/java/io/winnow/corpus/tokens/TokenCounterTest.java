package io.winnow.corpus.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import org.junit.jupiter.api.Test;

class TokenCounterTest {
  @Test
  void countsAreThoseOfTheTokenizer() {
    // From OpenAI's tokenizer page: "hello world" is two tokens in both.
    assertEquals(2, TokenCounter.of("o200k").count("hello world"));
    assertEquals(2, TokenCounter.of("cl100k").count("hello world"));
    String text = "Some text of words, with 語 and 1234567 and\n\n\tcode(x) { return x; }\n";
    assertEquals(
        Encodings.newLazyEncodingRegistry()
            .getEncoding(EncodingType.O200K_BASE)
            .encodeOrdinary(text)
            .size(),
        TokenCounter.of("o200k").count(text));
  }

  @Test
  void textOfSpecialTokensIsOrdinaryText() {
    assertTrue(TokenCounter.of("o200k").count("<|endoftext|>") > 1);
  }

  @Test
  void longRunsAreCountedInPieces() {
    String run = "ab".repeat(TokenCounter.LONGEST_RUN);
    long piece = TokenCounter.of("o200k").count(run.substring(0, TokenCounter.LONGEST_RUN));
    assertEquals(2 * piece, TokenCounter.of("o200k").count(run));
    String pairs = "\uD83D\uDE00".repeat(TokenCounter.LONGEST_RUN);
    long one = TokenCounter.of("o200k").count("\uD83D\uDE00");
    assertTrue(TokenCounter.of("o200k").count(pairs) <= one * TokenCounter.LONGEST_RUN);
  }

  @Test
  void anUnknownTokenizerIsNamed() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> TokenCounter.of("gpt2"));
    assertTrue(error.getMessage().contains("gpt2") && error.getMessage().contains("o200k"));
  }
}

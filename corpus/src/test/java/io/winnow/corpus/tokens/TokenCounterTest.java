package io.winnow.corpus.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /** The second opinion takes characters one by one. */
  @Test
  void charactersThatABorderCutsAreLeftOut() {
    TokenCounter counter = TokenCounter.of("o200k");
    String text = "é語 \uD83E\uDDD1\u200D\uD83C\uDF3E x\uD808\uDF45\u1E9F\uD803\uDC22 end";
    int[] ids = counter.encode(text);
    List<String> cut = new ArrayList<>();
    for (int from = 0; from < ids.length; from++) {
      for (int to = from; to <= ids.length; to++) {
        String whole = counter.decodeWhole(Arrays.copyOfRange(ids, from, to));
        assertTrue(text.contains(whole), whole);
        String replaced = counter.decode(Arrays.copyOfRange(ids, from, to));
        assertEquals(replaced.replace("\uFFFD", ""), whole);
        if (!replaced.equals(whole)) {
          cut.add(replaced);
        }
      }
    }
    assertTrue(cut.size() > 10, "characters of several tokens");
  }

  @Test
  void anUnknownTokenizerIsNamed() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> TokenCounter.of("gpt2"));
    assertTrue(error.getMessage().contains("gpt2") && error.getMessage().contains("o200k"));
  }
}

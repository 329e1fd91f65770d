package io.winnow.glm.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.winnow.corpus.files.WrongInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTokenizerTest {
  private static final long SEED = 45;

  /** First and last letter of ten scripts. */
  private static final int[][] SCRIPTS = {
    {'a', 'z'}, {0x391, 0x3A1}, {0x410, 0x44F}, {0x5D0, 0x5EA}, {0x627, 0x63A},
    {0x905, 0x939}, {0xE01, 0xE2E}, {0x4E00, 0x4EFF}, {0x3042, 0x3093}, {0xAC00, 0xACFF}
  };

  private static final String[] BETWEEN = {
    " ",
    "  ",
    "\n",
    "\r\n\n",
    "\t",
    ".",
    ", ",
    "'s ",
    "'LL ",
    "'\u017F",
    " (",
    "1",
    "2024",
    "\u0663",
    "\u00A0",
    "\u3000",
    "😀",
    "e\u0301",
    "<|endoftext|>",
    "[gMASK]",
    "\u0000",
    "\u200B",
    "\u2028",
    "\u0085"
  };

  @BeforeAll
  static void stayOffline() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  @Test
  void mergesAreThoseOfTheWorkedExample() {
    BpeTraining training = new BpeTraining();
    // "low" 5 times, "lower" twice, "newest" 6 times, "widest" 3 times: the example of the paper.
    training.add("low".concat("\nlow".repeat(4)) + "\nlower".repeat(2) + "\nnewest".repeat(6));
    training.add("widest" + "\nwidest".repeat(2));
    BpeTokenizer tokenizer = training.train(259);
    // e-s and s-t occur nine times each; the smaller left id goes first, then es-t.
    assertEquals("es", new String(tokenizer.decode(new int[] {256}), UTF_8));
    assertEquals("est", new String(tokenizer.decode(new int[] {257}), UTF_8));
  }

  @Test
  void theOrderOfTextsDoesNotMatter() {
    Random random = new Random(SEED);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      texts.add(text(random));
    }
    BpeTokenizer one = trained(texts, 600);
    Collections.shuffle(texts, random);
    BpeTokenizer other = trained(texts, 600);
    for (int id = 0; id < one.size(); id++) {
      assertArrayEquals(one.decode(new int[] {id}), other.decode(new int[] {id}));
    }
  }

  @Test
  void mergesAreThoseOfCountingEverythingAnew() {
    Random random = new Random(SEED);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      texts.add(text(random));
    }
    BpeTokenizer tokenizer = trained(texts, 420);
    List<List<Integer>> words = new ArrayList<>();
    for (String text : texts) {
      PreTokenizer.words(
          text,
          word -> {
            List<Integer> ids = new ArrayList<>();
            for (byte b : word.getBytes(UTF_8)) {
              ids.add(b & 255);
            }
            words.add(ids);
          });
    }
    for (int id = 256; id < 420; id++) {
      Map<List<Integer>, Integer> counts = new HashMap<>();
      for (List<Integer> word : words) {
        for (int i = 0; i + 1 < word.size(); i++) {
          counts.merge(List.copyOf(word.subList(i, i + 2)), 1, Integer::sum);
        }
      }
      List<Integer> best =
          counts.keySet().stream()
              .min(
                  Comparator.comparing((List<Integer> pair) -> -counts.get(pair))
                      .thenComparing(pair -> pair.get(0))
                      .thenComparing(pair -> pair.get(1)))
              .orElseThrow();
      byte[] both = tokenizer.decode(new int[] {best.get(0), best.get(1)});
      assertArrayEquals(both, tokenizer.decode(new int[] {id}), "token " + id);
      for (List<Integer> word : words) {
        for (int i = 0; i + 1 < word.size(); i++) {
          if (word.get(i).equals(best.get(0)) && word.get(i + 1).equals(best.get(1))) {
            word.set(i, id);
            word.remove(i + 1);
          }
        }
      }
    }
  }

  @Test
  void anyTextAndAnyBytesComeBack() {
    Random random = new Random(SEED);
    BpeTokenizer tokenizer = trained(List.of(text(random), text(random)), 500);
    for (int i = 0; i < 500; i++) {
      String text = text(random);
      assertEquals(text, new String(tokenizer.decode(tokenizer.encode(text)), UTF_8), "seed 45");
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      assertArrayEquals(bytes, tokenizer.decode(tokenizer.encode(bytes)), "seed 45");
      byte[] cut = text.getBytes(UTF_8);
      cut = Arrays.copyOf(cut, Math.max(0, cut.length - 1));
      assertArrayEquals(cut, tokenizer.decode(tokenizer.encode(cut)), "seed 45");
    }
  }

  @Test
  void aLongWordTakesNoSquareOfTime() {
    BpeTokenizer tokenizer = trained(List.of("aaaa aaaa aaaaaaaa"), 260);
    String text = "a".repeat(1 << 20);
    assertEquals(text, new String(tokenizer.decode(tokenizer.encode(text)), UTF_8));
  }

  @Test
  void theTokenizersLibraryFindsTheSameIds(@TempDir Path folder) throws IOException {
    Random random = new Random(SEED);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      texts.add(text(random));
    }
    BpeTokenizer tokenizer = trained(texts, 1500);
    tokenizer.write(folder, 512);
    BpeTokenizer again = BpeTokenizer.read(folder.resolve("tokenizer.json"));
    assertEquals(tokenizer.size(), again.size());
    assertArrayEquals(tokenizer.prefix(), again.prefix());
    try (HuggingFaceTokenizer library =
        HuggingFaceTokenizer.newInstance(folder.resolve("tokenizer.json"))) {
      for (int i = 0; i < 500; i++) {
        // The library takes what spells a special token for one.
        String text = text(random).replace("<|endoftext|>", "<|").replace("[gMASK]", "[g");
        long[] expected = library.encode(text).getIds();
        int[] ids = tokenizer.encode(text);
        assertArrayEquals(expected, Arrays.stream(ids).asLongStream().toArray(), text);
        assertArrayEquals(ids, again.encode(text), text);
      }
      int[] prefix = tokenizer.prefix();
      assertArrayEquals(new long[] {prefix[0], prefix[1]}, library.encode("[gMASK]<sop>").getIds());
      assertArrayEquals(
          new long[] {tokenizer.endOfText()}, library.encode("<|endoftext|>").getIds());
    }
  }

  @Test
  void specialTokensFollowTheOrdinaryOnes() {
    // Special tokens inside of text are ordinary text, and follow directly after ordinary tokens.
    BpeTokenizer tokenizer = trained(List.of("a b"), 256);
    assertEquals(256, tokenizer.endOfText());
    assertArrayEquals(new int[] {258, 260}, tokenizer.prefix());
    assertEquals(13, tokenizer.encode("<|endoftext|>").length);
  }

  @Test
  void anotherKindOfTokenizerIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, "{\"model\":{\"type\":\"WordPiece\"}}");
    assertTrue(
        assertThrows(WrongInput.class, () -> BpeTokenizer.read(file)).getMessage().contains("BPE"));
  }

  private static BpeTokenizer trained(List<String> texts, int tokens) {
    BpeTraining training = new BpeTraining();
    texts.forEach(training::add);
    return training.train(tokens);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int words = random.nextInt(40);
    for (int i = 0; i < words; i++) {
      int[] script = SCRIPTS[random.nextInt(SCRIPTS.length)];
      int letters = 1 + random.nextInt(6);
      for (int j = 0; j < letters; j++) {
        // Few different letters, so that pairs are frequent.
        int range = script[1] - script[0] + 1;
        text.appendCodePoint(script[0] + Math.min(random.nextInt(range), random.nextInt(range)));
      }
      text.append(BETWEEN[random.nextInt(BETWEEN.length)]);
    }
    return text.toString();
  }
}

package io.winnow.classifiers.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.tokens.TokenizerJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Against the library that defines the form, whose marks are taken out so that text is text. */
@Tag("slow")
class WordPieceTest {
  private static final int ALL = 1_000_000;

  private static WordPiece ours;
  private static HuggingFaceTokenizer theirs;
  private static List<String> pieces;

  @BeforeAll
  static void open() throws Exception {
    byte[] json =
        EmbeddingModel.class.getResourceAsStream("/all-minilm-l6-v2-tokenizer.json").readAllBytes();
    ours = WordPiece.of(json);
    ObjectNode tree = (ObjectNode) new ObjectMapper().readTree(json);
    pieces = new ArrayList<>();
    tree.path("model").path("vocab").fieldNames().forEachRemaining(pieces::add);
    tree.putArray("added_tokens");
    theirs = TokenizerJson.open(tree.toString().getBytes(UTF_8));
  }

  @Test
  void everyCharacterBetweenLettersGivesTheLibrarysTokens() {
    List<String> wrong =
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
            .filter(c -> differs("a" + Character.toString(c) + "b"))
            .mapToObj(Integer::toHexString)
            .toList();
    assertEquals(List.of(), wrong);
  }

  @Test
  void randomTextInManyScriptsGivesTheLibrarysTokens() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 4_000; i++) {
      String text = randomText(random);
      assertArrayEquals(
          theirs.encode(text).getIds(),
          ours.ids(text, ALL),
          () -> "seed " + seed + ": " + escaped(text));
    }
  }

  /** Pieces of the vocabulary, letters of scripts, marks, and anything at all, in one text. */
  private static String randomText(Random random) {
    int[] scripts = {
      ' ', 'a', '0', 0xC0, 0x370, 0x400, 0x5D0, 0x600, 0x900, 0xE00, 0x1100, 0x1EA0, 0x3040, 0x4E00,
      0xAC00, 0xFB00, 0x1D400, 0x1F600, 0x20000, 0x2F800, 0x300, 0x2000
    };
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(60);
    for (int i = 0; i < parts; i++) {
      switch (random.nextInt(6)) {
        case 0 -> text.append(pieces.get(random.nextInt(pieces.size())).replace("##", ""));
        case 1 -> text.append(pieces.get(random.nextInt(pieces.size()))).append(' ');
        case 2 -> {
          int script = scripts[random.nextInt(scripts.length)];
          for (int k = random.nextInt(12); k > 0; k--) {
            text.appendCodePoint(script + random.nextInt(64));
          }
        }
        case 3 -> {
          int any = random.nextInt(Character.MAX_CODE_POINT + 1);
          text.appendCodePoint(Character.getType(any) == Character.SURROGATE ? ' ' : any);
        }
        case 4 ->
            text.append(" \t\n\r\u00a0\u3000\u200b\u0000\u0085\ufeff".charAt(random.nextInt(10)));
        default -> text.append("xX\u0130\u03a3\u1e9e".charAt(random.nextInt(5)));
      }
    }
    return text.toString();
  }

  @Test
  void aWordOfAHundredLettersIsCutAndALongerOneIsUnknown() {
    for (String letter : List.of("a", "\u00c5", "\u1ec7", "\ud801\udc00", "\u0e01", "\uac01")) {
      for (int length = 30; length <= 320; length++) {
        String text = "x " + letter.repeat(length) + " y";
        assertFalse(differs(text), letter + " " + length);
      }
    }
    assertArrayEquals(new long[] {101, 100, 102}, ours.ids("a".repeat(101), ALL));
    assertArrayEquals(new long[] {101, 100, 102}, ours.ids("a".repeat(1_000_000), ALL));
  }

  @Test
  void marksOfTheModelAreTextWhereATextHoldsThem() {
    // As the vocabulary numbers them: [CLS] [ sep ] hello [SEP].
    assertArrayEquals(new long[] {101, 1031, 19802, 1033, 7592, 102}, ours.ids("[SEP]hello", ALL));
    assertFalse(differs("[SEP] [CLS] [MASK] [UNK] [PAD] ##ing ## #"));
  }

  @Test
  void halvesOfSurrogatePairsAreNoCharacters() {
    assertArrayEquals(ours.ids("ab cd", ALL), ours.ids("a\ud83db c\ude00d\ud83d", ALL));
    assertArrayEquals(ours.ids("ab", ALL), ours.ids("a\ude00\ud83db", ALL));
  }

  @Test
  void theFirstTokensAreThoseOfTheWholeText() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      String text = randomText(random);
      long[] all = ours.ids(text, ALL);
      int maximum = 2 + random.nextInt(all.length + 2);
      long[] expected = Arrays.copyOf(all, Math.min(all.length, maximum));
      expected[expected.length - 1] = 102;
      assertArrayEquals(expected, ours.ids(text, maximum), "seed " + seed);
    }
    assertArrayEquals(new long[] {101, 102}, ours.ids("Hello, world!", 2));
    assertArrayEquals(new long[] {101, 7592, 102}, ours.ids("Hello, world!", 3));
  }

  /** The first tokens of a text need its beginning only, however long it is. */
  @Test
  void aLongTextIsNotReadToItsEnd() {
    String text = "one two three ".repeat(2_000_000);
    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < 1_000; i++) {
            assertEquals(256, ours.ids(text, 256).length);
          }
        });
  }

  private static boolean differs(String text) {
    return !Arrays.equals(theirs.encode(text).getIds(), ours.ids(text, ALL));
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
    return escaped.toString();
  }
}

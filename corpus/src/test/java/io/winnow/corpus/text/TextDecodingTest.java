package io.winnow.corpus.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextDecodingTest {
  private static final Charset LATIN = Charset.forName("windows-1252");
  private static final String JAPANESE = "日本語の頁には文字がたくさんある。";

  @Test
  void aCutCharacterCostsItselfAlone() {
    byte[] page = ("<p>" + JAPANESE + "</p>").getBytes(UTF_8);
    byte[] cut = without(page, 4);
    String expected = "<p>\uFFFD" + JAPANESE.substring(1) + "</p>";
    assertEquals(expected, TextDecoding.html(cut, "utf-8"));
    assertEquals(expected, TextDecoding.html(cut, null));
    assertEquals(expected, TextDecoding.html(cut, "iso-8859-1"), "servers say so by default");
    assertEquals(expected, TextDecoding.text(cut));
    assertEquals(expected, TextDecoding.xml(cut));
  }

  @Test
  void aPageThatIsDeclaredAsUtf8StaysItWhereHalfOfItIsBroken() {
    byte[] page = join("é".getBytes(UTF_8), new byte[] {(byte) 0xC3}, " and on".getBytes(US_ASCII));
    assertEquals("é\uFFFD and on", TextDecoding.html(page, "UTF-8"));
    assertEquals(
        "<meta charset=utf-8>é\uFFFD and on",
        TextDecoding.html(join("<meta charset=utf-8>".getBytes(US_ASCII), page), null));
    assertEquals("Ã©Ã and on", TextDecoding.text(page), "as likely the other one");
  }

  @Test
  void latinStaysLatinWhateverIsDeclared() {
    for (String text : List.of("Un café crème à la carte", "naïve", "it\u2019s “quoted” — so")) {
      byte[] bytes = text.getBytes(LATIN);
      assertEquals(text, TextDecoding.html(bytes, null));
      assertEquals(text, TextDecoding.html(bytes, "utf-8"));
      assertEquals(text, TextDecoding.text(bytes));
    }
  }

  @Test
  void anotherCharsetIsTakenAtItsWord() {
    Charset shiftJis = Charset.forName("Shift_JIS");
    assertEquals(JAPANESE, TextDecoding.html(JAPANESE.getBytes(shiftJis), "shift_jis"));
    Charset cyrillic = Charset.forName("windows-1251");
    assertEquals("Гавань", TextDecoding.html("Гавань".getBytes(cyrillic), "windows-1251"));
  }

  @Test
  void brokenBytesChangeNoCharacterButTheirOwn() {
    long seed = 15;
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      String before = JAPANESE.substring(0, 1 + random.nextInt(JAPANESE.length()));
      String after = JAPANESE.substring(random.nextInt(JAPANESE.length()));
      byte[] broken = {(byte) (0x80 + random.nextInt(0x40))};
      byte[] bytes = join((JAPANESE + before).getBytes(UTF_8), broken, after.getBytes(UTF_8));
      assertEquals(
          JAPANESE + before + "\uFFFD" + after,
          TextDecoding.html(bytes, null),
          "seed " + seed + ", round " + round);
    }
  }

  private static byte[] without(byte[] bytes, int at) {
    byte[] rest = new byte[bytes.length - 1];
    System.arraycopy(bytes, 0, rest, 0, at);
    System.arraycopy(bytes, at + 1, rest, at, rest.length - at);
    return rest;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}

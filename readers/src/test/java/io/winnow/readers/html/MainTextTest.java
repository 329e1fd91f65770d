package io.winnow.readers.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTextTest {
  /** Pairs of NAME.html and NAME.txt: adding a case is adding two files. */
  @ParameterizedTest
  @ValueSource(strings = {"article", "plain"})
  void pagesGiveTheTextBesideThem(String name) throws IOException {
    assertEquals(
        resource(name + ".txt").strip(), MainText.extract(resource(name + ".html")).text());
  }

  @Test
  void theTitleIsThatOfThePageElseItsHeading() {
    assertEquals("A", MainText.extract("<title> A </title><h1>B</h1>").title());
    assertEquals("B", MainText.extract("<h1>B</h1><p>text").title());
    assertNull(MainText.extract("<p>text").title());
  }

  @Test
  void aPageWithoutTextHasNone() {
    assertEquals("", MainText.extract("").text());
    assertEquals("", MainText.extract("<nav><a href=x>Home</a></nav><script>x</script>").text());
  }

  @Test
  void pagesNestAsDeepAsTheyLike() {
    String deep = "<div>".repeat(20_000) + "<p>At the bottom of it all there is a text.";
    assertTrue(MainText.extract(deep).text().contains("At the bottom of it all"));
  }

  @Test
  void brokenPagesNeverFail() throws IOException {
    long seed = 12;
    Random random = new Random(seed);
    String page = resource("article.html");
    for (int i = 0; i < 500; i++) {
      StringBuilder broken = new StringBuilder(page);
      for (int j = random.nextInt(20); j >= 0; j--) {
        int at = random.nextInt(broken.length());
        if (random.nextBoolean()) {
          broken.setCharAt(at, (char) random.nextInt(0x10000));
        } else {
          broken.delete(at, Math.min(broken.length(), at + random.nextInt(30)));
        }
      }
      assertNotNull(MainText.extract(broken.toString()).text(), "seed " + seed);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = MainTextTest.class.getResourceAsStream(name)) {
      assertNotNull(stream, name);
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

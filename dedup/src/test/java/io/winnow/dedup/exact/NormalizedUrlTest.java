package io.winnow.dedup.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NormalizedUrlTest {
  @Test
  void addressesOfOnePageHaveOneForm() {
    for (String url :
        List.of(
            "http://example.org/a/b?x=1&y=2",
            "https://www.example.org/a/b/?y=2&x=1#top",
            "HTTP://EXAMPLE.ORG:80/a/./c/../b?x=1&utm_source=mail&y=2",
            "https://user@example.org:443//a/%62?fbclid=7&x=1&y=2",
            "http://example.org./a/b;jsessionid=0A?x=1&y=2")) {
      assertEquals("//example.org/a/b?x=1&y=2", NormalizedUrl.of(url), url);
    }
  }

  @Test
  void addressesOfDifferentPagesStayDifferent() {
    assertEquals("//example.org", NormalizedUrl.of("http://example.org/"));
    assertEquals("//example.org/A", NormalizedUrl.of("http://example.org/A"));
    assertEquals("//example.org/a%2Fb", NormalizedUrl.of("http://example.org/a%2fb"));
    assertEquals("//example.org:8080/a", NormalizedUrl.of("http://example.org:8080/a"));
    assertEquals("ftp://example.org/a", NormalizedUrl.of("ftp://example.org/a"));
    assertEquals("//xn--bcher-kva.example", NormalizedUrl.of("http://B\u00fccher.example"));
  }

  /** Slashdot and PHP-Nuke name their stories so; forums their visitors, by 32 digits. */
  @Test
  void aSidIsASessionOnlyWhereItLooksLikeOne() {
    assertEquals(
        "//slashdot.example/article.pl?sid=04/05/06/7890",
        NormalizedUrl.of("http://slashdot.example/article.pl?sid=04/05/06/7890"));
    assertEquals(
        "//nuke.example/modules.php?file=article&sid=12",
        NormalizedUrl.of("http://nuke.example/modules.php?file=article&sid=12"));
    assertEquals(
        "//forum.example/topic?t=7",
        NormalizedUrl.of("http://forum.example/topic?sid=0123456789abcdefABCDEF0123456789&t=7"));
  }

  @Test
  void whatIsNoAddressOfAPageHasNoForm() {
    for (String url : List.of("", "mailto:a@b", "urn:uuid:1", "http://", "http://a:b/", "//x/y")) {
      assertNull(NormalizedUrl.of(url), url);
    }
  }

  @Test
  void normalisingTwiceChangesNothingAndNeverFails() {
    long seed = 9;
    Random random = new Random(seed);
    String signs = "abW.%2Ff/?&=#:@;\u00fc ..//utm_x=";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder url = new StringBuilder("http://example.org/");
      for (int j = random.nextInt(30); j > 0; j--) {
        url.append(signs.charAt(random.nextInt(signs.length())));
      }
      String once = NormalizedUrl.of(url.toString());
      if (once != null) {
        assertEquals(once, NormalizedUrl.of("http:" + once), "seed " + seed + ": " + url);
      }
    }
  }
}

package io.winnow.readers.paper.jats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.readers.RealData;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class JatsTextTest {
  private static final String ARTICLE =
      """
      <?xml version="1.0"?>
      <!DOCTYPE article PUBLIC "-//NLM//DTD JATS//EN" "JATS.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>
      <article xmlns:mml="m"><front><article-meta>
      <article-id pub-id-type="doi">10.1/x</article-id>
      <title-group><article-title>On <italic>rivers</italic><xref>1</xref></article-title></title-group>
      <pub-date><year>2020</year></pub-date>
      <pub-date><day>2</day><month>3</month><year>2021</year></pub-date>
      <permissions><license xlink:href="https://creativecommons.org/licenses/by/4.0/"/></permissions>
      <abstract><p>What we found &alpha;.</p></abstract>
      <abstract abstract-type="toc"><p>Teaser</p></abstract>
      </article-meta></front>
      <body><sec><title>Results</title>
      <p>Rivers flow (<xref ref-type="bibr">A, 2001</xref>; <xref ref-type="bibr">B</xref>) down, \
      <inline-formula><tex-math>\\begin{document}$v = g t$\\end{document}</tex-math></inline-formula>.</p>
      <disp-formula><mml:math><mml:mfrac><mml:mi>a</mml:mi><mml:mrow><mml:mi>b</mml:mi><mml:mo>+</mml:mo>\
      <mml:mn>1</mml:mn></mml:mrow></mml:mfrac></mml:math></disp-formula>
      <list><list-item><p>first</p></list-item><list-item><p>second</p></list-item></list>
      <table-wrap><caption><p>Lengths</p></caption><table><tr><td>Elbe</td><td>1094</td></tr></table></table-wrap>
      </sec></body>
      <back><ref-list><ref>A, 2001. Rivers.</ref></ref-list></back>
      <sub-article><body><p>Thank you for submitting.</p></body></sub-article></article>
      """;

  @Test
  void anArticleIsWhatItSays() throws IOException {
    JatsText article = JatsText.extract(ARTICLE);
    assertEquals(
        """
        Abstract

        What we found \u03b1.

        Results

        Rivers flow down, $v = g t$.

        $$a/(b + 1)$$

        - first
        - second

        Lengths

        Elbe | 1094\
        """,
        article.text());
    assertEquals("On rivers", article.title());
    assertEquals("10.1/x", article.doi());
    assertEquals("CC-BY-4.0", article.licence());
    assertEquals(1614643200000L, article.date());
  }

  @Test
  void whatIsNoArticleOrEndsEarlyIsSaidInASentence() {
    assertTrue(fault("<root/>").contains("no JATS article"));
    assertTrue(fault(ARTICLE.substring(0, ARTICLE.length() / 2)).contains("ends before"));
  }

  private static String fault(String xml) {
    return assertThrows(IOException.class, () -> JatsText.extract(xml)).getMessage();
  }

  @Test
  void deepAndDamagedArticlesNeverFailOtherwise() throws IOException {
    String deep = "<article><body>" + "<sec><p>".repeat(5_000) + "deep" + "</article>";
    assertTrue(JatsText.extract(deep).text().contains("deep"));
    String math = "<article><body><p><mml:math>" + "<mml:msup>".repeat(3_000) + "x</article>";
    assertTrue(JatsText.extract(math).text().contains("x"));
    long seed = 8;
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      StringBuilder damaged = new StringBuilder(ARTICLE);
      for (int j = random.nextInt(12); j >= 0; j--) {
        int at = random.nextInt(damaged.length());
        damaged.delete(at, Math.min(damaged.length(), at + random.nextInt(20)));
      }
      try {
        JatsText.extract(damaged.toString());
      } catch (IOException e) {
        assertTrue(e.getMessage() != null, "seed " + seed);
      }
    }
  }

  @Test
  void realArticlesHaveTextTitleAndLicence() throws IOException {
    int articles = 0;
    for (Map.Entry<String, byte[]> file : RealData.tar("papers/elife-jats.tar.zst").entrySet()) {
      String xml = new String(file.getValue(), UTF_8);
      if (xml.contains("<article ") && xml.contains("<body>")) {
        JatsText article = JatsText.extract(xml);
        assertTrue(article.text().split("\\s+").length > 30, file.getKey());
        assertTrue(article.title() != null, file.getKey());
        assertTrue(
            !article.text().contains("[]") && !article.text().contains("( )"), file.getKey());
        articles++;
      }
    }
    assertTrue(articles >= 12, "articles: " + articles);
  }

  @Test
  @Timeout(60)
  void bracketsMayHoldAnyNumberOfMarks() throws IOException {
    String hollow = "(" + ", ;".repeat(300_000) + ")";
    String open = "(" + ", ;".repeat(300_000) + " x";
    String blanks = "<preformat>a" + " ".repeat(500_000) + "b</preformat>";
    String article =
        "<article><body><p>Rivers "
            + hollow
            + " flow "
            + open
            + "</p>"
            + blanks
            + "</body></article>";
    String text = JatsText.extract(article).text();
    assertTrue(text.startsWith("Rivers flow (, ;, ;"), text.substring(0, 40));
    assertTrue(text.endsWith("b"));
  }

  @Test
  void aYearBeyondReckoningIsNoDate() throws IOException {
    String far = ARTICLE.replace("<year>2021</year>", "<year>999999999</year>");
    assertEquals(1577836800000L, JatsText.extract(far).date());
    assertNull(JatsText.extract(far.replace("<year>2020</year>", "")).date());
  }
}

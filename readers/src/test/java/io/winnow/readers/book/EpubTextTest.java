package io.winnow.readers.book;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.readers.RealData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class EpubTextTest {
  private static final String CONTAINER =
      "<?xml version='1.0'?><container><rootfiles><rootfile full-path='EPUB/book.opf'/></rootfiles>"
          + "</container>";
  private static final String OPF =
      """
      <?xml version="1.0"?><!DOCTYPE package SYSTEM "file:///etc/passwd">
      <package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
      <dc:title>The Ferry</dc:title><dc:creator>A. Writer</dc:creator>
      <dc:identifier>urn:x:1</dc:identifier><dc:rights>Released as CC0 1.0</dc:rights></metadata>
      <manifest><item id="two" href="text/two.xhtml"/><item id="one" href="text/one%20a.xhtml#x"/>
      <item id="cover" href="cover.xhtml"/><item id="nav" properties="nav" href="nav.xhtml"/></manifest>
      <spine><itemref idref="cover"/><itemref idref="nav"/><itemref idref="one"/>
      <itemref idref="two"/><itemref idref="gone"/></spine></package>
      """;

  private static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("mimetype", "application/epub+zip");
    files.put("META-INF/container.xml", CONTAINER);
    files.put("EPUB/book.opf", OPF);
    files.put("EPUB/cover.xhtml", page("epub:type='titlepage'", "<p>Cover of the book</p>"));
    files.put("EPUB/nav.xhtml", page("", "<p>Contents of the book</p>"));
    files.put(
        "EPUB/text/two.xhtml",
        page("", "<h2>II</h2><p>Line one,<br/>line two.</p><ul><li>item</li></ul>"));
    files.put(
        "EPUB/text/one a.xhtml",
        page(
            "",
            "<title/><h2>I</h2><p>He <ruby>came<rt>x</rt></ruby>.<a"
                + " epub:type='noteref'>1</a></p>"));
    return files;
  }

  private static String page(String attribute, String body) {
    return "<?xml version='1.0'?><html><head><title/><script src='x'/></head><body "
        + attribute
        + ">"
        + body
        + "</body></html>";
  }

  @Test
  void chaptersComeInTheOrderOfTheSpine() throws IOException {
    EpubText book = EpubText.extract(zip(files()), 1 << 20);
    assertEquals("I\n\nHe came.\n\nII\n\nLine one,\nline two.\n\n- item", book.text());
    assertEquals("The Ferry", book.title());
    assertEquals("urn:x:1", book.identifier());
    assertEquals("CC0-1.0", book.licence());
  }

  @Test
  void whatIsNoBookIsSaidInASentence() throws IOException {
    Map<String, String> files = files();
    files.remove("EPUB/book.opf");
    assertTrue(fault(zip(files)).contains("no package file \"EPUB/book.opf\""));
    files.remove("META-INF/container.xml");
    assertTrue(fault(zip(files)).contains("container.xml"));
    assertTrue(fault("nonsense".getBytes(UTF_8)).contains("no zip"));
    assertTrue(
        assertThrows(BookTooLarge.class, () -> EpubText.extract(zip(files()), 900))
            .getMessage()
            .contains("larger than 900 bytes"));
    files = files();
    files.put(
        "META-INF/encryption.xml",
        "<encryption><enc:CipherReference URI='EPUB/text/two.xhtml'/></encryption>");
    assertTrue(fault(zip(files)).contains("encrypted"));
  }

  private static String fault(byte[] epub) {
    return assertThrows(IOException.class, () -> EpubText.extract(epub, 1 << 20)).getMessage();
  }

  @Test
  void damagedBooksGiveNothingButSentences() throws IOException {
    long seed = 4;
    Random random = new Random(seed);
    byte[] whole = zip(files());
    for (int i = 0; i < 300; i++) {
      byte[] damaged = java.util.Arrays.copyOf(whole, whole.length - random.nextInt(200));
      for (int j = random.nextInt(10); j >= 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        EpubText.extract(damaged, 1 << 20);
      } catch (IOException e) {
        assertTrue(e.getMessage() != null, "seed " + seed);
      }
    }
  }

  @Test
  void realBooksOfManyLanguagesHaveText() throws IOException {
    int withText = 0;
    for (Map.Entry<String, byte[]> file : RealData.tar("books/epub3-samples.tar.zst").entrySet()) {
      String text = EpubText.extract(file.getValue(), 64 << 20).text();
      withText += text.length() > 400 ? 1 : 0;
    }
    // The others are pictures and blank pages.
    assertTrue(withText >= 16, "books with text: " + withText);
  }

  private static byte[] zip(Map<String, String> files) throws IOException {
    Map<String, byte[]> encoded = new LinkedHashMap<>();
    files.forEach((name, text) -> encoded.put(name, text.getBytes(UTF_8)));
    return zipOfBytes(encoded);
  }

  private static byte[] zipOfBytes(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void aPageIsReadOnceHoweverOftenTheSpineNamesIt() throws IOException {
    Map<String, String> files = files();
    files.put(
        "EPUB/book.opf",
        OPF.replace("<itemref idref=\"two\"/>", "<itemref idref=\"two\"/>".repeat(4_000))
            .replace(
                "<item id=\"two\"",
                "<item id=\"gone\" href=\"./text/../text/two.xhtml\"/><item id=\"two\""));
    assertEquals(
        EpubText.extract(zip(files()), 1 << 20).text(),
        EpubText.extract(zip(files), 1 << 20).text());
  }

  @Test
  void pagesAreDecodedAsTheyDeclare() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (Map.Entry<String, String> file : files().entrySet()) {
      files.put(file.getKey(), file.getValue().getBytes(UTF_8));
    }
    String page = page("", "<p>Caf\u00e9 \u0416</p>");
    files.put(
        "EPUB/text/two.xhtml",
        page.replace("?>", " encoding='koi8-r'?>")
            .replace("Caf\u00e9 ", "")
            .getBytes(Charset.forName("koi8-r")));
    files.put("EPUB/text/one a.xhtml", page.getBytes(StandardCharsets.UTF_16LE));
    assertEquals("Caf\u00e9 \u0416\n\n\u0416", EpubText.extract(zipOfBytes(files), 1 << 20).text());
  }
}

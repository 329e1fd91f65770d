package io.winnow.readers.paper.pdf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.readers.RealData;
import io.winnow.readers.paper.jats.JatsText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.Test;

class PdfTextTest {
  private static final List<String> LEFT =
      List.of(
          "Rivers flow from the hills to the sea, and on",
          "their way they are joined by smaller streams, which is not sur-",
          "prising to those who have seen a map of them.");
  private static final List<String> RIGHT =
      List.of(
          "The second column speaks of bridges and the", "tolls that were paid on them long ago.");

  @Test
  void columnsHeadersNumbersAndBrokenWordsAreRead() throws IOException {
    byte[] pdf = pdf(4);
    PdfText paper = PdfText.extract(pdf);
    assertEquals("A Study of Rivers and Bridges", paper.title());
    assertTrue(paper.text().contains("which is not surprising to those"), paper.text());
    assertTrue(
        paper.text().indexOf("a map of them.") < paper.text().indexOf("The second column"),
        paper.text());
    assertTrue(!paper.text().contains("Journal of Streams"), paper.text());
    assertTrue(!paper.text().matches("(?s).*\\n\\d+\\n.*"), paper.text());
  }

  @Test
  void whatCannotBeReadIsSaidInASentence() throws IOException {
    assertThrows(IOException.class, () -> PdfText.extract("nonsense".getBytes(UTF_8)));
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      assertThrows(IOException.class, () -> PdfText.extract(bytes.toByteArray()));
    }
  }

  @Test
  void aDocumentOfPicturesHasNoText() throws IOException {
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      assertEquals("", PdfText.extract(bytes.toByteArray()).text());
    }
  }

  @Test
  void damagedDocumentsGiveNothingButSentences() throws IOException {
    long seed = 15;
    Random random = new Random(seed);
    byte[] whole = pdf(1);
    for (int i = 0; i < 150; i++) {
      byte[] damaged = whole.clone();
      for (int j = random.nextInt(30); j >= 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        PdfText.extract(damaged);
      } catch (IOException e) {
        assertTrue(e.getMessage() != null, "seed " + seed);
      }
    }
  }

  /** The words of a PDF against those of the same paper's XML. */
  @Test
  void realPapersHaveTheWordsOfTheirXml() throws IOException {
    Map<String, byte[]> files = RealData.tar("papers/jose-jats-pdf.tar.zst");
    double sum = 0;
    int papers = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String name = file.getKey().substring(0, file.getKey().lastIndexOf('.'));
      byte[] jats =
          files.get(name + ".jats.xml") == null
              ? files.get(name + ".jats")
              : files.get(name + ".jats.xml");
      if (file.getKey().endsWith(".pdf") && jats != null) {
        String text = PdfText.extract(file.getValue()).text().split("\nReferences\n")[0];
        sum += f1(words(text), words(JatsText.extract(new String(jats, UTF_8)).text()));
        papers++;
      }
    }
    assertTrue(papers >= 10, "papers: " + papers + " of " + files.keySet());
    assertTrue(sum / papers > 0.9, "F1: " + sum / papers);
  }

  private static Map<String, Integer> words(String text) {
    Map<String, Integer> words = new HashMap<>();
    Matcher matcher = Pattern.compile("\\w+").matcher(text.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.merge(matcher.group(), 1, Integer::sum);
    }
    return words;
  }

  private static double f1(Map<String, Integer> a, Map<String, Integer> b) {
    double shared = 0;
    for (Map.Entry<String, Integer> word : a.entrySet()) {
      shared += Math.min(word.getValue(), b.getOrDefault(word.getKey(), 0));
    }
    double all =
        a.values().stream().mapToInt(Integer::intValue).sum()
            + b.values().stream().mapToInt(Integer::intValue).sum();
    return 2 * shared / all;
  }

  /** Pages of two columns with a running header and a number. */
  private static byte[] pdf(int pages) throws IOException {
    PDType1Font font = new PDType1Font(FontName.HELVETICA);
    try (PDDocument document = new PDDocument()) {
      for (int i = 1; i <= pages; i++) {
        PDPage page = new PDPage();
        document.addPage(page);
        try (PDPageContentStream out = new PDPageContentStream(document, page)) {
          line(out, font, 9, 60, 760, "Journal of Streams, volume " + (100 + i));
          if (i == 1) {
            line(out, font, 20, 60, 720, "A Study of Rivers and Bridges");
          }
          for (int j = 0; j < LEFT.size(); j++) {
            line(out, font, 10, 60, 680 - 12 * j, LEFT.get(j));
          }
          for (int j = 0; j < RIGHT.size(); j++) {
            line(out, font, 10, 360, 680 - 12 * j, RIGHT.get(j));
          }
          line(out, font, 9, 300, 40, Integer.toString(i));
        }
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      document.save(bytes);
      return bytes.toByteArray();
    }
  }

  private static void line(
      PDPageContentStream out, PDType1Font font, int size, int x, int y, String text)
      throws IOException {
    out.beginText();
    out.setFont(font, size);
    out.newLineAtOffset(x, y);
    out.showText(text);
    out.endText();
  }

  @Test
  void aDocumentThatIsCutOffIsSaidToBe() throws IOException {
    byte[] whole = pdf(1);
    for (int length : new int[] {whole.length / 3, whole.length / 2, whole.length - 10}) {
      byte[] cut = Arrays.copyOf(whole, length);
      String fault = assertThrows(IOException.class, () -> PdfText.extract(cut)).getMessage();
      assertTrue(fault.contains("ends before its end mark"), fault);
    }
    String followed = new String(whole, ISO_8859_1) + "<!-- a server's mark -->".repeat(20);
    assertEquals(
        PdfText.extract(whole).text(), PdfText.extract(followed.getBytes(ISO_8859_1)).text());
  }

  @Test
  void aDocumentWithoutPagesIsDamaged() {
    String empty =
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF";
    assertThrows(IOException.class, () -> PdfText.extract(empty.getBytes(UTF_8)));
  }
}

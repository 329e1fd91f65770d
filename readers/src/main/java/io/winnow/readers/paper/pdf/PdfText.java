package io.winnow.readers.paper.pdf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

/**
 * The text of a PDF in the order in which it was written, which is column by column in papers.
 * Lines are joined to paragraphs, words that were broken at the end of a line are put together, and
 * what repeats at the top or bottom of pages is left out, page numbers too, and so is what is
 * written across the direction of a page, such as the stamps of archives in the margin. Reads at
 * most {@value #MAXIMUM_PAGES} pages.
 *
 * @param title from the document's information, else the largest text of the first page, if it is
 *     larger than most text
 * @param text empty if the pages are pictures
 */
public record PdfText(@Nullable String title, String text) {
  static final int MAXIMUM_PAGES = 5000;

  /** As far as PDFBox looks for the end. */
  private static final int END_BYTES = 2048;

  /** Lines at the top and bottom of a page that may repeat. */
  private static final int MARGIN_LINES = 2;

  /**
   * Reads a document.
   *
   * @throws IOException with a sentence, if it is no PDF, damaged, cut off or encrypted
   */
  public static PdfText extract(byte[] pdf) throws IOException {
    if (!ends(pdf)) {
      throw new IOException("the PDF ends before its end mark");
    }
    try (PDDocument document =
        Loader.loadPDF(pdf, "", null, null, IOUtils.createMemoryOnlyStreamCache())) {
      if (document.getNumberOfPages() == 0) {
        throw new IOException("the PDF is damaged: it has no page");
      }
      PageLines reader = new PageLines();
      reader.setEndPage(MAXIMUM_PAGES);
      List<List<PageLines.Line>> pages = reader.read(document);
      removeMargins(pages);
      String written = document.getDocumentInformation().getTitle();
      return new PdfText(
          isTitle(written) ? written.strip() : reader.largest(), Paragraphs.of(pages));
    } catch (RuntimeException e) {
      // PDFBox: what the file says of itself cannot be.
      throw new IOException("the PDF is damaged: " + e, e);
    }
  }

  /** Whether {@code %%EOF} is near the end; some writers and servers put something behind it. */
  private static boolean ends(byte[] pdf) {
    int looked = Math.min(pdf.length, END_BYTES);
    return new String(pdf, pdf.length - looked, looked, ISO_8859_1).contains("%%EOF");
  }

  private static boolean isTitle(@Nullable String title) {
    return title != null
        && title.strip().length() > 5
        && title.contains(" ")
        && !title.toLowerCase(Locale.ROOT).startsWith("microsoft word")
        && !title.toLowerCase(Locale.ROOT).startsWith("untitled");
  }

  /**
   * Lines that are the same, but for numbers, on a third of the pages, and those that are a number.
   */
  private static void removeMargins(List<List<PageLines.Line>> pages) {
    Map<String, Integer> counts = new HashMap<>();
    for (List<PageLines.Line> page : pages) {
      margins(page).stream()
          .map(i -> form(page.get(i).text()))
          .distinct()
          .forEach(form -> counts.merge(form, 1, Integer::sum));
    }
    for (List<PageLines.Line> page : pages) {
      List<Integer> margins = margins(page);
      for (int i = margins.size() - 1; i >= 0; i--) {
        String form = form(page.get(margins.get(i)).text());
        int count = counts.getOrDefault(form, 0);
        boolean repeats = pages.size() >= 3 && count >= 2 && 3 * count >= pages.size();
        if (repeats || form.equals("#")) {
          page.remove((int) margins.get(i));
        }
      }
    }
  }

  /** Places of the first and last lines of a page, in order. */
  private static List<Integer> margins(List<PageLines.Line> page) {
    List<Integer> margins = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      if (i < MARGIN_LINES || i >= page.size() - MARGIN_LINES) {
        margins.add(i);
      }
    }
    return margins;
  }

  private static String form(String line) {
    return line.replaceAll("\\d+", "#").replaceAll("\\s+", " ").strip();
  }
}

package io.winnow.readers.paper.pdf;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.jspecify.annotations.Nullable;

/** Collects the lines of each page, with what is needed to put paragraphs together. */
final class PageLines extends PDFTextStripper {
  private static final int MAXIMUM_TITLE = 300;

  private final List<List<Line>> pages = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private float left;
  private float top;
  private float size;
  private boolean begins;
  private float largestSize;
  private final StringBuilder largest = new StringBuilder();

  /** Letters of the document by the size in half points in which they are written. */
  private final Map<Integer, Integer> lettersBySize = new TreeMap<>();

  PageLines() {
    setParagraphStart("");
    setAddMoreFormatting(true);
    setSuppressDuplicateOverlappingText(true);
  }

  /**
   * A line.
   *
   * @param left of its first letter, in points
   * @param top of it
   * @param size of its letters
   * @param begins whether the reader takes it for the beginning of a paragraph
   */
  record Line(String text, float left, float top, float size, boolean begins) {}

  List<List<Line>> read(PDDocument document) throws IOException {
    writeText(document, Writer.nullWriter());
    return pages;
  }

  /** The largest text of the first page; null if it is no larger than most, or too long. */
  @Nullable String largest() {
    int own = lettersBySize.getOrDefault(Math.round(2 * largestSize), 0);
    if (lettersBySize.values().stream().allMatch(letters -> letters <= own)) {
      return null;
    }
    String text = largest.toString().replaceAll("\\s+", " ").strip();
    return text.isEmpty() || text.length() > MAXIMUM_TITLE ? null : text;
  }

  /** Leaves out what is not written in the direction of most of the page. */
  @Override
  protected void writePage() throws IOException {
    Map<Float, Integer> letters = new TreeMap<>();
    for (List<TextPosition> article : charactersByArticle) {
      article.forEach(letter -> letters.merge(letter.getDir(), 1, Integer::sum));
    }
    if (letters.size() > 1) {
      float main = Collections.max(letters.entrySet(), Map.Entry.comparingByValue()).getKey();
      charactersByArticle.forEach(article -> article.removeIf(letter -> letter.getDir() != main));
    }
    super.writePage();
  }

  @Override
  protected void writePageStart() {
    pages.add(new ArrayList<>());
    begins = true;
  }

  @Override
  protected void writePageEnd() {
    endLine();
  }

  @Override
  protected void writeParagraphStart() {
    begins = true;
  }

  @Override
  protected void writeLineSeparator() {
    endLine();
  }

  @Override
  protected void writeWordSeparator() {
    line.append(' ');
  }

  @Override
  protected void writeString(String text, List<TextPosition> positions) {
    if (line.isEmpty() && !positions.isEmpty()) {
      left = positions.get(0).getXDirAdj();
      top = positions.get(0).getYDirAdj();
      size = positions.get(0).getFontSizeInPt();
    }
    line.append(text);
  }

  private void endLine() {
    String text = line.toString().strip();
    line.setLength(0);
    if (text.isEmpty() || pages.isEmpty()) {
      return;
    }
    pages.get(pages.size() - 1).add(new Line(text, left, top, size, begins));
    begins = false;
    lettersBySize.merge(Math.round(2 * size), text.length(), Integer::sum);
    if (pages.size() == 1 && text.codePoints().filter(Character::isLetter).count() > 2) {
      if (size > largestSize + 0.5f) {
        largestSize = size;
        largest.setLength(0);
      }
      if (Math.abs(size - largestSize) <= 0.5f && largest.length() <= MAXIMUM_TITLE) {
        largest.append(text).append(' ');
      }
    }
  }
}

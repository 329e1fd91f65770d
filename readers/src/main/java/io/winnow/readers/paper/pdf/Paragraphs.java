package io.winnow.readers.paper.pdf;

import java.util.List;

/** Joins the lines of pages to paragraphs. */
final class Paragraphs {
  private static final String BULLETS = "•◦▪‣●○■";

  private Paragraphs() {}

  static String of(List<List<PageLines.Line>> pages) {
    StringBuilder text = new StringBuilder();
    StringBuilder paragraph = new StringBuilder();
    PageLines.Line before = null;
    for (List<PageLines.Line> page : pages) {
      boolean first = true;
      for (PageLines.Line line : page) {
        if (before != null && ends(before, line, first, paragraph)) {
          close(paragraph, text);
        }
        join(paragraph, ligatures(line.text()));
        before = line;
        first = false;
      }
    }
    close(paragraph, text);
    return text.toString();
  }

  /** Whether a paragraph ends between two lines. */
  private static boolean ends(
      PageLines.Line before, PageLines.Line line, boolean newPage, StringBuilder paragraph) {
    if (Math.abs(before.size() - line.size()) > 0.6f) {
      return true;
    }
    if (isItem(line.text())) {
      return true;
    }
    char last = paragraph.isEmpty() ? '.' : paragraph.charAt(paragraph.length() - 1);
    boolean sentence = last == '.' || last == '!' || last == '?' || last == ':' || last == '"';
    boolean up = line.top() < before.top() - 1;
    if (newPage || up) {
      // At the top of a page or column a paragraph goes on unless its sentence was complete.
      return sentence && !startsLow(line.text());
    }
    if (!sentence && startsLow(line.text())) {
      return false;
    }
    boolean gap = line.top() - before.top() > 1.8f * Math.max(line.size(), before.size());
    boolean indented = line.left() - before.left() > 0.8f * line.size() && sentence;
    return gap || indented || line.begins() && sentence && !startsLow(line.text());
  }

  /** Whether a line begins with the mark of an item of a list. */
  private static boolean isItem(String line) {
    return line.length() > 2 && BULLETS.indexOf(line.charAt(0)) >= 0 && line.charAt(1) == ' ';
  }

  private static boolean startsLow(String text) {
    return Character.isLowerCase(text.codePointAt(0));
  }

  private static void join(StringBuilder paragraph, String line) {
    int length = paragraph.length();
    if (length > 1 && paragraph.charAt(length - 1) == '-') {
      // A word broken at the end of a line goes on in lower case; other hyphens stay.
      if (startsLow(line) && Character.isLetter(paragraph.charAt(length - 2))) {
        paragraph.setLength(length - 1);
      }
    } else if (length > 0) {
      paragraph.append(' ');
    }
    paragraph.append(line);
  }

  private static void close(StringBuilder paragraph, StringBuilder text) {
    String clean = paragraph.toString().strip();
    paragraph.setLength(0);
    if (!clean.isEmpty()) {
      boolean item = isItem(clean);
      int last = text.lastIndexOf("\n") + 1;
      boolean tight =
          item
              && text.length() > last + 1
              && text.charAt(last) == '-'
              && text.charAt(last + 1) == ' ';
      text.append(text.isEmpty() ? "" : tight ? "\n" : "\n\n");
      text.append(item ? "- " + clean.substring(2) : clean);
    }
  }

  /** Letters of a font that stand for two or three. */
  private static String ligatures(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c >= '\uFB00' && c <= '\uFB06') {
        return line.replace("\uFB00", "ff")
            .replace("\uFB01", "fi")
            .replace("\uFB02", "fl")
            .replace("\uFB03", "ffi")
            .replace("\uFB04", "ffl");
      }
    }
    return line;
  }
}

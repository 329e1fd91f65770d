package io.winnow.readers.paper.jats;

import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** Writes MathML in one line: {@code a/b}, {@code x_i^2}, {@code sqrt(x)}. */
final class MathMl {
  /** Deeper formulas are written as the text that is in them. */
  private static final int MAXIMUM_DEPTH = 100;

  private MathMl() {}

  static String linear(Element math) {
    StringBuilder line = new StringBuilder();
    write(math, line, 0);
    return line.toString().replaceAll("\\s+", " ").strip();
  }

  private static void write(Element element, StringBuilder line, int depth) {
    if (depth > MAXIMUM_DEPTH) {
      line.append(element.text());
      return;
    }
    List<Element> children = element.children();
    String name = element.normalName();
    switch (name.substring(name.indexOf(':') + 1)) {
      case "mfrac" -> join(children, line, depth, "/");
      case "msup", "mover" -> join(children, line, depth, "^");
      case "msub", "munder" -> join(children, line, depth, "_");
      case "msubsup", "munderover" -> {
        for (int i = 0; i < children.size(); i++) {
          line.append(i == 0 ? "" : i == 1 ? "_" : "^");
          group(children.get(i), line, depth);
        }
      }
      case "msqrt" -> {
        line.append("sqrt(");
        all(element, line, depth);
        line.append(')');
      }
      case "mo" -> line.append(' ').append(element.text().strip()).append(' ');
      case "mtr" -> {
        all(element, line, depth);
        line.append("; ");
      }
      case "mtd" -> {
        all(element, line, depth);
        line.append(' ');
      }
      case "annotation", "annotation-xml" -> {
        // The same formula once more.
      }
      default -> all(element, line, depth);
    }
  }

  private static void all(Element element, StringBuilder line, int depth) {
    for (Node node : element.childNodes()) {
      if (node instanceof Element child) {
        write(child, line, depth + 1);
      } else if (node instanceof TextNode text) {
        line.append(text.text().strip());
      }
    }
  }

  private static void join(List<Element> children, StringBuilder line, int depth, String mark) {
    for (int i = 0; i < children.size(); i++) {
      line.append(i == 0 ? "" : mark);
      group(children.get(i), line, depth);
    }
  }

  /** In brackets if it is more than one thing. */
  private static void group(Element element, StringBuilder line, int depth) {
    StringBuilder own = new StringBuilder();
    write(element, own, depth + 1);
    String text = own.toString().replaceAll("\\s+", " ").strip();
    boolean single = text.codePoints().allMatch(Character::isLetterOrDigit);
    line.append(single ? text : "(" + text + ")");
  }
}

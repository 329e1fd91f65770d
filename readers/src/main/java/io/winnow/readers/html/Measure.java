package io.winnow.readers.html;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** Characters of text in an element, in links, and in blocks that read as running text. */
final class Measure {
  /** A block with a larger share of its characters in links is no running text. */
  private static final double MAXIMUM_LINK_SHARE = 0.5;

  int text;
  int links;
  int running;

  static Measure of(Map<Element, Measure> measures, Element element) {
    Measure measure = measures.get(element);
    return measure == null ? new Measure() : measure;
  }

  static Map<Element, Measure> all(Element root) {
    Map<Element, Measure> measures = new IdentityHashMap<>();
    NodeTraversor.traverse(
        new NodeVisitor() {
          @Override
          public void head(Node node, int depth) {
            if (node instanceof Element element) {
              measures.put(element, new Measure());
            } else if (node instanceof TextNode text && text.parent() != null) {
              of(measures, text.parent()).text += text.text().strip().length();
            }
          }

          @Override
          public void tail(Node node, int depth) {
            if (node instanceof Element element) {
              Measure own = of(measures, element);
              if (element.normalName().equals("a")) {
                own.links = own.text;
              }
              if (isParagraph(element) && own.links <= MAXIMUM_LINK_SHARE * own.text) {
                own.running = Math.max(own.running, own.text - own.links);
              }
              if (element != root && element.parent() != null) {
                Measure above = of(measures, element.parent());
                above.text += own.text;
                above.links += own.links;
                above.running += own.running;
              }
            }
          }
        },
        root);
    return measures;
  }

  private static boolean isParagraph(Element element) {
    return switch (element.normalName()) {
      case "p", "pre", "blockquote", "li", "dd", "dt", "td", "h1", "h2", "h3" -> true;
      case "div", "section", "article" -> hasOwnText(element);
      default -> false;
    };
  }

  private static boolean hasOwnText(Element element) {
    for (TextNode text : element.textNodes()) {
      if (text.text().strip().length() >= 20) {
        return true;
      }
    }
    return false;
  }
}

package io.winnow.readers.html;

import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Finds the main text of one page in three steps: elements that never hold any are taken out, by
 * element, role and the words in their class and id; then the deepest element that still holds most
 * of the running text is the root; then its blocks are written down, without those that are mostly
 * links.
 *
 * <p>Nothing here recurses over the page's tree: pages nest as deep as they like.
 */
final class PageReader {
  /** Share of the running text that the root must hold. */
  private static final double ROOT_SHARE = 0.75;

  private final Document page;

  PageReader(String html) {
    page = Jsoup.parse(html);
  }

  MainText read() {
    Element body = page.body();
    String title = title();
    Clutter.remove(body);
    Element root = root(body);
    String text = new BlockWriter(root, false).write();
    if (text.isEmpty() && root != body) {
      text = new BlockWriter(body, false).write();
    }
    return new MainText(title, text);
  }

  /**
   * All text below an element, which is changed.
   *
   * @param linksToo whether blocks count that are hardly more than links
   */
  static String read(Element root, boolean linksToo) {
    Clutter.removeNever(root);
    return new BlockWriter(root, linksToo).write();
  }

  private @Nullable String title() {
    String title = page.title().strip();
    if (title.isEmpty()) {
      Element heading = page.selectFirst("h1");
      title = heading == null ? "" : heading.text().strip();
    }
    return title.isEmpty() ? null : title;
  }

  /** Follows the child with most of the running text as long as it has nearly all of it. */
  private static Element root(Element body) {
    Map<Element, Measure> measures = Measure.all(body);
    int all = Measure.of(measures, body).running;
    Element root = body;
    while (true) {
      Element best = null;
      for (Element child : root.children()) {
        if (best == null
            || Measure.of(measures, child).running > Measure.of(measures, best).running) {
          best = child;
        }
      }
      if (best == null
          || !isContainer(best)
          || Measure.of(measures, best).running < ROOT_SHARE * all
          || Measure.of(measures, best).running == 0) {
        return root;
      }
      root = best;
    }
  }

  private static boolean isContainer(Element element) {
    return switch (element.normalName()) {
      case "p", "pre", "ul", "ol", "dl", "table", "blockquote", "tbody", "tr" -> false;
      default -> BlockWriter.BLOCKS.contains(element.normalName()) || element.childrenSize() > 0;
    };
  }
}

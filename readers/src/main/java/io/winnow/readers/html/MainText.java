package io.winnow.readers.html;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * The main text of an HTML page: what a reader came for, without menus, banners, footers and
 * scripts. Paragraphs are separated by an empty line, items of lists stand on lines of their own
 * after {@code "- "}, rows of tables on lines with {@code " | "} between cells, and preformatted
 * text keeps its lines.
 *
 * @param title of the page, if it has one
 * @param text empty if the page has none
 */
public record MainText(@Nullable String title, String text) {

  /** Extracts the main text; never fails, whatever the page. */
  public static MainText extract(String html) {
    return new PageReader(html).read();
  }

  /**
   * All text of a page or a piece of one that is known to be content, such as a post: only scripts
   * and the like are left out.
   */
  public static String all(String html) {
    return all(Jsoup.parse(html).body());
  }

  /**
   * The text of a page that is a part of a book, where everything counts but blocks that are hardly
   * more than links.
   */
  public static String ofBook(String html) {
    return PageReader.read(Jsoup.parse(html).body(), false);
  }

  /** All text below an element, which may be of XHTML; the element is changed. */
  public static String all(Element root) {
    return PageReader.read(root, true);
  }
}

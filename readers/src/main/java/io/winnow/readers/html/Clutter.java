package io.winnow.readers.html;

import io.winnow.corpus.text.WordList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/**
 * What of a page never holds its text, by element, role and the words in class and id: menus,
 * banners, footers, scripts.
 */
final class Clutter {
  /** What has a larger share of the page's text is content, whatever its name says. */
  private static final double MAXIMUM_CLUTTER_SHARE = 0.5;

  private static final Set<String> NEVER =
      WordList.of(
          """
          script style noscript template svg math iframe object embed canvas audio video button
          select textarea input nav dialog menu map
          """);

  private static final Set<String> OUTSIDE = Set.of("header", "footer", "aside", "form");

  private static final Set<String> ROLES =
      WordList.of(
          """
          navigation banner contentinfo search complementary dialog alertdialog menu menubar
          toolbar
          """);

  private static final Pattern CLUTTER =
      Pattern.compile(
          "(?i)(^|[\\s_-])(nav|navbar|navigation|topnav|bottomnav|subnav|menu|submenu|footer|foot"
              + "|sidebar|side|breadcrumbs?|crumbs?|cookies?|consent|gdpr|banner|masthead|social"
              + "|share|sharing|sharethis|related|recommended|recommendations|pagination|pager"
              + "|advert|advertisement|ads|ad|sponsor|sponsored|promo|popup|modal|overlay"
              + "|newsletter|subscribe|subscription|signup|login|skip|toolbar|widget|tags|tagcloud"
              + "|comments?-form|respond|print|hidden|screen-reader-text|sr-only|copyright|legal"
              + "|outbrain|taboola|disqus|byline|author-bio|toc|table-of-contents)($|[\\s_-])");

  private Clutter() {}

  /** Takes out scripts and the like, which are never text. */
  static void removeNever(Element root) {
    root.select(String.join(",", NEVER)).remove();
  }

  /** Takes out all clutter below the body of a page, unless it is most of the page. */
  static void remove(Element body) {
    Map<Element, Measure> measures = Measure.all(body);
    int all = Measure.of(measures, body).text;
    List<Element> clutter = new ArrayList<>();
    NodeTraversor.traverse(
        (NodeVisitor)
            (node, depth) -> {
              if (node instanceof Element element && element != body && isClutter(element)) {
                boolean always = NEVER.contains(element.normalName());
                if (always || Measure.of(measures, element).text <= MAXIMUM_CLUTTER_SHARE * all) {
                  clutter.add(element);
                }
              }
            },
        body);
    clutter.forEach(Node::remove);
  }

  private static boolean isClutter(Element element) {
    String name = element.normalName();
    if (NEVER.contains(name)
        || element.hasAttr("hidden")
        || element.attr("aria-hidden").equals("true")
        || ROLES.contains(element.attr("role"))
        || element.attr("style").replace(" ", "").contains("display:none")) {
      return true;
    }
    if (name.equals("main") || name.equals("article") || name.equals("pre")) {
      return false;
    }
    if (OUTSIDE.contains(name)) {
      // An article's own header holds its heading.
      return !name.equals("header") || element.selectFirst("h1, h2") == null;
    }
    return CLUTTER.matcher(element.className()).find() || CLUTTER.matcher(element.id()).find();
  }
}

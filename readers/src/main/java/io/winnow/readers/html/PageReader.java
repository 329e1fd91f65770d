package io.winnow.readers.html;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;
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

  /** A block with a larger share of its characters in links is no running text. */
  private static final double MAXIMUM_LINK_SHARE = 0.5;

  /** Characters from which on a marked element is taken for content whatever its name says. */
  private static final double MAXIMUM_CLUTTER_SHARE = 0.5;

  private static final Set<String> NEVER =
      Set.of(
          "script",
          "style",
          "noscript",
          "template",
          "svg",
          "math",
          "iframe",
          "object",
          "embed",
          "canvas",
          "audio",
          "video",
          "button",
          "select",
          "textarea",
          "input",
          "nav",
          "dialog",
          "menu",
          "map");

  private static final Set<String> OUTSIDE = Set.of("header", "footer", "aside", "form");

  private static final Set<String> ROLES =
      Set.of(
          "navigation",
          "banner",
          "contentinfo",
          "search",
          "complementary",
          "dialog",
          "alertdialog",
          "menu",
          "menubar",
          "toolbar");

  private static final Pattern CLUTTER =
      Pattern.compile(
          "(?i)(^|[\\s_-])(nav|navbar|navigation|topnav|bottomnav|subnav|menu|submenu|footer|foot"
              + "|sidebar|side|breadcrumbs?|crumbs?|cookies?|consent|gdpr|banner|masthead|social"
              + "|share|sharing|sharethis|related|recommended|recommendations|pagination|pager"
              + "|advert|advertisement|ads|ad|sponsor|sponsored|promo|popup|modal|overlay"
              + "|newsletter|subscribe|subscription|signup|login|skip|toolbar|widget|tags|tagcloud"
              + "|comments?-form|respond|print|hidden|screen-reader-text|sr-only|copyright|legal"
              + "|outbrain|taboola|disqus|byline|author-bio|toc|table-of-contents)($|[\\s_-])");

  private static final Set<String> BLOCKS =
      Set.of(
          "address",
          "article",
          "aside",
          "blockquote",
          "body",
          "caption",
          "center",
          "dd",
          "details",
          "div",
          "dl",
          "dt",
          "fieldset",
          "figcaption",
          "figure",
          "footer",
          "form",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "header",
          "hr",
          "li",
          "main",
          "ol",
          "p",
          "pre",
          "section",
          "summary",
          "table",
          "tbody",
          "tfoot",
          "thead",
          "tr",
          "ul");

  private final Document page;

  PageReader(String html) {
    page = Jsoup.parse(html);
  }

  MainText read() {
    Element body = page.body();
    String title = title();
    removeClutter(body);
    Element root = root(body);
    String text = new BlockWriter(root, false).write();
    if (text.isEmpty() && root != body) {
      text = new BlockWriter(body, false).write();
    }
    return new MainText(title, text);
  }

  String readAll() {
    return readAll(page.body());
  }

  static String readAll(Element root) {
    return read(root, true);
  }

  String readBook() {
    return read(page.body(), false);
  }

  private static String read(Element root, boolean linksToo) {
    root.select(String.join(",", NEVER)).remove();
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

  private void removeClutter(Element body) {
    Map<Element, Measure> measures = measure(body);
    int all = of(measures, body).text;
    List<Element> clutter = new ArrayList<>();
    NodeTraversor.traverse(
        (NodeVisitor)
            (node, depth) -> {
              if (node instanceof Element element && element != body && isClutter(element)) {
                boolean always = NEVER.contains(element.normalName());
                if (always || of(measures, element).text <= MAXIMUM_CLUTTER_SHARE * all) {
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

  /** Follows the child with most of the running text as long as it has nearly all of it. */
  private static Element root(Element body) {
    Map<Element, Measure> measures = measure(body);
    int all = of(measures, body).running;
    Element root = body;
    while (true) {
      Element best = null;
      for (Element child : root.children()) {
        if (best == null || of(measures, child).running > of(measures, best).running) {
          best = child;
        }
      }
      if (best == null
          || !isContainer(best)
          || of(measures, best).running < ROOT_SHARE * all
          || of(measures, best).running == 0) {
        return root;
      }
      root = best;
    }
  }

  private static boolean isContainer(Element element) {
    return switch (element.normalName()) {
      case "p", "pre", "ul", "ol", "dl", "table", "blockquote", "tbody", "tr" -> false;
      default -> BLOCKS.contains(element.normalName()) || element.childrenSize() > 0;
    };
  }

  /** Characters of text in an element, in links, and in blocks that read as running text. */
  private static final class Measure {
    private int text;
    private int links;
    private int running;
  }

  private static Measure of(Map<Element, Measure> measures, Element element) {
    Measure measure = measures.get(element);
    return measure == null ? new Measure() : measure;
  }

  private static Map<Element, Measure> measure(Element root) {
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

  /** Writes the blocks below an element as plain text. */
  private static final class BlockWriter implements NodeVisitor {
    /** Begins where blanks begin, so that many of them are looked at once. */
    private static final Pattern END_OF_LINE = Pattern.compile("(?<![ \\t])[ \\t]++\\n");

    private final Element root;
    private final boolean linksToo;
    private final StringBuilder page = new StringBuilder();
    private final StringBuilder line = new StringBuilder();
    private int linked;
    private int anchors;
    private int preformatted;
    private boolean cells;
    private boolean item;
    private String lastBlock = "";

    /**
     * @param linksToo whether blocks count that are hardly more than links
     */
    BlockWriter(Element root, boolean linksToo) {
      this.root = root;
      this.linksToo = linksToo;
    }

    String write() {
      NodeTraversor.traverse(this, root);
      endBlock("");
      return page.toString().strip();
    }

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode text) {
        add(preformatted > 0 ? text.getWholeText() : text.text());
        return;
      }
      if (!(node instanceof Element element)) {
        return;
      }
      String name = element.normalName();
      switch (name) {
        case "br" -> line.append('\n');
        case "a" -> anchors++;
        case "td", "th" -> {
          if (cells) {
            line.append(" | ");
          }
          cells = true;
        }
        default -> {
          if (BLOCKS.contains(name)) {
            endBlock(name);
            item = name.equals("li") || item && !name.equals("ul") && !name.equals("ol");
            cells = false;
          }
          if (name.equals("pre")) {
            preformatted++;
          }
        }
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (node instanceof Element element) {
        String name = element.normalName();
        if (name.equals("a")) {
          anchors--;
        }
        if (BLOCKS.contains(name)) {
          endBlock(name);
          cells = false;
          if (name.equals("li")) {
            item = false;
          }
        }
        if (name.equals("pre")) {
          preformatted--;
        }
      }
    }

    private void add(String text) {
      line.append(text);
      if (anchors > 0) {
        linked += text.strip().length();
      }
    }

    private void endBlock(String next) {
      String text = preformatted > 0 ? trimLines(line) : collapse(line);
      if (!text.isEmpty() && isWorthReading(text)) {
        String block = preformatted > 0 ? "pre" : item ? "li" : next.equals("tr") ? "tr" : "p";
        boolean tight = block.equals(lastBlock) && (block.equals("li") || block.equals("tr"));
        page.append(page.isEmpty() ? "" : tight ? "\n" : "\n\n");
        page.append(item && preformatted == 0 ? "- " : "").append(text);
        lastBlock = block;
      }
      line.setLength(0);
      linked = 0;
    }

    /** Not mostly links, and more than marks. */
    private boolean isWorthReading(String text) {
      if (!linksToo && text.length() > 10 && linked > 0.9 * text.length()) {
        return false;
      }
      return text.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    /** White space as one blank, but for line breaks that the page asked for. */
    private static String collapse(CharSequence text) {
      StringBuilder clean = new StringBuilder(text.length());
      boolean blank = false;
      boolean lineBreak = false;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\n') {
          lineBreak = true;
        } else if (Character.isWhitespace(c) || c == '\u00A0') {
          blank = true;
        } else {
          if (!clean.isEmpty()) {
            clean.append(lineBreak ? "\n" : blank ? " " : "");
          }
          blank = false;
          lineBreak = false;
          clean.append(c);
        }
      }
      return clean.toString();
    }

    private static String trimLines(CharSequence text) {
      return END_OF_LINE.matcher(text.toString().replace("\r", "")).replaceAll("\n").strip();
    }
  }
}

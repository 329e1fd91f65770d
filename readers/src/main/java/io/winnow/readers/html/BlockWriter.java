package io.winnow.readers.html;

import io.winnow.corpus.text.WordList;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/** Writes the blocks below an element as plain text. */
final class BlockWriter implements NodeVisitor {
  static final Set<String> BLOCKS =
      WordList.of(
          """
          address article aside blockquote body caption center dd details div dl dt fieldset
          figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section
          summary table tbody tfoot thead tr ul
          """);

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

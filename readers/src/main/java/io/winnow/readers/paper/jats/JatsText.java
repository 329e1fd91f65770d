package io.winnow.readers.paper.jats;

import io.winnow.readers.html.MainText;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;

/**
 * The text of an article in JATS: abstract, then body with its headings, lists, tables, captions
 * and formulas (as TeX where the article has it, else MathML written in one line), then appendices.
 * Left out are references and the marks that point to them, authors, acknowledgements, and the
 * letters of reviewers, which are no part of what the article says.
 *
 * @param title of the article
 * @param doi if it has one
 * @param licence SPDX name, where it is a Creative Commons one
 * @param date of publication, milliseconds since 1970 in UTC
 * @param text empty if there is none
 */
public record JatsText(
    @Nullable String title,
    @Nullable String doi,
    @Nullable String licence,
    @Nullable Long date,
    String text) {
  private static final Pattern CLOSED = Pattern.compile("</(?:\\w+:)?article\\s*>");
  private static final Pattern CREATIVE_COMMONS =
      Pattern.compile("creativecommons\\.org/(licenses/([a-z-]+)/([0-9.]+)|publicdomain/zero)");

  /** Brackets in which nothing but marks of references stood. */
  private static final Pattern HOLLOW =
      Pattern.compile(
          "(?<!\\s)\\s*+[(\\[]\\s*+"
              + "(?:(?:see|also|cf\\.|e\\.g\\.|reviewed in|and|[;,\\u2013-])\\s*+)*+[)\\]]");

  private static final Pattern ENDS_IN_DIGIT = Pattern.compile("[0-9]\\z");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+\u2212-]?[0-9]+");

  private static final Pattern TEX_DOCUMENT =
      Pattern.compile("\\\\begin\\{document\\}(.*)\\\\end\\{document\\}", Pattern.DOTALL);

  /**
   * Reads an article. The parser knows no DTD, expands no entities but those of HTML and fetches
   * nothing.
   *
   * @throws IOException with a sentence, if it is no JATS article or ends too early
   */
  public static JatsText extract(String xml) throws IOException {
    Document document = Jsoup.parse(xml, "", Parser.xmlParser());
    Element article = document.selectFirst("article");
    if (article == null) {
      throw new IOException("the file has no JATS article");
    }
    int tail = Math.max(0, xml.length() - 2000);
    if (!CLOSED.matcher(xml.substring(tail)).find()) {
      throw new IOException("the article ends before its closing tag");
    }
    Element front = article.selectFirst("front");
    String title = front == null ? null : text(front.selectFirst("article-title"));
    String doi = front == null ? null : text(front.selectFirst("article-id[pub-id-type=doi]"));
    String licence = front == null ? null : licence(front);
    Long date = front == null ? null : date(front);
    StringBuilder text = new StringBuilder();
    if (front != null) {
      for (Element summary : front.select("abstract")) {
        if (!summary.hasAttr("abstract-type")) {
          boolean titled = summary.children().stream().anyMatch(part -> part.nameIs("title"));
          append(text, titled ? "" : "Abstract");
          append(text, write(summary));
          break;
        }
      }
    }
    for (Element part : article.children()) {
      if (part.normalName().equals("body")) {
        append(text, write(part));
      } else if (part.normalName().equals("back")) {
        for (Element appendix : part.select("app")) {
          append(text, write(appendix));
        }
      }
    }
    return new JatsText(title, doi, licence, date, text.toString());
  }

  private static void append(StringBuilder text, String part) {
    if (!part.isBlank()) {
      text.append(text.isEmpty() ? "" : "\n\n").append(part);
    }
  }

  private static @Nullable String text(@Nullable Element element) {
    if (element == null) {
      return null;
    }
    element.select("xref, fn").remove();
    markPowers(element);
    String text = element.text().strip();
    return text.isEmpty() ? null : text;
  }

  /** Brings an element into the shape of HTML and writes its blocks. */
  private static String write(Element part) {
    part.select(
            "ref-list, xref[ref-type=bibr], xref[ref-type=fn], xref[ref-type=table-fn], graphic,"
                + " inline-graphic, media, supplementary-material, object-id, permissions,"
                + " kwd-group, alternatives > graphic, sub-article, response, attrib,"
                + " ext-link[ext-link-type=doi], inline-supplementary-material")
        .remove();
    for (Element formula : part.select("inline-formula, disp-formula")) {
      boolean display = formula.normalName().equals("disp-formula");
      String source = formula(formula);
      formula.empty();
      formula.tagName(display ? "p" : "span");
      if (!source.isEmpty()) {
        formula.text(display ? "$$" + source + "$$" : "$" + source + "$");
      }
    }
    for (Element math : part.getElementsByTag("mml:math")) {
      String linear = MathMl.linear(math);
      math.empty().tagName("span").text(linear);
    }
    markPowers(part);
    noteInPlace(part); // before labels are joined, of which such notes need none
    joinLabels(part);
    keepCells(part);
    rename(part, "title", "h2");
    rename(part, "list-item", "li");
    rename(part, "sec", "section");
    rename(part, "caption", "section");
    rename(part, "def-item", "p");
    rename(part, "disp-quote", "blockquote");
    rename(part, "boxed-text", "section");
    rename(part, "fig", "section");
    rename(part, "table-wrap", "section");
    rename(part, "verse-line", "p");
    rename(part, "code", "pre");
    rename(part, "preformat", "pre");
    rename(part, "break", "br");
    rename(part, "label", "span");
    for (Element paragraph : part.select("li > p")) {
      paragraph.tagName("span");
    }
    return HOLLOW.matcher(MainText.all(part)).replaceAll("");
  }

  /** Writes a power of a number so that it cannot be taken for more digits of it. */
  private static void markPowers(Element part) {
    for (Element power : part.getElementsByTag("sup")) {
      if (power.previousSibling() instanceof TextNode base
          && ENDS_IN_DIGIT.matcher(base.getWholeText()).find()
          && WHOLE_NUMBER.matcher(power.text()).matches()) {
        power.prependText("^");
      }
    }
  }

  /** Puts the number of a section or footnote on the line of what it numbers. */
  private static void joinLabels(Element part) {
    for (Element label : part.select("sec > label, app > label, fn > label")) {
      Element next = label.nextElementSibling();
      if (next != null && (next.nameIs("title") || next.nameIs("p"))) {
        next.prependText(label.text() + " ");
        label.remove();
      }
    }
  }

  /** Puts footnotes that stand in running text into parentheses. */
  private static void noteInPlace(Element part) {
    for (Element note : part.getElementsByTag("fn")) {
      Element around = note.parent();
      if (around == null || around.nameIs("fn-group") || around.nameIs("table-wrap-foot")) {
        continue;
      }
      for (Element child : note.children()) {
        if (child.nameIs("label")) {
          child.remove();
        } else if (child.nameIs("p")) {
          child.tagName("span");
        }
      }
      note.tagName("span").prependText(" (").appendText(")");
    }
  }

  /** Keeps what is in a cell of a table on one line. */
  private static void keepCells(Element part) {
    List<Element> blocks = new ArrayList<>();
    NodeTraversor.traverse(
        new NodeVisitor() {
          private int cells;

          @Override
          public void head(Node node, int depth) {
            cells += isCell(node) ? 1 : 0;
            if (cells > 0 && (node.nameIs("p") || node.nameIs("break"))) {
              blocks.add((Element) node);
            }
          }

          @Override
          public void tail(Node node, int depth) {
            cells -= isCell(node) ? 1 : 0;
          }
        },
        part);
    blocks.forEach(block -> block.tagName("span").prependText(" "));
  }

  private static boolean isCell(Node node) {
    return node.nameIs("td") || node.nameIs("th");
  }

  private static void rename(Element part, String from, String to) {
    for (Element element : part.getElementsByTag(from)) {
      element.tagName(to);
    }
  }

  private static String formula(Element formula) {
    Element tex = formula.selectFirst("tex-math");
    if (tex != null) {
      String source = tex.wholeText().strip();
      Matcher document = TEX_DOCUMENT.matcher(source);
      source = document.find() ? document.group(1).strip() : source;
      while (source.startsWith("$") && source.endsWith("$") && source.length() > 1) {
        source = source.substring(1, source.length() - 1).strip();
      }
      return source;
    }
    for (String name : new String[] {"mml:math", "math"}) {
      for (Element math : formula.getElementsByTag(name)) {
        return MathMl.linear(math);
      }
    }
    return formula.text().strip();
  }

  private static @Nullable String licence(Element front) {
    for (Element licence : front.select("license")) {
      Matcher found = CREATIVE_COMMONS.matcher(licence.outerHtml());
      if (found.find()) {
        return found.group(2) == null
            ? "CC0-1.0"
            : ("CC-" + found.group(2) + "-" + found.group(3)).toUpperCase(Locale.ROOT);
      }
    }
    return null;
  }

  private static @Nullable Long date(Element front) {
    Long earliest = null;
    boolean exact = false;
    for (Element date : front.select("article-meta > pub-date")) {
      boolean hasDay = date.selectFirst("day") != null;
      if (exact && !hasDay) {
        continue; // of a year alone, the first of January is no better
      }
      try {
        long millis =
            LocalDate.of(number(date, "year", -1), number(date, "month", 1), number(date, "day", 1))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .toEpochMilli();
        earliest =
            earliest == null || hasDay && !exact ? (Long) millis : Math.min(earliest, millis);
        exact |= hasDay;
      } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
        continue; // an article without a date that can be read is still an article
      }
    }
    return earliest;
  }

  private static int number(Element date, String name, int otherwise) {
    Element part = date.selectFirst(name);
    if (part == null) {
      if (otherwise < 0) {
        throw new NumberFormatException("no " + name);
      }
      return otherwise;
    }
    return Integer.parseInt(part.text().strip());
  }
}

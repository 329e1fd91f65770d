package io.winnow.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A document: a header, a table of contents, sections. The only markup that is written as a text.
 */
public final class Page {
  /** Nothing is loaded from anywhere and nothing runs; styles are those in the page. */
  static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

  private static final String STYLES = styles();

  private final String title;
  private final Element header;
  private final Element footer;
  private final List<Element> entries = new ArrayList<>();
  private final List<Element> sections = new ArrayList<>();

  public Page(String title, Element header, Element footer) {
    this.title = title;
    this.header = header;
    this.footer = footer;
  }

  private static String styles() {
    try (InputStream stream = Page.class.getResourceAsStream("report.css")) {
      if (stream == null) {
        throw new IllegalStateException("report.css is not in the jar");
      }
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("report.css", e);
    }
  }

  /** Adds a section and its line in the table of contents. */
  public void add(String id, String heading, List<Element> content) {
    entries.add(Element.of(Tag.LI, Element.link(id, heading)));
    sections.add(Element.of(Tag.SECTION, Element.of(Tag.H2, heading)).id(id).add(content));
  }

  public String write() {
    Element contents =
        Element.of(Tag.NAV)
            .set(Attribute.ARIA_LABEL, "Contents")
            .add(Element.of(Tag.P, "Winnow").css("mark"), Element.of(Tag.OL).add(entries));
    Element body =
        Element.of(Tag.BODY, contents, Element.of(Tag.MAIN, header).add(sections).add(footer));
    body.numberLabels(new HashSet<>());
    StringBuilder page = new StringBuilder(1 << 16);
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .append(POLICY)
        .append("\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append("<meta name=\"color-scheme\" content=\"light dark\">")
        .append("<meta name=\"referrer\" content=\"no-referrer\">");
    Element.of(Tag.TITLE, title).write(page);
    page.append("<style>").append(STYLES).append("</style></head>\n");
    body.write(page);
    return page.append("</html>\n").toString();
  }
}

package io.winnow.report.html;

import static io.winnow.corpus.Require.require;
import static io.winnow.report.html.Attribute.ARIA_LABEL;
import static io.winnow.report.html.Attribute.ROLE;
import static io.winnow.report.html.Attribute.SCOPE;
import static io.winnow.report.html.Attribute.TABINDEX;

import java.util.ArrayList;
import java.util.List;

/** A table: columns first, then rows. Columns of numbers are set to the right. */
public final class PageTable {
  private final String label;
  private final List<String> columns = new ArrayList<>();
  private final List<String> styles = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param label what the table shows, for those who cannot see it
   */
  public PageTable(String label) {
    this.label = label;
  }

  public PageTable words(String column) {
    return column(column, "");
  }

  public PageTable numbers(String column) {
    return column(column, "n");
  }

  /** A column of bars takes the room that is left. */
  public PageTable bars(String column) {
    return column(column, "b");
  }

  private PageTable column(String name, String style) {
    require(!name.isEmpty(), "a column of %s has no name", label);
    columns.add(name);
    styles.add(style);
    return this;
  }

  public Row row() {
    return row("");
  }

  public Row row(String css) {
    Row row = new Row(css);
    rows.add(row);
    return row;
  }

  /** The table in a box that scrolls where it is too wide. */
  public Element element() {
    Element head = Element.of(Tag.TR);
    for (int i = 0; i < columns.size(); i++) {
      head.add(styled(Element.of(Tag.TH, columns.get(i)).set(SCOPE, "col"), i));
    }
    Element body = Element.of(Tag.TBODY);
    rows.forEach(row -> body.add(row.element()));
    Element table = Element.of(Tag.TABLE, Element.of(Tag.THEAD, head), body);
    return Element.of(Tag.DIV, table)
        .css("wide")
        .set(ROLE, "region")
        .set(TABINDEX, "0")
        .set(ARIA_LABEL, label);
  }

  private Element styled(Element cell, int column) {
    return styles.get(column).isEmpty() ? cell : cell.css(styles.get(column));
  }

  /** A row; every call adds a cell, the first of which heads the row. */
  public final class Row {
    private final String css;
    private final List<Element> cells = new ArrayList<>();

    private Row(String css) {
      this.css = css;
    }

    public Row words(String text) {
      cells.add(Element.of(Tag.TD, text));
      return this;
    }

    public Row number(long number) {
      return words(Numbers.grouped(number));
    }

    public Row foreign(String text) {
      // What heads a row says something.
      cells.add(Element.of(Tag.TD).foreign(text.isBlank() ? "–" : text, Bounds.NAME));
      return this;
    }

    public Row add(Element... content) {
      cells.add(Element.of(Tag.TD, content));
      return this;
    }

    private Element element() {
      Element row = Element.of(Tag.TR);
      if (!css.isEmpty()) {
        row.css(css);
      }
      for (int i = 0; i < cells.size(); i++) {
        Element cell = cells.get(i);
        row.add(styled(i == 0 ? cell.as(Tag.TH).set(SCOPE, "row") : cell, i));
      }
      return row;
    }
  }
}

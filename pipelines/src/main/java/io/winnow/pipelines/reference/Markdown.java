package io.winnow.pipelines.reference;

import java.util.List;

/** Writes a page. */
final class Markdown {
  private final StringBuilder page = new StringBuilder();

  Markdown(String title) {
    page.append("# ").append(title).append("\n\n<!-- Written by `winnow docs`. -->\n");
  }

  Markdown heading(String text) {
    page.append("\n## ").append(text).append('\n');
    return this;
  }

  /** Text that is Markdown already. */
  Markdown text(String text) {
    page.append('\n').append(text.strip()).append('\n');
    return this;
  }

  Markdown code(String language, String lines) {
    page.append("\n```").append(language).append('\n').append(lines.strip()).append("\n```\n");
    return this;
  }

  /** A table; cells are Markdown, but for what would end them. */
  Markdown table(List<String> head, List<List<String>> rows) {
    page.append('\n');
    row(head);
    row(head.stream().map(cell -> "---").toList());
    rows.forEach(this::row);
    return this;
  }

  private void row(List<String> cells) {
    page.append('|');
    for (String cell : cells) {
      page.append(' ').append(cell.replace("|", "\\|").replace('\n', ' ')).append(" |");
    }
    page.append('\n');
  }

  static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }

  /** Text that is not Markdown. */
  static String plain(String text) {
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_");
  }

  @Override
  public String toString() {
    return page.toString();
  }
}

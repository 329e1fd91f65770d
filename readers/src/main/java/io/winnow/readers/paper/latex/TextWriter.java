package io.winnow.readers.paper.latex;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes running text: collapses blanks, breaks paragraphs and lines where asked, and closes the
 * gaps that left out references leave.
 */
final class TextWriter {
  private static final Set<String> JOINERS =
      Set.of("", ",", ";", "-", "–", "—", "and", "or", ", and", ", or", "to", "&", "/");
  private static final String CLOSING = ",.;:!?)]’”";

  /** What stands before references in parentheses, and is nothing without them. */
  private static final Pattern HOLLOW =
      Pattern.compile("[(\\[](?:see|also|e\\.g\\.|i\\.e\\.|cf\\.|[,;\\s\\u00A0])*+\\z");

  private static final int LONGEST_HOLLOW = 30;

  private enum Break {
    NONE,
    SPACE,
    LINE,
    PARAGRAPH
  }

  private final StringBuilder out = new StringBuilder();
  private final boolean muted;
  private Break pending = Break.NONE;
  private String bullet = "";
  private int inline;
  private int cells;
  private int droppedAt = -1;
  private int referenceEnd = -1;
  private int openedAt = -1;

  /**
   * @param muted whether it writes nothing
   */
  TextWriter(boolean muted) {
    this.muted = muted;
  }

  /** All that was written. */
  String text() {
    return out.toString().strip();
  }

  void space() {
    if (pending == Break.NONE && out.length() != openedAt) {
      pending = Break.SPACE;
    }
  }

  void line() {
    demand(Break.LINE);
  }

  void paragraph() {
    demand(Break.PARAGRAPH);
  }

  private void demand(Break wanted) {
    if (inline > 0) {
      space();
    } else if (bullet.isEmpty() && pending.compareTo(wanted) < 0) {
      pending = wanted;
    }
  }

  /** Starts an item of a list. */
  void item() {
    if (inline > 0) {
      space();
      return;
    }
    // Empty lines between the items in the source do not count.
    pending = bullet.isEmpty() ? Break.LINE : pending;
    bullet = "- ";
  }

  /** From here until {@link #endInline} all is on one line. */
  void startInline() {
    inline++;
  }

  void endInline() {
    inline--;
  }

  /** Ends a cell of a table. */
  void cell() {
    cells++;
    pending = pending == Break.SPACE ? Break.NONE : pending;
  }

  /** Ends a row of a table, on a line of its own. */
  void row() {
    cells = 0;
    pending = pending == Break.PARAGRAPH ? pending : Break.LINE;
  }

  /** Opens a parenthesis, apart from the word before. */
  void open(String parenthesis) {
    space();
    text(parenthesis);
    openedAt = muted ? -1 : out.length();
  }

  /** Closes one; nothing is left if nothing was in it. */
  void close(String open, String close) {
    if (!muted && out.length() == openedAt) {
      out.setLength(out.length() - open.length());
      droppedAt = out.length();
      trimBlank();
      return;
    }
    pending = pending == Break.SPACE ? Break.NONE : pending;
    text(close);
  }

  /** Something without text was here. */
  void drop() {
    droppedAt = out.length();
  }

  /** A reference was here. */
  void dropReference() {
    if (muted) {
      return;
    }
    if (referenceEnd >= 0 && out.length() - referenceEnd <= 6 && referenceEnd <= out.length()) {
      String between = out.substring(referenceEnd).strip();
      if (JOINERS.contains(between) && (!between.isEmpty() || out.length() == referenceEnd)) {
        out.setLength(referenceEnd);
        pending = pending.compareTo(Break.SPACE) <= 0 ? Break.SPACE : pending;
        pending = out.length() == openedAt ? Break.NONE : pending;
      }
    }
    referenceEnd = out.length();
    droppedAt = out.length();
  }

  void text(String text) {
    if (muted || text.isEmpty() || droppedAt == out.length() && closesGap(text.charAt(0))) {
      return;
    }
    flush();
    out.append(text);
  }

  /** Whether punctuation after something left out has nothing to punctuate. */
  private boolean closesGap(char next) {
    if (CLOSING.indexOf(next) < 0 || out.isEmpty()) {
      return false;
    }
    char last = out.charAt(out.length() - 1);
    Matcher hollow = HOLLOW.matcher(out.substring(Math.max(0, out.length() - LONGEST_HOLLOW)));
    if ((next == ')' || next == ']') && hollow.find()) {
      out.setLength(out.length() - hollow.group().length());
      pending = Break.NONE;
      droppedAt = out.length();
      trimBlank();
      return true;
    }
    pending = pending == Break.SPACE ? Break.NONE : pending;
    return (next == ',' || next == ';') && "([,;".indexOf(last) >= 0;
  }

  private void trimBlank() {
    if (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
      out.setLength(out.length() - 1);
      droppedAt = out.length();
      space();
    }
  }

  /** Lines that stay as they are, between empty lines. */
  void verbatim(String lines) {
    if (muted || lines.isBlank()) {
      return;
    }
    paragraph();
    flush();
    out.append(lines.stripTrailing());
    paragraph();
  }

  /** Source that stays as it is, on lines of its own. */
  void display(String source) {
    if (muted || source.isBlank()) {
      return;
    }
    line();
    flush();
    out.append(inline > 0 ? source.replace('\n', ' ') : source);
    line();
  }

  private void flush() {
    if (out.isEmpty()) {
      cells = Math.min(cells, 1);
      pending = Break.NONE;
    }
    if (pending == Break.PARAGRAPH) {
      out.append("\n\n");
    } else if (pending == Break.LINE) {
      out.append('\n');
    } else if (pending == Break.SPACE && cells == 0 && out.charAt(out.length() - 1) != '\n') {
      out.append(' ');
    }
    for (; cells > 0; cells--) {
      boolean lineStart = out.isEmpty() || out.charAt(out.length() - 1) == '\n';
      out.append(lineStart ? "| " : out.charAt(out.length() - 1) == ' ' ? "| " : " | ");
    }
    out.append(bullet);
    bullet = "";
    pending = Break.NONE;
  }
}

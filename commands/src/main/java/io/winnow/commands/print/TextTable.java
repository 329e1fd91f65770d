package io.winnow.commands.print;

import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;

/** A table of plain text: the first row is the head, columns of numbers are flush right. */
public final class TextTable {
  private static final int WIDEST = 80;
  private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9,.]*|");

  private TextTable() {}

  /** Prints it with cells cut to what a terminal can show. */
  public static void print(List<List<String>> rows, PrintWriter to) {
    print(rows, WIDEST, to);
  }

  /**
   * Prints it.
   *
   * @param widest code points of a cell; what is longer is cut
   */
  public static void print(List<List<String>> rows, int widest, PrintWriter to) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    boolean[] right = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      right[c] = rows.size() > 1;
      for (int r = 0; r < rows.size(); r++) {
        String cell = cut(rows.get(r).get(c), widest);
        widths[c] = Math.max(widths[c], cell.codePointCount(0, cell.length()));
        right[c] &= r == 0 || NUMBER.matcher(cell).matches();
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        String cell = cut(row.get(c), widest);
        String space = " ".repeat(widths[c] - cell.codePointCount(0, cell.length()));
        line.append(c == 0 ? "" : "  ").append(right[c] ? space + cell : cell + space);
      }
      to.println(line.toString().stripTrailing());
    }
  }

  /** One line of bounded width; what a terminal could take for a command is shown as text. */
  private static String cut(String cell, int widest) {
    String line = Screen.line(cell.replaceAll("\\s+", " "));
    if (line.codePointCount(0, line.length()) <= widest) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, widest - 1)) + "\u2026";
  }
}

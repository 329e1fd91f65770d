package io.winnow.commands.print;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A value of a table as it is printed. */
public final class Cell {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern QUOTED = Pattern.compile("[\",\n]");

  private Cell() {}

  /** For a person; nothing for no value. */
  public static String text(@Nullable Object value) {
    if (value instanceof Double number) {
      return number == Math.rint(number) && Math.abs(number) < 1e15
          ? Long.toString((long) (double) number)
          : String.format(Locale.ROOT, "%.6g", number);
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof int[] numbers) {
      return Arrays.toString(numbers);
    }
    if (value instanceof double[] numbers) {
      return Arrays.stream(numbers).mapToObj(Cell::text).toList().toString();
    }
    if (value instanceof String[] texts) {
      return Arrays.toString(texts);
    }
    return value == null ? "" : value.toString();
  }

  /** For a program. */
  public static JsonNode json(@Nullable Object value) {
    if (value == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    boolean exact =
        value instanceof Boolean
            || value instanceof Long
            || value instanceof Integer
            || value instanceof Double number && Double.isFinite(number)
            || value instanceof int[]
            || value instanceof double[]
            || value instanceof String[];
    return exact ? JSON.valueToTree(value) : JsonNodeFactory.instance.textNode(text(value));
  }

  /**
   * For a table of a spreadsheet: quoted as RFC 4180 asks, and a text that a spreadsheet would take
   * for a formula stands behind an apostrophe, in quotes.
   */
  public static String csv(@Nullable Object value) {
    String shown = Screen.lines(text(value));
    boolean formula =
        value instanceof String && !shown.isEmpty() && "=+-@\t".indexOf(shown.charAt(0)) >= 0;
    return formula || QUOTED.matcher(shown).find()
        ? (formula ? "\"'" : "\"") + shown.replace("\"", "\"\"") + '"'
        : shown;
  }
}

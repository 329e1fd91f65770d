package io.winnow.corpus.condition;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How conditions write what other languages write in another way. */
final class Spelling {
  /** Signs of other languages; one stands before those that are a part of it. */
  private static final Map<String, String> SIGNS = new LinkedHashMap<>();

  /** Words of other languages, in lower case. */
  private static final Map<String, String> WORDS =
      Map.of(
          "like", "write contains(a, b), starts_with(a, b) or ends_with(a, b)",
          "ilike", "write contains(lower(a), b)",
          "between", "write a >= 1 and a <= 2",
          "null", "write is missing",
          "none", "write is missing",
          "empty", "write is missing");

  static {
    SIGNS.put("===", "=");
    SIGNS.put("!==", "!=");
    SIGNS.put("==", "=");
    SIGNS.put("<>", "!=");
    SIGNS.put("=<", "<=");
    SIGNS.put("=>", ">=");
    SIGNS.put("&&", "and");
    SIGNS.put("&", "and");
    SIGNS.put("||", "or");
    SIGNS.put("|", "or");
    SIGNS.put("!", "not");
    SIGNS.put("[", "(");
    SIGNS.put("]", ")");
    SIGNS.put("\u201c", "\"");
    SIGNS.put("\u201d", "\"");
    SIGNS.put("\u2018", "'");
    SIGNS.put("\u2019", "'");
    SIGNS.put("`", "\"");
  }

  private Spelling() {}

  /**
   * What goes behind the fault that something else was expected at a place.
   *
   * @param at the place, from 0
   * @return empty where nothing is known of what stands there
   */
  static String hint(String text, int at) {
    for (Map.Entry<String, String> sign : SIGNS.entrySet()) {
      String foreign = sign.getKey();
      for (int before = 0; before < foreign.length(); before++) {
        if (at < text.length() && text.startsWith(foreign, at - before)) {
          return "; write " + sign.getValue() + " for " + foreign;
        }
      }
    }
    if (text.startsWith(",", at) && text.substring(0, at).matches(".*[0-9]")) {
      return "; write a number without commas, as 1000";
    }
    String before = text.substring(0, at).stripTrailing();
    if (before.endsWith("NOT") || before.endsWith("Not")) {
      return word(before.substring(before.length() - 3));
    }
    int end = at;
    while (end < text.length()
        && (Character.isLetter(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    return word(text.substring(at, end));
  }

  private static String word(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (Cursor.RESERVED.contains(lower) && !lower.equals(word)) {
      return "; write " + lower + " for " + word;
    }
    return WORDS.containsKey(lower)
        ? "; " + WORDS.get(lower)
        : Function.signatureOf(word).map(signature -> "; it is written " + signature).orElse("");
  }
}

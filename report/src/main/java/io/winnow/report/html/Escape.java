package io.winnow.report.html;

import java.util.Locale;

/**
 * The one place where text becomes HTML, for content and attributes alike. What a reader could not
 * see, or what changes how the text around it looks, is made visible: control characters become
 * their pictures, marks that turn the direction of writing, tags and byte order marks their
 * numbers; what is no character at all becomes U+FFFD.
 */
final class Escape {
  private Escape() {}

  static void write(String text, StringBuilder page) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '&' -> page.append("&amp;");
        case '<' -> page.append("&lt;");
        case '>' -> page.append("&gt;");
        case '"' -> page.append("&quot;");
        case '\'' -> page.append("&#39;");
        case '`' -> page.append("&#96;");
        case '\n', '\t' -> page.append((char) c);
        case '\r' -> {
          if (i >= text.length() || text.charAt(i) != '\n') {
            page.append('\n');
          }
        }
        default -> writeOther(c, page);
      }
    }
  }

  private static void writeOther(int c, StringBuilder page) {
    if (c < 0x20) {
      page.append((char) (0x2400 + c));
    } else if (c == 0x7F) {
      page.append('\u2421');
    } else if (isNoCharacter(c)) {
      page.append('\uFFFD');
    } else if (isHidden(c)) {
      page.append("⟨U+").append(String.format(Locale.ROOT, "%04X", c)).append('⟩');
    } else {
      page.appendCodePoint(c);
    }
  }

  private static boolean isNoCharacter(int c) {
    return c >= 0x80 && c < 0xA0
        || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
        || (c & 0xFFFE) == 0xFFFE
        || c >= 0xFDD0 && c <= 0xFDEF;
  }

  private static boolean isHidden(int c) {
    return c == 0x061C
        || c == 0x200B
        || c == 0x200E
        || c == 0x200F
        || c >= 0x2028 && c <= 0x202E
        || c >= 0x2060 && c <= 0x206F
        || c == 0xFEFF
        || c >= 0xFFF9 && c <= 0xFFFB
        || c >= 0xE0000 && c <= 0xE007F;
  }
}

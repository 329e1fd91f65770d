package io.winnow.readers.book;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a book of Project Gutenberg without its header, its licence and the credits of who
 * made it. Lines that were broken at a fixed width are joined to paragraphs; verse, lists and what
 * is indented keep their lines. Paragraphs are separated by an empty line. Marks of emphasis
 * ({@code _}) are left out.
 *
 * @param title from the header, if it names one
 * @param ebook number of the book, if the header names it
 * @param text the whole text where there are no marks of Project Gutenberg
 */
public record GutenbergText(@Nullable String title, @Nullable String ebook, String text) {
  /** Shorter lines are not broken for their width alone. */
  private static final int PROSE_WIDTH = 45;

  /** Credits stand in the first few paragraphs only. */
  private static final int CREDIT_PARAGRAPHS = 12;

  private static final Pattern START =
      Pattern.compile(
          "(?im)^.{0,20}\\*{3} ?START OF TH(?:E|IS) PROJECT GUTENBERG.*(?:\\R.*)??\\*{3}.*$"
              + "|^.*\\*END[ *].{0,30}SMALL PRINT.*$"
              + "|^.*\\*{3}.{0,4}START OF (?:DAS|DIESES|LE|CE) .*GUTENBERG.*$");
  private static final Pattern END =
      Pattern.compile(
          "(?im)^.{0,20}\\*{3} ?END OF TH(?:E|IS) PROJECT GUTENBERG.*$"
              + "|^[ *]*End of (?:the |this )?(?:etext of the )?Project Gutenberg.*$"
              + "|^[ *]*Ende? d(?:ieses|es|u|e) .{0,20}Project Gutenberg.*$"
              + "|^[ *]*The Project Gutenberg Etext of .{1,60} by .{1,60}ends here.*$"
              + "|^\\*{3}START:? ?FULL LICENSE.*$");
  private static final Pattern CREDIT =
      Pattern.compile(
          "(?is)^[\\[_(]?(produced by|e-?text (prepared|scanned|produced)|this e-?(text|book)"
              + " (was|is)|transcribed (from|by)|transcriber'?s? note|html version|proofed"
              + " by|scanned (by|and)|prepared by|digitized by|typed by|created by|note:"
              + " (this|the|project|images)|updated editions|images? (generously|of the"
              + " original)|this file was|online distributed proofreading|portions of this"
              + " header|\\(this file was|character set|credits:).*");
  private static final Pattern TITLE = Pattern.compile("(?im)^Title: *(.+(?:\\R {5,}\\S.*)*+)$");
  private static final Pattern NUMBER =
      Pattern.compile("(?i)\\[?e-?(?:text|book) ?#? ?(\\d{1,6})\\]?");
  private static final Pattern EMPHASIS = Pattern.compile("(?<![\\p{L}\\d])_|_(?![\\p{L}\\d])");

  /** Finds the text of a plain text or of all text of a page; never fails, whatever the text. */
  public static GutenbergText extract(String raw) {
    String all = raw.replace("\r\n", "\n").replace('\r', '\n');
    Matcher start = START.matcher(all);
    int from = 0;
    while (start.find()) {
      // The small print speaks of itself more than once; the last mark ends it. Later it stood
      // behind the book.
      if (start.end() > all.length() / 2) {
        break;
      }
      from = start.end();
    }
    Matcher end = END.matcher(all);
    int to =
        end.find(Math.min(all.length(), Math.max(from, all.length() / 4)))
            ? end.start()
            : all.length();
    String header = all.substring(0, from);
    boolean marked = from > 0 || to < all.length();
    List<String> paragraphs = paragraphs(all.substring(from, to));
    if (marked) {
      int looked = Math.min(CREDIT_PARAGRAPHS, paragraphs.size());
      for (int i = looked - 1; i >= 0; i--) {
        String paragraph = paragraphs.get(i);
        if (CREDIT.matcher(paragraph).matches() || paragraph.contains("Project Gutenberg")) {
          paragraphs.remove(i);
        }
      }
    }
    Matcher number = NUMBER.matcher(header);
    return new GutenbergText(
        title(header), number.find() ? number.group(1) : null, String.join("\n\n", paragraphs));
  }

  private static @Nullable String title(String header) {
    Matcher field = TITLE.matcher(header);
    String title = field.find() ? field.group(1).replaceAll("\\s+", " ").strip() : "";
    return title.isEmpty() ? null : title;
  }

  private static List<String> paragraphs(String text) {
    List<String> paragraphs = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String line : (text + "\n\n").split("\n", -1)) {
      String trimmed = line.stripTrailing();
      if (!trimmed.isEmpty()) {
        lines.add(trimmed);
      } else if (!lines.isEmpty()) {
        String paragraph = EMPHASIS.matcher(paragraph(lines)).replaceAll("");
        if (!paragraph.isBlank()) {
          paragraphs.add(paragraph);
        }
        lines.clear();
      }
    }
    return paragraphs;
  }

  private static String paragraph(List<String> lines) {
    if (!isProse(lines)) {
      int indent = lines.stream().mapToInt(GutenbergText::indent).min().orElse(0);
      return String.join("\n", lines.stream().map(line -> line.substring(indent)).toList());
    }
    StringBuilder joined = new StringBuilder();
    for (String line : lines) {
      boolean hyphen = joined.length() > 1 && joined.charAt(joined.length() - 1) == '-';
      boolean dash = hyphen && joined.charAt(joined.length() - 2) == '-';
      joined.append(joined.isEmpty() || hyphen && !dash ? "" : " ").append(line.strip());
    }
    return joined.toString();
  }

  /** Lines broken for their width: all but the last are long, and only the first is indented. */
  private static boolean isProse(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean last = i == lines.size() - 1;
      if (!last && line.strip().length() < PROSE_WIDTH || i > 0 && indent(line) > 1) {
        return false;
      }
    }
    return true;
  }

  private static int indent(String line) {
    int indent = 0;
    while (indent < line.length() && line.charAt(indent) == ' ') {
      indent++;
    }
    return indent;
  }
}

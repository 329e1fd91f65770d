package io.winnow.corpus.text;

import static io.winnow.corpus.Require.require;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Spans of a text that are cut out of it when it is written into a mixture. */
public final class Edits {
  private Edits() {}

  /**
   * A span.
   *
   * @param start its first character (UTF-16)
   * @param end the character behind its last
   */
  public record Span(int start, int end) {
    public Span {
      require(
          start >= 0 && start < end, "a span must have characters, but was %d to %d", start, end);
    }
  }

  /** Spans in order, those that meet or overlap made one. */
  public static List<Span> merge(List<Span> spans) {
    List<Span> sorted = new ArrayList<>(spans);
    sorted.sort(Comparator.comparingInt(Span::start).thenComparingInt(Span::end));
    List<Span> merged = new ArrayList<>();
    for (Span span : sorted) {
      Span last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && span.start() <= last.end()) {
        merged.set(merged.size() - 1, new Span(last.start(), Math.max(last.end(), span.end())));
      } else {
        merged.add(span);
      }
    }
    return merged;
  }

  /**
   * The text without the spans.
   *
   * @param spans in order and apart from each other, as {@link #merge} gives them
   */
  public static String cut(String text, List<Span> spans) {
    StringBuilder left = new StringBuilder(text.length());
    int at = 0;
    for (Span span : spans) {
      require(
          span.start() >= at && span.end() <= text.length(),
          "span %s does not fit a text of %d characters behind %d",
          span,
          text.length(),
          at);
      left.append(text, at, span.start());
      at = span.end();
    }
    return left.append(text, at, text.length()).toString();
  }
}

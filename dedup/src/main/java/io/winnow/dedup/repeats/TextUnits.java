package io.winnow.dedup.repeats;

import io.winnow.corpus.text.Sentences;
import io.winnow.corpus.text.WhiteSpace;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A text taken apart into paragraphs, lines and sentences. A sentence never goes on over the end of
 * a line, so lines and paragraphs consist of whole ones; what is cut out is a set of sentences. A
 * line of code among prose (indented by a tab or four blanks, or ending as statements do) is a
 * sentence of which no unit consists. Made once, filled again and again.
 *
 * <p>Memory: 30 bytes a sentence.
 */
final class TextUnits {
  private static final String ENDS_OF_CODE = "{};\\";

  private String text = "";
  private int sentences;
  private int lines;
  private int paragraphs;

  // (sentences)
  private int[] starts = new int[256];
  private int[] ends = new int[256]; // white space behind it left out
  private boolean[] code = new boolean[256];
  // (lines), blank ones left out
  private int[] lineStarts = new int[256];
  private int[] lineEnds = new int[256]; // behind the line break
  private int[] lineFirsts = new int[256]; // its first sentence
  // (paragraphs)
  private int[] paragraphLines = new int[64]; // its first line

  /**
   * Takes a text apart.
   *
   * @param source whether it is source code, whose lines are not split into sentences
   */
  void read(String document, boolean source) {
    text = document;
    sentences = 0;
    lines = 0;
    paragraphs = 0;
    boolean blank = true;
    boolean fenced = false;
    int length = text.length();
    for (int start = 0; start < length; ) {
      int end = text.indexOf('\n', start);
      int next = end < 0 ? length : end + 1;
      end = end < 0 ? length : end;
      int from = start;
      while (from < end && WhiteSpace.is(text.charAt(from))) {
        from++;
      }
      while (end > from && WhiteSpace.is(text.charAt(end - 1))) {
        end--;
      }
      if (from == end) {
        blank = true;
      } else {
        if (blank) {
          addParagraph();
        }
        blank = false;
        addLine(start, next);
        boolean fence = text.startsWith("```", from) || text.startsWith("~~~", from);
        fenced ^= fence;
        if (source || fence || fenced || isCode(start, from, end)) {
          addSentence(from, end, !source);
        } else {
          addSentences(from, end);
        }
      }
      start = next;
    }
    // What the last line and paragraph end before.
    addLine(length, length);
    lines--;
    addParagraph();
    paragraphs--;
  }

  private boolean isCode(int start, int from, int end) {
    return text.charAt(start) == '\t'
        || from - start >= 4
        || ENDS_OF_CODE.indexOf(text.charAt(end - 1)) >= 0;
  }

  private void addSentences(int from, int end) {
    for (int at = from; at < end; ) {
      int next = Sentences.next(text, at, end);
      int behind = next;
      while (behind > at && WhiteSpace.is(text.charAt(behind - 1))) {
        behind--;
      }
      addSentence(at, behind, false);
      at = next;
    }
  }

  private void addParagraph() {
    if (paragraphs == paragraphLines.length) {
      paragraphLines = Arrays.copyOf(paragraphLines, 2 * paragraphs);
    }
    paragraphLines[paragraphs++] = lines;
  }

  private void addLine(int start, int end) {
    if (lines == lineStarts.length) {
      lineStarts = Arrays.copyOf(lineStarts, 2 * lines);
      lineEnds = Arrays.copyOf(lineEnds, 2 * lines);
      lineFirsts = Arrays.copyOf(lineFirsts, 2 * lines);
    }
    lineStarts[lines] = start;
    lineEnds[lines] = end;
    lineFirsts[lines++] = sentences;
  }

  private void addSentence(int start, int end, boolean isCode) {
    if (sentences == starts.length) {
      starts = Arrays.copyOf(starts, 2 * sentences);
      ends = Arrays.copyOf(ends, 2 * sentences);
      code = Arrays.copyOf(code, 2 * sentences);
    }
    starts[sentences] = start;
    ends[sentences] = end;
    code[sentences++] = isCode;
  }

  int sentences() {
    return sentences;
  }

  int start(int sentence) {
    return starts[sentence];
  }

  int end(int sentence) {
    return ends[sentence];
  }

  boolean isCode(int sentence) {
    return code[sentence];
  }

  int lines() {
    return lines;
  }

  /** First sentence of a line; that of the line behind the last is the number of sentences. */
  int firstOfLine(int line) {
    return lineFirsts[line];
  }

  int paragraphs() {
    return paragraphs;
  }

  /** First sentence of a paragraph; that of the one behind the last is the number of sentences. */
  int firstOfParagraph(int paragraph) {
    return lineFirsts[paragraphLines[paragraph]];
  }

  /** Whether a paragraph begins at the very left of its line. */
  boolean isOutermost(int paragraph) {
    return starts[firstOfParagraph(paragraph)] == lineStarts[paragraphLines[paragraph]];
  }

  /** Takes a span of characters. */
  @FunctionalInterface
  interface SpanSink {
    void accept(int start, int end) throws IOException;
  }

  /**
   * The characters that go with some sentences: of whole paragraphs the blank lines behind them, of
   * whole lines their breaks, of others the white space behind or, at the end of a line, before.
   */
  void spans(BitSet cut, SpanSink spans) throws IOException {
    for (int paragraph = 0; paragraph < paragraphs; paragraph++) {
      int first = firstOfParagraph(paragraph);
      int end = firstOfParagraph(paragraph + 1);
      int some = cut.nextSetBit(first);
      if (some < 0) {
        return;
      }
      if (some >= end) {
        continue;
      }
      if (cut.nextClearBit(first) >= end) {
        spans.accept(
            lineStarts[paragraphLines[paragraph]], lineStarts[paragraphLines[paragraph + 1]]);
        continue;
      }
      for (int line = paragraphLines[paragraph]; line < paragraphLines[paragraph + 1]; line++) {
        lineSpans(line, cut, spans);
      }
    }
  }

  private void lineSpans(int line, BitSet cut, SpanSink spans) throws IOException {
    int first = lineFirsts[line];
    int end = lineFirsts[line + 1];
    for (int from = cut.nextSetBit(first); from >= 0 && from < end; ) {
      int to = Math.min(cut.nextClearBit(from), end);
      if (from == first && to == end) {
        spans.accept(lineStarts[line], lineEnds[line]);
      } else if (to == end) {
        spans.accept(ends[from - 1], ends[to - 1]);
      } else {
        spans.accept(starts[from], starts[to]);
      }
      from = cut.nextSetBit(to);
    }
  }
}

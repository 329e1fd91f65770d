package io.winnow.readers.paper.latex;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The text of a paper written in LaTeX, as its reader would read it. Paragraphs and headings are
 * separated by an empty line, items of lists stand on lines of their own after {@code "- "}, rows
 * of tables on lines with {@code " | "} between cells, and verbatim text keeps its lines. Footnotes
 * stand in parentheses where their mark is. References and citations are left out, as are authors,
 * graphics, the bibliography, and the preamble.
 *
 * <p>Formulas stay LaTeX source: {@code $...$} in a line, {@code $$...$$} or the environment on
 * lines of their own. The paper's own macros for notation are expanded in them, since their
 * definitions are not in the text.
 *
 * @param title from {@code \title}, not repeated in the text; null if the paper has none
 * @param text empty if the paper has none
 */
public record LatexText(@Nullable String title, String text) {

  /**
   * Extracts the text; never fails, whatever the source. Conditions of TeX that cannot be decided
   * without running it count as false. What is beyond these bounds is left out: 2,000,000 tokens
   * that come from macros, nested 10,000 deep, with arguments of 50,000 tokens; 2,000 included
   * files of 50,000,000 characters together, nested 40 deep, of 10,000 that are looked for. A file
   * that includes itself is not read again inside itself.
   *
   * @param mainFile source of the main file, or of a part of a paper without preamble
   * @param files gives the source of an included file under its path below the main file's folder,
   *     without {@code .} and {@code ..}, which is tried with and without {@code .tex}, and of
   *     packages with {@code .sty}; empty if there is no such file, or if it is the main file.
   *     Never asked for what is elsewhere, seldom twice for one. What it throws is thrown.
   */
  public static LatexText extract(String mainFile, Function<String, Optional<String>> files) {
    if (!isMainFile(mainFile)) {
      return new LatexReader(mainFile, files, false).read();
    }
    LatexText text = new LatexReader(mainFile, files, true).read();
    if (!text.text().isEmpty()) {
      return text;
    }
    // There was no \begin{document} to be found: better all of it than nothing.
    LatexText all = new LatexReader(mainFile, files, false).read();
    return new LatexText(text.title() == null ? all.title() : text.title(), all.text());
  }

  /** Whether a file is one that LaTeX is run on, rather than one that another includes. */
  public static boolean isMainFile(String source) {
    return holds(source, "\\documentclass")
        || holds(source, "\\documentstyle")
        || holds(source, "\\begin{document}");
  }

  /** Whether a command is in the source outside of comments. */
  private static boolean holds(String source, String command) {
    int at = source.indexOf(command);
    while (at >= 0) {
      int comment = source.indexOf('%', source.lastIndexOf('\n', at) + 1);
      while (comment > 0 && comment < at && source.charAt(comment - 1) == '\\') {
        comment = source.indexOf('%', comment + 1);
      }
      if (comment < 0 || comment > at) {
        return true;
      }
      // On to the next line, so that a long line of comment is read once.
      int next = source.indexOf('\n', at);
      at = next < 0 ? -1 : source.indexOf(command, next);
    }
    return false;
  }
}

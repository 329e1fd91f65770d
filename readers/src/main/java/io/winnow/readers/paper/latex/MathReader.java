package io.winnow.readers.paper.latex;

import io.winnow.corpus.text.WordList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads formulas as source. Macros of the paper that stand for notation are expanded, since their
 * definitions are in the preamble, which is no text: {@code \R} would mean nothing to who reads the
 * formula alone. Macros that do more than that, and read what follows them, stay as they are.
 */
record MathReader(Input input, Definitions definitions) {
  private static final Set<String> TAKES_ONE =
      WordList.of(
          """
          frac dfrac tfrac sqrt bar hat tilde vec overline underline widehat widetilde mathbf
          mathcal mathbb mathrm mathsf mathfrak boldsymbol dot ddot binom operatorname mathit bm
          """);

  /** Environments that are formulas, without a star. */
  private static final Set<String> FORMULAS =
      WordList.of(
          """
          equation align gather multline flalign alignat xalignat xxalignat eqnarray displaymath
          math IEEEeqnarray dmath dgroup dseries mathpar prooftree CD empheq numcases subnumcases
          array cases aligned gathered split matrix pmatrix bmatrix multlined smallmatrix
          """);

  private static final Set<String> STRUCTURE =
      Set.of("section", "subsection", "subsubsection", "chapter", "paragraph", "item");

  /** What a formula ends with. */
  private enum End {
    DOLLAR,
    DOLLARS,
    CONTROL,
    ENVIRONMENT
  }

  /** After {@code $}: the formula without it. */
  String inline() {
    return oneLine(read(End.DOLLAR, ""));
  }

  /** After {@code $$}: the formula without it. */
  String display() {
    return lines(read(End.DOLLARS, ""));
  }

  /** After {@code \(} or {@code \[}: the formula up to the given control sequence. */
  String control(String end) {
    return lines(read(End.CONTROL, end));
  }

  /** After {@code \begin{name}}: what the environment holds. */
  String environment(String name) {
    return lines(read(End.ENVIRONMENT, name));
  }

  private String read(End end, String name) {
    StringBuilder out = new StringBuilder();
    int depth = 0;
    int paragraphs = 0;
    boolean word = false;
    boolean wantsOne = false;
    for (Token token = input.next(); token != null; token = input.next()) {
      boolean afterWord = word;
      boolean one = wantsOne;
      word = false;
      wantsOne = false;
      switch (token.kind()) {
        case OPEN -> depth++;
        case CLOSE -> {
          if (depth == 0 && end == End.DOLLAR) {
            input.back(token);
            return out.toString();
          }
          depth = Math.max(0, depth - 1);
        }
        case PARAGRAPH -> {
          // A formula holds no empty line: it was a dollar after all, or its end was forgotten.
          if (end != End.ENVIRONMENT && (depth == 0 || ++paragraphs > 2)) {
            input.back(token);
            return out.toString();
          }
          out.append('\n');
          continue;
        }
        case MATHEMATICS -> {
          if (end == End.DOLLAR && depth == 0) {
            return out.toString();
          }
          Token next = end == End.DOLLARS && depth == 0 ? input.peek() : null;
          if (next != null && next.is(Token.Kind.MATHEMATICS)) {
            input.next();
            return out.toString();
          }
        }
        case CONTROL -> {
          Met met = control(token, out, end, name, depth == 0, afterWord, one);
          if (met == Met.END) {
            return out.toString();
          }
          if (met == Met.REPLACED) {
            continue;
          }
          word = token.isWord();
          wantsOne = TAKES_ONE.contains(token.text());
        }
        case SPACE -> wantsOne = one;
        case CHARACTER -> wantsOne = token.isCharacter('^') || token.isCharacter('_');
        default -> {
          // Stands for itself.
        }
      }
      append(out, token, afterWord);
    }
    return out.toString();
  }

  /** What a control sequence turned out to be. */
  private enum Met {
    END,
    REPLACED,
    ITSELF
  }

  private Met control(
      Token token,
      StringBuilder out,
      End end,
      String name,
      boolean outside,
      boolean afterWord,
      boolean one) {
    if (end == End.CONTROL && token.text().equals(name)) {
      return Met.END;
    }
    if (token.text().equals("end")) {
      return ends(out, end, name) ? Met.END : Met.REPLACED;
    }
    if (STRUCTURE.contains(token.text()) && (end != End.ENVIRONMENT || outside)) {
      input.back(token);
      return Met.END;
    }
    return control(token, out, afterWord, one) ? Met.REPLACED : Met.ITSELF;
  }

  /** Whether the environment that ends here ends the formula; else its end is written down. */
  private boolean ends(StringBuilder out, End end, String name) {
    String ended = input.name();
    if (end == End.ENVIRONMENT && ended.equals(name)) {
      return true;
    }
    if (ended.equals("document")) {
      input.push(List.of(Token.control("end document")));
      return true;
    }
    out.append("\\end{").append(ended).append('}');
    return false;
  }

  /** Whether the control sequence was replaced by something else, or by nothing. */
  private boolean control(Token token, StringBuilder out, boolean afterWord, boolean one) {
    String name = token.text();
    if (token.frozen()) {
      return false;
    }
    Macro macro = definitions.macro(name);
    if (macro != null && macro.isNotation() && input.mayExpand()) {
      boolean braced = one && macro.isBare() && macro.body().tokens().size() > 1;
      List<Token> call = macro.call(input);
      if (braced) {
        input.push(List.of(Token.CLOSE));
        input.push(call);
        input.push(List.of(Token.OPEN));
      } else {
        input.push(call);
      }
      if (afterWord && !call.isEmpty() && call.get(0).is(Token.Kind.CHARACTER)) {
        out.append(' ');
      }
      return true;
    }
    switch (name) {
      case "label", "nonumber", "notag", "xspace", "cite", "citep", "citet", "index", "allowbreak":
        input.skipOptions();
        input.skipArgument();
        return true;
      case "ensuremath":
        input.push(input.argument());
        return true;
      default:
        return false;
    }
  }

  private static void append(StringBuilder out, Token token, boolean afterWord) {
    if (token.is(Token.Kind.CONTROL)) {
      out.append('\\');
    } else if (afterWord
        && token.is(Token.Kind.CHARACTER)
        && Token.isLetter(token.text().charAt(0))
        && token.text().charAt(0) != '@') {
      out.append(' ');
    }
    out.append(token.text());
  }

  /** The formula on one line, a single blank for each end of a line and what indents the next. */
  static String oneLine(String formula) {
    if (formula.indexOf('\n') < 0) {
      return formula.strip();
    }
    StringBuilder line = new StringBuilder();
    for (String part : formula.split("\n")) {
      line.append(line.isEmpty() || part.isBlank() ? "" : " ").append(part.strip());
    }
    return line.toString();
  }

  /** The lines that are not empty, without blanks at their ends. */
  private static String lines(String formula) {
    StringBuilder lines = new StringBuilder();
    for (String line : formula.split("\n")) {
      if (!line.isBlank()) {
        lines.append(lines.isEmpty() ? "" : "\n").append(line.stripTrailing());
      }
    }
    return lines.toString().strip();
  }

  /** The environments that are formulas; null if this is none. */
  static @Nullable String formula(String environment) {
    String plain =
        environment.endsWith("*")
            ? environment.substring(0, environment.length() - 1)
            : environment;
    return FORMULAS.contains(plain) ? environment : null;
  }
}

package io.winnow.readers.paper.latex;

import io.winnow.corpus.text.WordList;
import java.util.List;
import java.util.Set;

/**
 * Chooses between the branches of conditions. One that cannot be known without TeX counts as false.
 */
record Conditions(Input input, Definitions definitions) {
  private static final Set<String> PRIMITIVE =
      WordList.of(
          """
          if ifx ifnum ifdim ifcat ifcase ifodd ifhmode ifvmode ifmmode ifinner ifvoid ifhbox
          ifvbox ifeof iftrue iffalse ifdefined ifcsname ifpdf ifxetex ifluatex ifPDFTeX ifXeTeX
          ifLuaTeX if@twocolumn if@filesw if@twoside unless
          """);

  /** Reads up to the branch that counts, if the control sequence is a condition; whether it is. */
  boolean read(String control) {
    switch (control) {
      case "else":
        skipBranch(false);
        return true;
      case "fi", "or":
        return true;
      case "ifthenelse",
      "ifdef",
      "ifcsdef",
      "iftoggle",
      "ifbool",
      "@ifpackageloaded",
      "@ifclassloaded",
      "IfFileExists",
      "ifundef":
        input.skipArgument();
        input.skipArgument();
        return true;
      case "@ifpackagelater", "ifstrequal", "IfStrEq":
        input.skipArgument();
        input.skipArgument();
        input.skipArgument();
        return true;
      case "ifstrempty", "ifblank", "@ifundefined":
        List<Token> tested = input.argument();
        choose(
            control.equals("@ifundefined")
                ? definitions.macro(Token.source(tested)) == null
                : tested.stream().allMatch(Token::isBlank));
        return true;
      case "@ifstar":
        choose(input.take('*'));
        return true;
      case "@ifnextchar", "kernel@ifnextchar":
        nextIs();
        return true;
      case "futurelet":
        input.next();
        return true;
      default:
        if (!isCondition(control)) {
          return definitions.turn(control);
        }
        boolean on = control.equals("iftrue");
        if (control.length() > 2) {
          on |= Boolean.TRUE.equals(definitions.isOn(control.substring(2)));
        }
        if (!on) {
          skipBranch(true);
        }
        return true;
    }
  }

  private boolean isCondition(String control) {
    return control.startsWith("if")
        && (PRIMITIVE.contains(control) || definitions.isOn(control.substring(2)) != null);
  }

  private void choose(boolean first) {
    List<Token> yes = input.argument();
    List<Token> no = input.argument();
    input.push(first ? yes : no);
  }

  private void nextIs() {
    List<Token> wanted = input.argument();
    List<Token> yes = input.argument();
    List<Token> no = input.argument();
    input.skipSpace();
    Token next = input.peek();
    boolean same =
        next != null
            && wanted.size() == 1
            && (next.same(wanted.get(0))
                || wanted.get(0).isControl("bgroup") && next.is(Token.Kind.OPEN));
    input.push(same ? yes : no);
  }

  /** Skips to the end of this branch: behind {@code \fi}, or behind {@code \else} if wanted. */
  private void skipBranch(boolean toElse) {
    int depth = 0;
    for (Token token = input.next(); token != null; token = input.next()) {
      if (!token.is(Token.Kind.CONTROL)) {
        continue;
      }
      String name = token.text();
      if (name.equals("fi")) {
        if (depth-- == 0) {
          return;
        }
      } else if (name.equals("else") && depth == 0 && toElse) {
        return;
      } else if (isCondition(name)) {
        depth++;
      }
    }
  }
}

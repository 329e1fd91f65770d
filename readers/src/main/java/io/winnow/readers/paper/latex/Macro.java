package io.winnow.readers.paper.latex;

import io.winnow.corpus.text.WordList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command that the paper defines.
 *
 * @param lead tokens that must follow its name
 * @param delimiters what ends each argument; nothing for one in braces
 * @param standard what the first argument is if it is not given in brackets; null if it stands in
 *     braces like the others
 */
record Macro(
    List<Token> lead, List<List<Token>> delimiters, @Nullable List<Token> standard, Body body) {
  private static final Set<String> PROGRAMMING =
      WordList.of(
          """
          if ifx ifnum ifdim ifcase ifmmode else fi csname expandafter futurelet def let
          mathchoice mathpalette setbox hbox vbox raise lower kern mkern ooalign newcommand
          renewcommand begin end ifthenelse nonscript mskip
          """);

  /**
   * @param opaque whether it does more than stand for notation
   */
  record Body(List<Token> tokens, boolean opaque) {
    static Body of(List<Token> tokens) {
      boolean opaque = false;
      for (Token token : tokens) {
        opaque |=
            token.is(Token.Kind.CONTROL)
                && (token.text().length() > 1 && token.text().indexOf('@') >= 0
                    || PROGRAMMING.contains(token.text()));
      }
      return new Body(tokens, opaque);
    }
  }

  /** One with {@code count} arguments in braces. */
  static Macro plain(int count, @Nullable List<Token> standard, List<Token> body) {
    List<List<Token>> delimiters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      delimiters.add(List.of());
    }
    return new Macro(List.of(), delimiters, standard, Body.of(body));
  }

  /** Whether it stands for notation only, so that formulas may be read without knowing it. */
  boolean isNotation() {
    return !body.opaque()
        && lead.isEmpty()
        && delimiters.stream().allMatch(List::isEmpty)
        && standard == null;
  }

  /** Whether a call reads nothing but its name. */
  boolean isBare() {
    return lead.isEmpty() && delimiters.isEmpty();
  }

  /** Reads the arguments and puts what the call stands for in front of the input. */
  void expand(Input input) {
    input.push(call(input));
  }

  /** Reads the arguments; what the call stands for. */
  List<Token> call(Input input) {
    for (Token token : lead) {
      Token next = input.next();
      if (next != null && !next.same(token)) {
        input.back(next);
        break;
      }
    }
    if (delimiters.isEmpty()) {
      return substitute(List.of());
    }
    List<List<Token>> arguments = new ArrayList<>();
    if (standard != null) {
      List<Token> given = input.optional();
      arguments.add(given == null ? standard : given);
    }
    for (int i = arguments.size(); i < delimiters.size(); i++) {
      List<Token> delimiter = delimiters.get(i);
      arguments.add(delimiter.isEmpty() ? input.argument() : input.until(delimiter));
    }
    return substitute(arguments);
  }

  private List<Token> substitute(List<List<Token>> arguments) {
    List<Token> tokens = body.tokens();
    if (!tokens.contains(Token.PARAMETER)) {
      return tokens;
    }
    List<Token> result = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (!token.is(Token.Kind.PARAMETER) || i + 1 == tokens.size()) {
        result.add(token);
        continue;
      }
      Token next = tokens.get(++i);
      int number = next.text().charAt(0) - '1';
      if (next.is(Token.Kind.PARAMETER)) {
        result.add(next);
      } else if (number >= 0 && number < arguments.size()) {
        // The bound is the input's own: longer than this it would not take it anyway.
        if (result.size() + arguments.get(number).size() > Input.EXPANSION) {
          return result;
        }
        result.addAll(arguments.get(number));
      }
    }
    return result;
  }
}

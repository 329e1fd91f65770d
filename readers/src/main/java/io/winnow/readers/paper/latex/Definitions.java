package io.winnow.readers.paper.latex;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a paper defines: its macros, environments, theorems and switches. */
final class Definitions {
  private static final Map<String, String> THEOREMS = new HashMap<>();

  private final Map<String, Macro> macros = new HashMap<>();
  private final Map<String, Environment> environments = new HashMap<>();
  private final Map<String, String> theorems = new HashMap<>(THEOREMS);
  private final Map<String, Boolean> switches = new HashMap<>();

  static {
    String words =
        """
        theorem thm : Theorem lemma lem : Lemma proposition prop : Proposition corollary cor coro :
        Corollary definition defn def dfn : Definition remark rem rmk : Remark example exmp eg ex
        exa : Example proof pf : Proof conjecture conj : Conjecture claim clm : Claim axiom ax :
        Axiom exercise exer : Exercise problem prob : Problem question ques : Question notation :
        Notation assumption : Assumption observation obs : Observation fact : Fact solution sol :
        Solution hypothesis : Hypothesis criterion : Criterion property : Property
        """;
    List<String> names = new ArrayList<>();
    boolean title = false;
    for (String word : words.strip().split("\\s+")) {
      if (title) {
        names.forEach(name -> THEOREMS.put(name, word));
        names.clear();
      } else if (!word.equals(":")) {
        names.add(word);
      }
      title = word.equals(":");
    }
  }

  /**
   * @param formula the environment of LaTeX that it is, if it is a formula
   */
  record Environment(Macro begin, List<Token> end, @Nullable String formula) {}

  /** Null if the paper defines none of this name. */
  @Nullable Macro macro(String name) {
    return macros.get(name);
  }

  @Nullable Environment environment(String name) {
    return environments.get(name);
  }

  /** The word in front of such a theorem, lemma or proof; null if it is none. */
  @Nullable String theorem(String environment) {
    String word = theorems.get(environment);
    return word == null && environment.endsWith("*")
        ? theorems.get(environment.substring(0, environment.length() - 1))
        : word;
  }

  /** What {@code \ifNAME} is; null if there is no such switch. */
  @Nullable Boolean isOn(String name) {
    return switches.get(name);
  }

  /** Turns a switch, if {@code control} does so; whether it does. */
  boolean turn(String control) {
    for (boolean on : new boolean[] {true, false}) {
      String ending = String.valueOf(on);
      if (control.endsWith(ending)) {
        String name = control.substring(0, control.length() - ending.length());
        return switches.replace(name, on) != null;
      }
    }
    return false;
  }

  /** Reads a definition, if the control sequence starts one; whether it does. */
  boolean read(String control, Input input) {
    switch (control) {
      case "newcommand", "renewcommand", "providecommand", "DeclareRobustCommand":
        command(input, control.equals("providecommand"));
        return true;
      case "def", "gdef", "edef", "xdef":
        primitive(input);
        return true;
      case "let":
        alias(input);
        return true;
      case "newenvironment", "renewenvironment":
        environment(input);
        return true;
      case "NewDocumentCommand", "RenewDocumentCommand", "ProvideDocumentCommand":
        document(input);
        return true;
      case "NewDocumentEnvironment", "NewEnviron", "RenewEnviron":
        input.argument();
        input.skipOptions();
        while (input.skipArgument()) {
          // Its parts; what such an environment holds is read as it stands.
        }
        return true;
      case "DeclareMathOperator":
        boolean limits = input.take('*');
        String operator = called(input);
        List<Token> body = new ArrayList<>();
        body.add(Token.control("operatorname"));
        if (limits) {
          body.add(Token.character('*'));
        }
        body.add(Token.OPEN);
        body.addAll(input.argument());
        body.add(Token.CLOSE);
        define(operator, Macro.plain(0, null, body));
        return true;
      case "newtheorem", "newmdtheoremenv", "spnewtheorem", "declaretheorem":
        theorem(control, input);
        return true;
      case "newif":
        String flag = called(input);
        if (flag.startsWith("if")) {
          switches.put(flag.substring(2), false);
        }
        return true;
      default:
        return false;
    }
  }

  private void define(String name, Macro macro) {
    List<Token> body = macro.body().tokens();
    boolean itself = body.size() == 1 && body.get(0).isControl(name);
    if (!name.isEmpty() && !itself && !Commands.isFixed(name)) {
      macros.put(name, macro);
    }
  }

  /** The name of what is defined, in braces or not. */
  private static String called(Input input) {
    input.take('*');
    input.skipSpace();
    for (Token token : input.argument()) {
      if (token.is(Token.Kind.CONTROL)) {
        return token.text();
      }
    }
    return "";
  }

  private void command(Input input, boolean unlessDefined) {
    String name = called(input);
    int count = count(input.optional());
    List<Token> standard = count == 0 ? null : input.optional();
    Macro macro = Macro.plain(count, standard, input.argument());
    if (!unlessDefined
        || !macros.containsKey(name)
            && Symbols.symbol(name) == null
            && Commands.meaning(name) == null) {
      define(name, macro);
    }
  }

  private static int count(@Nullable List<Token> option) {
    if (option == null || option.size() != 1) {
      return 0;
    }
    int count = option.get(0).text().charAt(0) - '0';
    return count < 0 || count > 9 ? 0 : count;
  }

  private void primitive(Input input) {
    input.skipSpace();
    Token name = input.next();
    List<Token> lead = new ArrayList<>();
    List<List<Token>> delimiters = new ArrayList<>();
    List<Token> current = lead;
    for (Token token = input.next(); token != null; token = input.next()) {
      if (token.is(Token.Kind.OPEN)) {
        input.back(token);
        break;
      }
      if (token.is(Token.Kind.PARAMETER) && delimiters.size() < 9) {
        Token number = input.peek();
        if (number != null && number.is(Token.Kind.OPEN)) {
          break;
        }
        input.next();
        current = new ArrayList<>();
        delimiters.add(current);
      } else {
        current.add(token);
        if (token.is(Token.Kind.PARAGRAPH) || current.size() > 30) {
          return;
        }
      }
    }
    List<Token> body = input.argument();
    if (name != null && name.is(Token.Kind.CONTROL)) {
      define(name.text(), new Macro(lead, delimiters, null, Macro.Body.of(body)));
    }
  }

  private void alias(Input input) {
    input.skipSpace();
    Token name = input.next();
    input.skipSpace();
    input.take('=');
    input.skipSpace();
    Token target = input.next();
    if (name == null || target == null || !name.is(Token.Kind.CONTROL)) {
      return;
    }
    Macro known = macros.get(target.text());
    if (known != null && target.is(Token.Kind.CONTROL) && !target.frozen()) {
      define(name.text(), known);
    } else if (!target.is(Token.Kind.OPEN) && !target.is(Token.Kind.CLOSE)) {
      // It means for ever what it means now, even if its own name is defined anew.
      define(name.text(), Macro.plain(0, null, List.of(target.freeze())));
    }
  }

  private void environment(Input input) {
    input.take('*');
    String name = input.name();
    int count = count(input.optional());
    List<Token> standard = count == 0 ? null : input.optional();
    List<Token> begin = input.argument();
    List<Token> end = input.argument();
    if (theorem(name) == null && MathReader.formula(name) == null) {
      environments.put(
          name, new Environment(Macro.plain(count, standard, begin), end, formula(begin)));
    }
  }

  private static @Nullable String formula(List<Token> begin) {
    for (int i = 0; i + 1 < begin.size(); i++) {
      Token token = begin.get(i);
      if (token.isControl("[")) {
        return "equation*";
      }
      if (token.isControl("begin") && begin.get(i + 1).is(Token.Kind.OPEN)) {
        StringBuilder name = new StringBuilder();
        for (int j = i + 2; j < begin.size() && !begin.get(j).is(Token.Kind.CLOSE); j++) {
          name.append(begin.get(j).text());
        }
        String formula = MathReader.formula(name.toString());
        if (formula != null) {
          return formula;
        }
      }
    }
    return null;
  }

  /** Of the arguments in the way of {@code xparse} those in braces, and one in brackets first. */
  private void document(Input input) {
    String name = called(input);
    String wanted = input.name();
    List<Token> body = input.argument();
    boolean first = wanted.startsWith("o") || wanted.startsWith("O");
    String rest = first ? wanted.substring(1).replaceAll("^\\{[^{}]*\\}", "") : wanted;
    String braces = rest.replace(" ", "").replace("+", "");
    if (braces.chars().allMatch(c -> c == 'm') && braces.length() < 9) {
      define(name, Macro.plain(braces.length() + (first ? 1 : 0), first ? List.of() : null, body));
    }
  }

  private void theorem(String control, Input input) {
    input.take('*');
    List<Token> options = input.optional();
    String name = input.name();
    if (control.equals("declaretheorem")) {
      String settings = options == null ? "" : Token.source(options);
      int at = settings.indexOf("name=");
      int end = at < 0 ? -1 : settings.indexOf(',', at);
      String word = at < 0 ? name : settings.substring(at + 5, end < 0 ? settings.length() : end);
      theorems.put(name, capital(word.replace("{", "").replace("}", "").strip()));
      return;
    }
    input.optional();
    String word = input.name().replace("{", "").replace("}", "").replace('~', ' ').strip();
    input.optional();
    if (!name.isEmpty() && word.indexOf('\\') < 0 && !word.isEmpty()) {
      theorems.put(name, word);
    } else {
      theorems.putIfAbsent(name, capital(name));
    }
  }

  private static String capital(String word) {
    return word.isEmpty()
        ? word
        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}

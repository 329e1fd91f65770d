package io.winnow.readers.paper.latex;

import io.winnow.corpus.text.WordList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code \begin} and {@code \end}. */
final class Environments {
  /** No environment of a paper has a blank in its name. */
  private static final String OWN = "end environment";

  /** Their lines stay as they are. */
  private static final Set<String> VERBATIM =
      WordList.of(
          """
          verbatim verbatim* Verbatim lstlisting minted alltt BVerbatim semiverbatim pyverbatim
          code
          """);

  /** Read as they stand up to their end, and left out. */
  private static final Set<String> RAW =
      WordList.of("comment filecontents filecontents* CCSXML luacode");

  /** Left out with others of their name in them. */
  private static final Set<String> SKIPPED =
      WordList.of(
          """
          tikzpicture pgfpicture picture circuitikz tikzcd pspicture asy forest thebibliography
          references tikzcd* xy filecontents+
          """);

  private static final Set<String> LISTS =
      WordList.of(
          """
          itemize enumerate description compactitem compactenum inparaenum itemize* enumerate*
          trivlist list
          """);

  /** Tables with their columns in braces. */
  private static final Set<String> TABLES =
      WordList.of("tabular longtable supertabular tabu longtabu mpsupertabular xtabular");

  /** The same with a width before them. */
  private static final Set<String> WIDE_TABLES =
      WordList.of("tabular* tabularx tabulary supertabular* mpsupertabular* xltabular");

  private final LatexReader reader;
  private final Input input;
  private final CommandReader commands;

  Environments(LatexReader reader) {
    this.reader = reader;
    this.input = reader.input;
    this.commands = new CommandReader(reader);
  }

  void begin(String name) {
    if (name.equals("document")) {
      reader.startDocument();
    } else if (VERBATIM.contains(name)) {
      verbatim(name);
    } else if (RAW.contains(name)) {
      raw(name);
    } else if (SKIPPED.contains(name)) {
      skip(name);
    } else if (name.equals("math")) {
      reader.formula(reader.formulas.environment(name));
    } else {
      beginOther(name);
    }
  }

  private void beginOther(String name) {
    String formula = formula(name);
    String theorem = reader.definitions.theorem(name);
    Definitions.Environment own = reader.definitions.environment(name);
    if (formula != null) {
      if (own != null) {
        own.begin().call(input);
      }
      String source = reader.formulas.environment(name);
      if (!source.isBlank()) {
        reader.writer.display("\\begin{" + formula + "}\n" + source + "\n\\end{" + formula + "}");
      }
    } else if (own != null && input.mayExpand()) {
      reader.open(new Frame(Frame.Role.OWN, OWN));
      own.begin().expand(input);
    } else if (theorem != null) {
      reader.open(new Frame(Frame.Role.BLOCK, name));
      theorem(name, theorem);
    } else {
      beginBlock(name);
    }
  }

  /** The environment that a formula is written as; null if it is none. */
  private @Nullable String formula(String name) {
    String formula = MathReader.formula(name);
    Definitions.Environment own = reader.definitions.environment(name);
    return formula == null && own != null ? own.formula() : formula;
  }

  private void beginBlock(String name) {
    if (LISTS.contains(name)) {
      reader.open(new Frame(Frame.Role.LIST, name));
      input.skipOptions();
      for (int i = 0; i < 2 && name.equals("list"); i++) {
        input.skipArgument();
      }
    } else if (TABLES.contains(name)) {
      table(name, 1);
    } else if (WIDE_TABLES.contains(name)) {
      table(name, 2);
    } else {
      beginBox(name);
    }
  }

  private void beginBox(String name) {
    switch (name) {
      case "frame", "block", "exampleblock", "alertblock" -> {
        reader.open(new Frame(Frame.Role.BLOCK, name));
        input.skipOptions();
        reader.openGroup(Frame.Role.HEADING);
      }
      case "abstract" -> {
        reader.open(new Frame(Frame.Role.BLOCK, name));
        reader.writer.text("Abstract");
        reader.writer.paragraph();
      }
      case "minipage",
          "multicols",
          "subfigure",
          "wrapfigure",
          "wraptable",
          "adjustbox",
          "columns" -> {
        reader.open(new Frame(Frame.Role.BLOCK, name));
        input.skipOptions();
        input.skipAllArguments();
      }
      default -> {
        reader.open(new Frame(Frame.Role.BLOCK, name));
        input.skipOptions();
        while (commands.setting() != null) {
          // Such as the language of what follows.
        }
      }
    }
  }

  private void theorem(String name, String word) {
    List<Token> note = input.optional();
    List<Token> tokens = new ArrayList<>();
    if (note != null && word.equals("Proof")) {
      tokens.addAll(note);
      tokens.add(Token.control("end word"));
    } else if (note != null) {
      reader.writer.text(word);
      reader.writer.open("(");
      tokens.addAll(note);
      tokens.add(Token.control("end note"));
    } else {
      reader.writer.text(word + ".");
      reader.writer.space();
    }
    if (!tokens.isEmpty()) {
      input.push(tokens);
    }
  }

  private void table(String name, int arguments) {
    input.skipOptions();
    for (int i = 0; i < arguments; i++) {
      input.skipArgument();
      input.skipOptions();
    }
    reader.open(new Frame(Frame.Role.TABLE, name));
  }

  void end(String name) {
    if (name.equals("document")) {
      reader.endDocument();
      return;
    }
    Definitions.Environment own = reader.definitions.environment(name);
    if (own != null) {
      List<Token> tokens = new ArrayList<>(own.end());
      tokens.add(Token.control(OWN));
      input.push(tokens);
    } else {
      reader.closeEnvironment(name);
    }
  }

  private String raw(String name) {
    String end = "\\end{" + name + "}";
    Tokenizer raw = input.raw();
    if (raw != null) {
      return raw.rawUntil(end);
    }
    List<Token> delimiter = new ArrayList<>();
    delimiter.add(Token.control("end"));
    delimiter.add(Token.OPEN);
    name.codePoints().forEach(c -> delimiter.add(Token.character(Character.toString(c))));
    delimiter.add(Token.CLOSE);
    return Token.source(input.until(delimiter));
  }

  private void verbatim(String name) {
    String text = raw(name);
    int line = text.indexOf('\n');
    String first = line < 0 ? text : text.substring(0, line);
    boolean options = first.isBlank() || first.startsWith("[") || first.startsWith("{");
    reader.writer.verbatim(line >= 0 && options ? text.substring(line + 1) : text);
  }

  /** Skips to the end of an environment, over others of its name in it. */
  private void skip(String name) {
    int depth = 1;
    for (Token token = input.next(); token != null; token = input.next()) {
      if (token.isControl("begin") || token.isControl("end")) {
        boolean begin = token.isControl("begin");
        String other = input.name();
        if (!begin && other.equals("document")) {
          input.push(List.of(Token.control("end document")));
          return;
        }
        depth += other.equals(name) ? begin ? 1 : -1 : 0;
        if (depth == 0) {
          return;
        }
      }
    }
  }
}

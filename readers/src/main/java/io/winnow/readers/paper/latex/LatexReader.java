package io.winnow.readers.paper.latex;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one paper, token by token, without recursion: what is open is kept in a list, so that
 * sources may nest as deep as they like.
 */
final class LatexReader {
  final Input input;
  final Definitions definitions = new Definitions();
  final MathReader formulas;
  private final Conditions conditions;
  private final Environments environments;
  private final CommandReader commands;
  private final List<Frame> frames = new ArrayList<>();
  private final Map<String, Integer> openEnvironments = new HashMap<>();
  private final Deque<TextWriter> suspended = new ArrayDeque<>();
  private final TextWriter body = new TextWriter(false);

  /** Where text goes now. */
  TextWriter writer = body;

  private @Nullable String title;
  private int typewriter;
  private int tables;
  private boolean preamble;
  private boolean over;

  /**
   * @param preamble whether the text starts at {@code \begin{document}}
   */
  LatexReader(String mainFile, Function<String, Optional<String>> files, boolean preamble) {
    input = new Input(mainFile, files);
    formulas = new MathReader(input, definitions);
    conditions = new Conditions(input, definitions);
    environments = new Environments(this);
    commands = new CommandReader(this);
    if (preamble) {
      startPreamble();
    }
  }

  /** Whether a preamble is being read, nothing of which is text. */
  boolean isPreamble() {
    return preamble;
  }

  void startPreamble() {
    if (!preamble) {
      preamble = true;
      suspended.push(writer);
      writer = new TextWriter(true);
    }
  }

  void startDocument() {
    if (preamble) {
      preamble = false;
      closeTo(0);
      writer = suspended.isEmpty() ? body : suspended.pop();
    }
  }

  /** Ends the paper, or the file if it is part of another one. */
  void endDocument() {
    if (input.fileDepth() > 0) {
      input.leaveFile();
    } else {
      over = true;
    }
  }

  LatexText read() {
    for (Token token = input.next(); token != null && !over; token = input.next()) {
      read(token);
    }
    closeTo(0);
    return new LatexText(title, body.text());
  }

  private void read(Token token) {
    switch (token.kind()) {
      case CONTROL -> control(token);
      case OPEN -> frames.add(Frame.PLAIN);
      case CLOSE -> closeGroup();
      case MATHEMATICS -> mathematics();
      case CELL -> {
        if (tables == 1) {
          writer.cell();
        } else {
          writer.space();
        }
      }
      case SPACE, TIE -> writer.space();
      case PARAGRAPH -> writer.paragraph();
      case PARAMETER -> writer.text("#");
      case CHARACTER -> character(token.text());
    }
  }

  private void mathematics() {
    Token next = input.peek();
    if (next != null && next.is(Token.Kind.MATHEMATICS)) {
      input.next();
      display(formulas.display());
    } else {
      formula(formulas.inline());
    }
  }

  /** Writes a formula into the line. */
  void formula(String formula) {
    if (!formula.isBlank()) {
      writer.text("$" + MathReader.oneLine(formula) + "$");
    }
  }

  /** Writes a formula on lines of its own. */
  void display(String formula) {
    if (!formula.isBlank()) {
      writer.display("$$" + formula + "$$");
    }
  }

  private void character(String text) {
    if (typewriter > 0) {
      writer.text(text);
      return;
    }
    switch (text.charAt(0)) {
      case '-' -> writer.text(!input.take('-') ? "-" : !input.take('-') ? "–" : "—");
      case '`' -> writer.text(input.take('`') ? "“" : "‘");
      case '\'' -> writer.text(input.take('\'') ? "”" : "’");
      case '?' -> writer.text(input.take('`') ? "¿" : "?");
      case '!' -> writer.text(input.take('`') ? "¡" : "!");
      case ',' -> writer.text(input.take(',') ? "„" : ",");
      default -> writer.text(text);
    }
  }

  private void control(Token token) {
    String name = token.text();
    Macro macro = token.frozen() ? null : definitions.macro(name);
    if (macro != null) {
      if (token.isWord()) {
        input.skipSpace();
      }
      if (input.mayExpand()) {
        macro.expand(input);
      }
      return;
    }
    if (definitions.read(name, input) || conditions.read(name)) {
      return;
    }
    String symbol = Symbols.symbol(name);
    if (symbol != null) {
      if (token.isWord()) {
        input.skipSpace();
      }
      if (symbol.equals(" ")) {
        writer.space();
      } else {
        writer.text(symbol);
      }
    } else if (Symbols.isAccent(name)) {
      writer.text(Symbols.accented(name, plain(input.argument())));
    } else {
      commands.read(token);
    }
  }

  /** The letters of an argument, with what symbols stand for. */
  private static String plain(List<Token> tokens) {
    StringBuilder plain = new StringBuilder();
    for (Token token : tokens) {
      String symbol = token.is(Token.Kind.CONTROL) ? Symbols.symbol(token.text()) : null;
      if (symbol != null) {
        plain.append(symbol);
      } else if (token.is(Token.Kind.CHARACTER) || token.is(Token.Kind.SPACE)) {
        plain.append(token.text());
      }
    }
    return plain.toString().strip();
  }

  void begin(String name) {
    environments.begin(name);
  }

  void end(String name) {
    environments.end(name);
  }

  /** Reads an opening brace, if there is one, as the start of such a group. */
  void openGroup(Frame.Role role) {
    input.skipSpace();
    Token token = input.peek();
    if (token != null && token.is(Token.Kind.OPEN)) {
      input.next();
      open(new Frame(role, ""));
    }
  }

  void open(Frame frame) {
    frames.add(frame);
    if (!frame.isGroup()) {
      openEnvironments.merge(frame.environment(), 1, Integer::sum);
    }
    switch (frame.role()) {
      case FOOTNOTE -> {
        writer.open("(");
        writer.startInline();
      }
      case HEADING -> {
        writer.paragraph();
        writer.startInline();
      }
      case TITLE -> {
        suspended.push(writer);
        writer = new TextWriter(false);
        writer.startInline();
      }
      case BLOCK -> writer.paragraph();
      case TYPEWRITER -> typewriter++;
      case LIST -> {
        if (isNestedList()) {
          writer.line();
        } else {
          writer.paragraph();
        }
      }
      case TABLE -> {
        writer.paragraph();
        writer.startInline();
        tables++;
      }
      case PLAIN, OWN -> {
        // Nothing to see.
      }
    }
  }

  private boolean isNestedList() {
    int from = Math.max(0, frames.size() - 9);
    return frames.subList(from, frames.size() - 1).stream()
        .anyMatch(frame -> frame.role() == Frame.Role.LIST);
  }

  private void close(Frame frame) {
    if (!frame.isGroup()) {
      openEnvironments.merge(frame.environment(), -1, Integer::sum);
    }
    switch (frame.role()) {
      case FOOTNOTE -> {
        writer.endInline();
        writer.close("(", ")");
      }
      case HEADING -> {
        writer.endInline();
        writer.paragraph();
      }
      case TITLE -> {
        String text = writer.text();
        title = title == null && !text.isEmpty() ? text : title;
        writer = suspended.pop();
      }
      case BLOCK -> writer.paragraph();
      case TYPEWRITER -> typewriter--;
      case LIST -> {
        if (frames.isEmpty() || frames.get(frames.size() - 1).role() != Frame.Role.LIST) {
          writer.paragraph();
        } else {
          writer.line();
        }
      }
      case TABLE -> {
        writer.endInline();
        tables--;
        if (tables == 0) {
          writer.row();
        }
        writer.paragraph();
      }
      case PLAIN, OWN -> {
        // Nothing to see.
      }
    }
  }

  /** Closes the innermost braces, unless an environment is open within them. */
  void closeGroup() {
    if (!frames.isEmpty() && frames.get(frames.size() - 1).isGroup()) {
      close(frames.remove(frames.size() - 1));
    }
  }

  /** Closes the innermost environment of this name, and all within it; whether there is one. */
  boolean closeEnvironment(String name) {
    if (openEnvironments.getOrDefault(name, 0) == 0) {
      return false;
    }
    int last = frames.size() - 1;
    while (!frames.get(last).environment().equals(name)) {
      last--;
    }
    closeTo(last);
    return true;
  }

  private void closeTo(int size) {
    while (frames.size() > size) {
      close(frames.remove(frames.size() - 1));
    }
  }

  /** After {@code \\}: a row of a table ends, or a line. */
  void endLine() {
    boolean row = tables == 1 && !frames.isEmpty();
    if (row && frames.get(frames.size() - 1).role() == Frame.Role.TABLE) {
      writer.row();
    } else {
      writer.line();
    }
  }
}

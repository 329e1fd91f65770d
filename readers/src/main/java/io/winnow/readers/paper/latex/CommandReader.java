package io.winnow.readers.paper.latex;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the commands that the paper does not define. */
final class CommandReader {
  private static final int LONGEST_ADDRESS = 4_000;
  private static final int LONGEST_SETTING = 40;

  private final LatexReader reader;
  private final Input input;

  CommandReader(LatexReader reader) {
    this.reader = reader;
    this.input = reader.input;
  }

  void read(Token token) {
    String name = token.text();
    Commands.Meaning meaning = Commands.meaning(name);
    if (meaning == Commands.Meaning.VERBATIM) {
      verbatim();
    } else if (meaning == null) {
      unknown(token);
    } else {
      if (meaning != Commands.Meaning.NOTHING && token.isWord()) {
        input.take('*');
      }
      if (token.isWord()) {
        // Addresses are read as they stand, so that nothing of them may be read as tokens before.
        if (meaning != Commands.Meaning.URL && meaning != Commands.Meaning.HREF) {
          input.skipSpace();
        }
      }
      known(name, meaning);
    }
  }

  private void known(String name, Commands.Meaning meaning) {
    switch (meaning) {
      case NOTHING -> {
        if (name.equals("(")) {
          reader.formula(reader.formulas.control(")"));
        } else if (name.equals("[")) {
          reader.display(reader.formulas.control("]"));
        }
      }
      case SKIP_1 -> skip(1);
      case SKIP_2, KEEP_3 -> skip(2);
      case SKIP_3 -> skip(3);
      case SKIP_4 -> skip(4);
      case KEEP_1, SUBSCRIPT -> input.skipOptions();
      case KEEP_2 -> skip(1);
      case MARK -> mark();
      case LENGTH -> length();
      case FIRST_OF_2 -> {
        List<Token> first = input.argument();
        input.skipArgument();
        input.push(first);
      }
      case TYPEWRITER -> reader.openGroup(Frame.Role.TYPEWRITER);
      case REFERENCE -> {
        input.skipOptions();
        input.skipArgument();
        if (name.equals("hyperref")) {
          // \hyperref[label]{text} is text.
          return;
        }
        if (name.toLowerCase(java.util.Locale.ROOT).endsWith("range")) {
          input.skipArgument();
        }
        reader.writer.dropReference();
      }
      case HEADING -> {
        input.skipOptions();
        reader.openGroup(Frame.Role.HEADING);
      }
      case FOOTNOTE -> {
        input.skipOptions();
        reader.openGroup(Frame.Role.FOOTNOTE);
      }
      case TITLE -> {
        input.skipOptions();
        reader.openGroup(Frame.Role.TITLE);
      }
      case BLOCK -> {
        input.skipOptions();
        if (name.equals("captionof")) {
          input.skipArgument();
        }
        reader.openGroup(Frame.Role.BLOCK);
      }
      case ITEM -> item();
      case LINE -> {
        Token next = input.peek();
        if (name.equals("\\") && next != null && next.isCharacter('*')) {
          input.next();
        }
        lineGap();
        reader.endLine();
      }
      case PARAGRAPH -> reader.writer.paragraph();
      case SPACE -> reader.writer.space();
      case INPUT -> include(name.equals("include"));
      case INPUT_IN_FOLDER -> {
        String folder = input.name();
        input.include(folder + input.name());
      }
      case PACKAGE -> packages();
      case URL -> address(true);
      case HREF -> {
        input.skipOptions();
        address(false);
      }
      case BEGIN -> reader.begin(input.name());
      case END -> reader.end(input.name());
      case CLASS -> {
        input.skipOptions();
        input.skipArgument();
        reader.startPreamble();
      }
      case END_FILE -> reader.endDocument();
      case VERBATIM -> verbatim();
    }
  }

  private void skip(int arguments) {
    input.skipOptions();
    for (int i = 0; i < arguments && input.skipArgument(); i++) {
      if (i + 1 < arguments) {
        input.skipOptions();
      }
    }
    reader.writer.drop();
  }

  /** The blank behind the mark of a footnote belongs to the text. */
  private void mark() {
    Token next = input.peek();
    if (next != null && next.isCharacter('[')) {
      input.optional();
    }
    reader.writer.drop();
  }

  private void item() {
    reader.writer.item();
    List<Token> label = input.optional();
    if (label != null && !label.isEmpty()) {
      List<Token> tokens = new ArrayList<>(label);
      tokens.add(Token.SPACE);
      input.push(tokens);
    }
  }

  /** The height in brackets after {@code \\}; a text in brackets on the next line is none. */
  private void lineGap() {
    Token next = input.peek();
    if (next != null && next.isCharacter('[')) {
      input.optional();
    }
  }

  /**
   * @param newPage whether no paragraph goes on into or out of the file
   */
  private void include(boolean newPage) {
    String file = fileName();
    if (newPage) {
      reader.writer.paragraph();
      input.push(List.of(Token.PARAGRAPH));
    }
    input.include(file);
  }

  private String fileName() {
    Token next = input.peek();
    if (next != null && next.is(Token.Kind.CHARACTER) && !next.isCharacter('[')) {
      StringBuilder name = new StringBuilder();
      while (next != null && next.is(Token.Kind.CHARACTER) && name.length() < LONGEST_ADDRESS) {
        name.append(next.text());
        input.next();
        next = input.peek();
      }
      return name.toString();
    }
    input.skipOptions();
    return input.name();
  }

  /** Packages that come with the paper define macros of its own. */
  private void packages() {
    input.skipOptions();
    String names = input.name();
    input.optional();
    if (reader.isPreamble()) {
      String[] each = names.split(",");
      for (int i = each.length - 1; i >= 0; i--) {
        input.include(each[i].strip() + ".sty");
      }
    }
  }

  private void address(boolean shown) {
    Tokenizer raw = input.raw();
    String address = raw == null ? null : raw.rawDelimited(LONGEST_ADDRESS);
    if (address == null) {
      address = input.name();
    }
    if (shown) {
      reader.writer.text(address.replace("\\", "").strip());
    }
  }

  private void verbatim() {
    Tokenizer raw = input.raw();
    String text = raw == null ? null : raw.rawDelimited(LONGEST_ADDRESS);
    if (text == null || raw == null) {
      return;
    }
    boolean more = reader.isPreamble();
    reader.writer.text(more ? "" : text);
  }

  /** Reads blank, sign, number, unit and stretch of a length as far as they are there. */
  private void length() {
    input.take('=');
    for (int i = 0; i < 40; i++) {
      Token token = input.peek();
      if (token == null || !token.is(Token.Kind.CHARACTER) && !token.is(Token.Kind.SPACE)) {
        break;
      }
      char c = token.text().charAt(0);
      if (!(Character.isDigit(c) || c == '-' || c == '.' || c == '+')) {
        break;
      }
      input.next();
      i += Character.isDigit(c) ? 0 : 1;
    }
    word(List.of("pt", "em", "ex", "cm", "mm", "in", "pc", "bp", "sp", "mu", "true"));
    input.skipSpace();
    if (word(List.of("plus", "minus"))) {
      input.skipSpace();
      length();
    }
  }

  /** Reads one of these words; whether one was there. */
  private boolean word(List<String> words) {
    List<Token> read = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    while (words.stream().anyMatch(word -> word.startsWith(text.toString()))) {
      if (words.contains(text.toString())) {
        return true;
      }
      Token token = input.next();
      if (token == null) {
        return false;
      }
      read.add(token);
      text.append(token.text());
    }
    for (int i = read.size() - 1; i >= 0; i--) {
      input.back(read.get(i));
    }
    return false;
  }

  private void unknown(Token token) {
    String name = token.text();
    switch (name) {
      case "ensuremath" -> {
        List<Token> formula = new ArrayList<>();
        formula.add(Token.MATHEMATICS);
        formula.addAll(input.argument());
        formula.add(Token.MATHEMATICS);
        input.push(formula);
      }
      case "csname" -> named();
      case "bgroup" -> input.back(Token.OPEN);
      case "egroup" -> reader.closeGroup();
      case "end document" -> reader.endDocument();
      case "end environment" -> reader.closeEnvironment(name);
      case "end note" -> {
        reader.writer.close("(", ")");
        reader.writer.text(".");
        reader.writer.space();
      }
      case "end word" -> {
        reader.writer.text(".");
        reader.writer.space();
      }
      default -> {
        if (token.isWord()) {
          input.skipOptions();
          if (name.indexOf('@') >= 0) {
            input.skipAllArguments();
          } else {
            skipSettings();
          }
        }
      }
    }
  }

  /** Makes a control sequence of its letters. */
  private void named() {
    StringBuilder name = new StringBuilder();
    Token token = input.next();
    while (token != null && !token.isControl("endcsname") && name.length() < LONGEST_SETTING) {
      name.append(token.text());
      token = input.next();
    }
    input.push(List.of(Token.control(name.toString().strip())));
  }

  /**
   * Skips braces that hold a single word and are followed by other braces: they say how, such as a
   * colour or a width, and the last ones say what. Three such braces only set something up.
   */
  private void skipSettings() {
    List<Token> setting = setting();
    for (int count = 1; setting != null; count++) {
      Token next = input.peek();
      if (next == null || !next.is(Token.Kind.OPEN)) {
        for (int i = setting.size() - 1; i >= 0 && count < 3; i--) {
          input.back(setting.get(i));
        }
        return;
      }
      setting = setting();
    }
  }

  /** Braces around a single word, with them; null, with nothing read, if there are none. */
  @Nullable List<Token> setting() {
    List<Token> read = new ArrayList<>();
    Token token = input.peek();
    if (token == null || !token.is(Token.Kind.OPEN)) {
      return null;
    }
    do {
      token = input.next();
      if (token == null) {
        break;
      }
      read.add(token);
      if (token.is(Token.Kind.CLOSE)) {
        return read;
      }
    } while (read.size() < LONGEST_SETTING
        && (token.is(Token.Kind.CHARACTER) || token.is(Token.Kind.OPEN) && read.size() == 1));
    for (int i = read.size() - 1; i >= 0; i--) {
      input.back(read.get(i));
    }
    return null;
  }
}

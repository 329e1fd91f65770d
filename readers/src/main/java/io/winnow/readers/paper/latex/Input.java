package io.winnow.readers.paper.latex;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a paper: of its main file, of the files that it includes, and of the macros that it
 * calls. Every way to make it longer than its sources has a bound; what is beyond is left out.
 */
final class Input {
  /** Tokens that may come from macros. */
  static final int EXPANSION = 2_000_000;

  private static final int NESTED_MACROS = 10_000;
  private static final int LONGEST_ARGUMENT = 50_000;
  private static final int LONGEST_OPTION = 1_000;
  private static final int LOOKED_AHEAD = 2_000_000;
  private static final int FILES = 2_000;
  private static final int LOOKED_FOR = 10_000;
  private static final int LONGEST_NAME = 1_000;
  private static final int NESTED_FILES = 40;
  private static final int CHARACTERS = 50_000_000;

  /** Characters of files that are read to be told that they are too long. */
  private static final long READ = 2L * CHARACTERS;

  private final Function<String, Optional<String>> files;
  private final Deque<TokenSource> sources = new ArrayDeque<>();
  private final Set<String> open = new HashSet<>();

  /** What has been looked for; of what is there but too long, nothing. */
  private final Map<String, Optional<String>> found = new HashMap<>();

  private @Nullable Token ahead;
  private int expanded;
  private int lookedAhead;
  private int fileCount;
  private int characters;
  private long read;

  Input(String mainFile, Function<String, Optional<String>> files) {
    this.files = files;
    sources.push(new Tokenizer("", mainFile));
  }

  /** Null at the end of everything. */
  @Nullable Token next() {
    Token token = ahead;
    if (token != null) {
      ahead = null;
      return token;
    }
    for (TokenSource top = sources.peek(); top != null; top = sources.peek()) {
      token = top.next();
      if (token != null) {
        return token;
      }
      sources.pop();
      if (top instanceof Tokenizer file) {
        open.remove(file.name());
        return sources.isEmpty() ? null : Token.LINE_END;
      }
    }
    return null;
  }

  @Nullable Token peek() {
    Token token = next();
    if (token != null) {
      back(token);
    }
    return token;
  }

  /** Gives a token back that was read last. */
  void back(Token token) {
    keepAhead();
    ahead = token;
  }

  /** Puts tokens in front, unless this is beyond the bounds. */
  void push(List<Token> tokens) {
    keepAhead();
    while (sources.peek() instanceof TokenSource.Replay replay && replay.isOver()) {
      sources.pop();
    }
    if (tokens.size() <= EXPANSION - expanded && sources.size() < NESTED_MACROS) {
      // A call without any text counts too, or it could call itself for ever.
      expanded += tokens.size() + 1;
      sources.push(new TokenSource.Replay(tokens));
    }
  }

  private void keepAhead() {
    if (ahead != null) {
      sources.push(new TokenSource.Replay(List.of(ahead)));
      ahead = null;
    }
  }

  /** Whether a macro may still be called. */
  boolean mayExpand() {
    return expanded < EXPANSION;
  }

  /**
   * Reads a file next, tried with and without {@code .tex}, unless it is open already or beyond the
   * bounds.
   */
  void include(String name) {
    String path = below(name.strip());
    if (path.isEmpty() || fileCount >= FILES || open.size() >= NESTED_FILES) {
      return;
    }
    String other =
        path.endsWith(".tex") ? path.substring(0, path.length() - ".tex".length()) : path + ".tex";
    for (String each : List.of(path, other)) {
      Optional<String> file = open.contains(each) ? Optional.empty() : find(each);
      if (file.isPresent()) {
        characters += file.get().length();
        fileCount++;
        open.add(each);
        keepAhead();
        sources.push(new Tokenizer(each, file.get()));
        return;
      }
    }
  }

  /** A path without {@code .} and {@code ..}; empty if it leads out of the paper's folder. */
  private static String below(String path) {
    if (path.startsWith("/") || path.length() > LONGEST_NAME) {
      return "";
    }
    Deque<String> steps = new ArrayDeque<>();
    for (String step : path.split("/")) {
      if (step.equals("..")) {
        if (steps.isEmpty()) {
          return "";
        }
        steps.removeLast();
      } else if (!step.isEmpty() && !step.equals(".")) {
        steps.addLast(step);
      }
    }
    return String.join("/", steps);
  }

  /** A file that still fits, looked for once. */
  private Optional<String> find(String path) {
    Optional<String> file = found.get(path);
    if (file == null) {
      boolean may = !path.isEmpty() && found.size() < LOOKED_FOR && read <= READ;
      file = may ? files.apply(path) : Optional.empty();
      read += file.map(String::length).orElse(0);
    }
    file = file.filter(source -> source.length() <= CHARACTERS - characters);
    if (found.size() < LOOKED_FOR) {
      found.put(path, file);
    }
    return file;
  }

  /** Leaves the innermost file. */
  void leaveFile() {
    ahead = null;
    while (!sources.isEmpty()) {
      if (sources.pop() instanceof Tokenizer file) {
        open.remove(file.name());
        return;
      }
    }
  }

  /** How many files are open around the innermost one. */
  int fileDepth() {
    return open.size();
  }

  /**
   * The file that the next token comes from, to read its characters; null if it is from a macro.
   */
  @Nullable Tokenizer raw() {
    while (sources.peek() instanceof TokenSource.Replay replay && replay.isOver()) {
      sources.pop();
    }
    return ahead == null && sources.peek() instanceof Tokenizer file ? file : null;
  }

  void skipSpace() {
    Token token = next();
    while (token != null && token.is(Token.Kind.SPACE)) {
      token = next();
    }
    if (token != null) {
      back(token);
    }
  }

  /** Reads the next token if it is this character; whether it was. */
  boolean take(char c) {
    Token token = next();
    if (token != null && !token.isCharacter(c)) {
      back(token);
    }
    return token != null && token.isCharacter(c);
  }

  /** What is in the next braces, or else the next token. */
  List<Token> argument() {
    Token token = next();
    while (token != null && token.isBlank()) {
      token = next();
    }
    if (token == null) {
      return List.of();
    }
    if (token.is(Token.Kind.CLOSE)) {
      back(token);
      return List.of();
    }
    if (!token.is(Token.Kind.OPEN)) {
      return List.of(token);
    }
    List<Token> argument = new ArrayList<>();
    int depth = 1;
    for (token = next(); token != null && argument.size() < LONGEST_ARGUMENT; token = next()) {
      depth += depthOf(token);
      if (depth == 0) {
        return argument;
      }
      argument.add(token);
    }
    return argument;
  }

  /** What is before a delimiter, which is read too; braces around all of it are taken off. */
  List<Token> until(List<Token> delimiter) {
    List<Token> argument = new ArrayList<>();
    int depth = 0;
    for (Token token = next();
        token != null && argument.size() < LONGEST_ARGUMENT;
        token = next()) {
      argument.add(token);
      depth += depthOf(token);
      if (depth <= 0 && endsWith(argument, delimiter)) {
        int length = argument.size() - delimiter.size();
        boolean braced =
            length > 1
                && argument.get(0).is(Token.Kind.OPEN)
                && argument.get(length - 1).is(Token.Kind.CLOSE);
        return argument.subList(braced ? 1 : 0, braced ? length - 1 : length);
      }
    }
    return argument;
  }

  private static boolean endsWith(List<Token> tokens, List<Token> end) {
    int offset = tokens.size() - end.size();
    for (int i = 0; i < end.size(); i++) {
      if (offset < 0 || !tokens.get(offset + i).same(end.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** What is in the next brackets; null, with nothing read, if there are none. */
  @Nullable List<Token> optional() {
    skipSpace();
    if (lookedAhead > LOOKED_AHEAD || !take('[')) {
      return null;
    }
    List<Token> read = new ArrayList<>();
    int depth = 0;
    for (Token token = next(); token != null; token = next()) {
      if (depth == 0 && token.isCharacter(']')) {
        return read;
      }
      depth += depthOf(token);
      read.add(token);
      if (depth < 0 || token.is(Token.Kind.PARAGRAPH) || read.size() > LONGEST_OPTION) {
        break;
      }
    }
    lookedAhead += read.size();
    keepAhead();
    sources.push(new TokenSource.Replay(read));
    ahead = Token.character('[');
    return null;
  }

  /** Skips all brackets that follow. */
  void skipOptions() {
    while (optional() != null) {
      // All of them are options.
    }
  }

  /** Skips the next braces; whether there were any. */
  boolean skipArgument() {
    skipSpace();
    Token token = peek();
    if (token == null || !token.is(Token.Kind.OPEN)) {
      return false;
    }
    argument();
    return true;
  }

  /** Skips all brackets and braces that follow without blanks between them. */
  void skipAllArguments() {
    for (Token token = peek(); token != null; token = peek()) {
      if (token.is(Token.Kind.OPEN)) {
        argument();
      } else if (!token.isCharacter('[') || optional() == null) {
        return;
      }
    }
  }

  /** The argument as a name: its source, stripped. */
  String name() {
    return Token.source(argument()).strip();
  }

  private static int depthOf(Token token) {
    return token.is(Token.Kind.OPEN) ? 1 : token.is(Token.Kind.CLOSE) ? -1 : 0;
  }
}

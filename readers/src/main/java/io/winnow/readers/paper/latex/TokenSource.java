package io.winnow.readers.paper.latex;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives tokens one by one, then null for ever. */
interface TokenSource {
  @Nullable Token next();

  /** The tokens of an expanded macro. */
  final class Replay implements TokenSource {
    private final List<Token> tokens;
    private int at;

    Replay(List<Token> tokens) {
      this.tokens = tokens;
    }

    @Override
    public @Nullable Token next() {
      return at < tokens.size() ? tokens.get(at++) : null;
    }

    boolean isOver() {
      return at == tokens.size();
    }
  }
}

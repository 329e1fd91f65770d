package io.winnow.corpus.condition;

import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;

/** A node of the parsed condition. */
sealed interface Node extends Serializable permits Test, Value {
  /** What it is made of, from left to right. */
  default List<? extends Node> parts() {
    return List.of();
  }

  /** Meets this node, and then those below it from left to right. */
  default void visit(Consumer<Node> visitor) {
    visitor.accept(this);
    parts().forEach(part -> part.visit(visitor));
  }

  /**
   * Where a node stands.
   *
   * @param place of its first character, counted from 1
   * @param text of it
   */
  record Span(int place, String text) implements Serializable {
    @Override
    public String toString() {
      return text;
    }
  }
}

package io.winnow.pipelines.code;

import java.util.Set;

/** Reads the names of classes out of descriptors and generic signatures (JVMS 4.3 and 4.7.9.1). */
final class TypeNames {
  private final String text;
  private final Set<String> names;
  private int at;

  private TypeNames(String text, Set<String> names) {
    this.text = text;
    this.names = names;
  }

  /**
   * Adds all classes that a descriptor or signature names.
   *
   * @param to internal names, with slashes
   */
  static void add(String descriptor, Set<String> to) {
    if (descriptor.indexOf('L') >= 0) {
      new TypeNames(descriptor, to).read();
    }
  }

  private void read() {
    if (text.charAt(0) == '<') {
      parameters();
    }
    while (at < text.length()) {
      if ("()^".indexOf(text.charAt(at)) >= 0) {
        at++;
      } else {
        type();
      }
    }
  }

  /** {@code <T:Ljava/lang/Object;U::Ljava/lang/Comparable<TU;>;>}. */
  private void parameters() {
    at++;
    while (text.charAt(at) != '>') {
      at = text.indexOf(':', at);
      while (text.charAt(at) == ':') {
        at++;
        if (text.charAt(at) != ':') {
          type();
        }
      }
    }
    at++;
  }

  private void type() {
    switch (text.charAt(at)) {
      case '[' -> {
        at++;
        type();
      }
      case 'T' -> at = text.indexOf(';', at) + 1;
      case 'L' -> object();
      default -> at++;
    }
  }

  private void object() {
    StringBuilder name = new StringBuilder();
    for (at++; text.charAt(at) != ';'; at++) {
      char c = text.charAt(at);
      if (c == '<') {
        arguments();
      } else if (c == '.') {
        names.add(name.toString());
        name.append('$');
      } else {
        name.append(c);
      }
    }
    names.add(name.toString());
    at++;
  }

  /** Ends at the closing bracket. */
  private void arguments() {
    at++;
    while (text.charAt(at) != '>') {
      if ("*+-".indexOf(text.charAt(at)) >= 0) {
        at++;
      } else {
        type();
      }
    }
  }
}

package io.winnow.readers.paper.latex;

/**
 * Braces or an environment that are open.
 *
 * @param environment its name; empty for braces
 */
record Frame(Role role, String environment) {
  /** Shared by all plain braces, since hostile sources open millions. */
  static final Frame PLAIN = new Frame(Role.PLAIN, "");

  enum Role {
    PLAIN,
    FOOTNOTE,
    HEADING,
    TITLE,
    BLOCK,
    TYPEWRITER,
    LIST,
    TABLE,
    /** An environment of the paper, which closes when what it ends with has been read. */
    OWN
  }

  boolean isGroup() {
    return environment.isEmpty();
  }
}

package io.winnow.corpus.table;

import static io.winnow.corpus.Require.require;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * One column of a table.
 *
 * @param name lower-case words joined by underscores
 * @param type what it holds
 * @param description one phrase for a person
 */
public record Column(String name, ColumnType type, String description) implements Serializable {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  public Column {
    require(isName(name), "a column's name matches %s, but was %s", NAME, name);
  }

  /** Whether a column may be called so. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}

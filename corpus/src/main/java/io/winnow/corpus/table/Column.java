package io.winnow.corpus.table;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.DocumentId;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * One column of a table. A constant of it reads values by name and type: {@code row.get(TOKENS)}.
 *
 * @param <T> class of the values
 * @param name lower-case words joined by underscores
 * @param type what it holds
 * @param description one phrase for a person
 */
public record Column<T>(String name, ColumnType type, String description) implements Serializable {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  public Column {
    require(isName(name), "a column's name matches %s, but was %s", NAME, name);
  }

  /** A column whose type is known only while the program runs. */
  public static Column<?> of(String name, ColumnType type, String description) {
    return new Column<>(name, type, description);
  }

  /** Of yes and no. */
  public static Column<Boolean> flag(String name, String description) {
    return new Column<>(name, ColumnType.BOOLEAN, description);
  }

  /** Of whole numbers of 64 bits. */
  public static Column<Long> number(String name, String description) {
    return new Column<>(name, ColumnType.LONG, description);
  }

  /** Of floating-point numbers. */
  public static Column<Double> real(String name, String description) {
    return new Column<>(name, ColumnType.DOUBLE, description);
  }

  /** Of texts. */
  public static Column<String> text(String name, String description) {
    return new Column<>(name, ColumnType.STRING, description);
  }

  /** Of bytes. */
  public static Column<byte[]> bytes(String name, String description) {
    return new Column<>(name, ColumnType.BYTES, description);
  }

  /** Of ids and digests of 128 bits. */
  public static Column<DocumentId> id(String name, String description) {
    return new Column<>(name, ColumnType.ID, description);
  }

  /** Of lists of whole numbers of 32 bits. */
  public static Column<int[]> numbers(String name, String description) {
    return new Column<>(name, ColumnType.INTS, description);
  }

  /** Of lists of texts. */
  public static Column<String[]> texts(String name, String description) {
    return new Column<>(name, ColumnType.STRINGS, description);
  }

  /** Of lists of floating-point numbers. */
  public static Column<double[]> reals(String name, String description) {
    return new Column<>(name, ColumnType.DOUBLES, description);
  }

  /** Whether a column may be called so. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}

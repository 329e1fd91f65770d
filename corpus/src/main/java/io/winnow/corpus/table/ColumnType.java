package io.winnow.corpus.table;

/** What a column holds; every column may also hold nothing (null). */
public enum ColumnType {
  /** {@link Boolean}. */
  BOOLEAN,
  /** {@link Long}. */
  LONG,
  /** {@link Double}. */
  DOUBLE,
  /** {@link String}. */
  STRING,
  /** {@code byte[]}. */
  BYTES,
  /** {@link io.winnow.corpus.DocumentId}, 16 bytes. */
  ID,
  /** {@code int[]}, a list of numbers of 32 bits; in files only, not in blocks or conditions. */
  INTS,
  /** {@code String[]}, a list of texts; in files only, not in blocks or conditions. */
  STRINGS,
  /** {@code double[]}, a list of numbers; in files only, not in blocks or conditions. */
  DOUBLES;

  /** Whether a value is a list. */
  public boolean isList() {
    return this == INTS || this == STRINGS || this == DOUBLES;
  }
}

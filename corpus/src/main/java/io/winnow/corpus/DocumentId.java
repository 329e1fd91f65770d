package io.winnow.corpus;

import java.io.Serializable;

/**
 * 128 bits that name a document: a digest of its source's name, its own URI (or path inside its
 * container) and its text. The name and the order of input files are no part of it. Ordered as an
 * unsigned number, so that the order of ids is the order of their hexadecimal forms.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record DocumentId(long high, long low) implements Comparable<DocumentId>, Serializable {

  /** Length of the hexadecimal form. */
  public static final int DIGITS = 32;

  /**
   * The id of a document before equal ones are numbered.
   *
   * @param source name of the source in the recipe
   * @param own the record's own URI, or its path inside its container, or the empty string
   * @param textDigest {@link Digest#ofText} of its text
   */
  public static DocumentId of(String source, String own, DocumentId textDigest) {
    return new Digest().add(source).add(own).add(textDigest.high).add(textDigest.low).id();
  }

  /** The id of the {@code number}-th of several documents with this same id; the 0th keeps it. */
  public DocumentId numbered(long number) {
    return number == 0 ? this : new Digest().add("equal").add(high).add(low).add(number).id();
  }

  /**
   * Reads the form that {@link #toString} writes.
   *
   * @throws IllegalArgumentException unless {@code hex} is 32 hexadecimal digits
   */
  public static DocumentId parse(String hex) {
    Require.require(
        isHex(hex), "a document id has %d hexadecimal digits, but was \"%s\"", DIGITS, hex);
    return new DocumentId(
        Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
  }

  /** Whether {@link #parse} would read this. */
  public static boolean isHex(String text) {
    return text.length() == DIGITS && text.chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  @Override
  public int compareTo(DocumentId other) {
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    char[] hex = new char[DIGITS];
    for (int i = 0; i < 16; i++) {
      hex[i] = Character.forDigit((int) (high >>> (60 - 4 * i)) & 15, 16);
      hex[16 + i] = Character.forDigit((int) (low >>> (60 - 4 * i)) & 15, 16);
    }
    return new String(hex);
  }
}

package io.winnow.glm.training;

import java.util.Arrays;

/**
 * The letters that stand for bytes in the file of a byte-level tokenizer (GPT-2): printable bytes
 * stand for themselves, the others are counted up from U+0100, so that no letter is white space.
 */
final class ByteAlphabet {
  private static final char[] LETTERS = new char[256];
  private static final int[] BYTES = new int[0x100 + 256];

  static {
    Arrays.fill(BYTES, -1);
    char next = 0x100;
    for (int b = 0; b < 256; b++) {
      boolean printable = b >= '!' && b <= '~' || b >= 0xA1 && b != 0xAD;
      LETTERS[b] = printable ? (char) b : next++;
      BYTES[LETTERS[b]] = b;
    }
  }

  private ByteAlphabet() {}

  /** The letters of some bytes. */
  static String letters(byte[] bytes) {
    StringBuilder letters = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      letters.append(LETTERS[b & 255]);
    }
    return letters.toString();
  }

  /**
   * The bytes of some letters.
   *
   * @throws IllegalArgumentException if a character is no letter of the alphabet
   */
  static byte[] bytes(String letters) {
    byte[] bytes = new byte[letters.length()];
    for (int i = 0; i < bytes.length; i++) {
      char letter = letters.charAt(i);
      if (letter >= BYTES.length || BYTES[letter] < 0) {
        throw new IllegalArgumentException("the token " + letters + " is not of bytes");
      }
      bytes[i] = (byte) BYTES[letter];
    }
    return bytes;
  }
}

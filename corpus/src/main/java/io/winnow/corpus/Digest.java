package io.winnow.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The one digest of the project: SHA-256, of which ids keep the first 128 bits. A cryptographic
 * hash because texts come from strangers, who must not be able to make two documents look like one.
 */
public final class Digest {
  private final MessageDigest sha;
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  public Digest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Adds raw bytes, without a length: for streams that are one value. */
  public Digest raw(byte[] bytes, int offset, int length) {
    sha.update(bytes, offset, length);
    return this;
  }

  /** Adds one value with its length before it, so that ("a", "bc") and ("ab", "c") differ. */
  public Digest add(String value) {
    byte[] bytes = value.getBytes(UTF_8);
    add(bytes.length);
    sha.update(bytes);
    return this;
  }

  /** Adds one number. */
  public Digest add(long value) {
    sha.update(number.putLong(0, value).array());
    return this;
  }

  /** The whole digest as 64 hexadecimal digits; the digest starts anew. */
  public String hex() {
    byte[] bytes = sha.digest();
    StringBuilder hex = new StringBuilder(2 * bytes.length);
    for (byte b : bytes) {
      hex.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return hex.toString();
  }

  /** The first 128 bits as an id; the digest starts anew. */
  public DocumentId id() {
    ByteBuffer bytes = ByteBuffer.wrap(sha.digest());
    return new DocumentId(bytes.getLong(), bytes.getLong());
  }

  /** The 128-bit digest of a text's UTF-8 bytes. */
  public static DocumentId ofText(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new Digest().raw(bytes, 0, bytes.length).id();
  }
}

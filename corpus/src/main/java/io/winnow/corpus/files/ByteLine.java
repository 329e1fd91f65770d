package io.winnow.corpus.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** One line at a time; what is longer than the maximum is skipped without being held. */
public final class ByteLine {
  private final int maximum;
  private final byte[] one = new byte[1];
  private byte[] bytes = new byte[4096];
  private int size;
  private long length;
  private boolean tooLong;

  public ByteLine(int maximum) {
    this.maximum = maximum;
  }

  /** Without its line feed. */
  public byte[] bytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Bytes read, the line feed among them. */
  public long length() {
    return length;
  }

  public boolean tooLong() {
    return tooLong;
  }

  /**
   * Reads up to and with the next line feed; false at the end of the stream. Streams of {@link
   * Bytes} are read as far as they are buffered at a time, others byte by byte.
   */
  public boolean read(InputStream stream) throws IOException {
    size = 0;
    length = 0;
    tooLong = false;
    for (int b = stream.read(); b >= 0; b = stream.read()) {
      if (b == '\n') {
        length++;
        return true;
      }
      one[0] = (byte) b;
      add(one, 0, 1);
      if (stream instanceof BufferedBytes buffered && buffered.takeLine(this)) {
        length++;
        return true;
      }
    }
    return length > 0;
  }

  /** Adds bytes that are no line feed; holds as many as may be. */
  void add(byte[] from, int offset, int count) {
    length += count;
    int held = Math.min(count, maximum - size);
    tooLong |= held < count;
    if (size + held > bytes.length) {
      bytes =
          Arrays.copyOf(bytes, (int) Math.min(maximum, Math.max(2L * bytes.length, size + held)));
    }
    System.arraycopy(from, offset, bytes, size, held);
    size += held;
  }
}

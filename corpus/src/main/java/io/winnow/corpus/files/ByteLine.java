package io.winnow.corpus.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** One line at a time; what is longer than the maximum is skipped without being held. */
public final class ByteLine {
  private final int maximum;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
  private long length;
  private boolean tooLong;

  public ByteLine(int maximum) {
    this.maximum = maximum;
  }

  /** Without its line feed. */
  public byte[] bytes() {
    return bytes.toByteArray();
  }

  /** Bytes read, the line feed among them. */
  public long length() {
    return length;
  }

  public boolean tooLong() {
    return tooLong;
  }

  /** Reads up to and with the next line feed; false at the end of the stream. */
  public boolean read(InputStream stream) throws IOException {
    bytes.reset();
    length = 0;
    tooLong = false;
    for (int b = stream.read(); b >= 0; b = stream.read()) {
      length++;
      if (b == '\n') {
        return true;
      }
      if (bytes.size() < maximum) {
        bytes.write(b);
      } else {
        tooLong = true;
      }
    }
    return length > 0;
  }
}

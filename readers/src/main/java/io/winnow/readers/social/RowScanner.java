package io.winnow.readers.social;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Finds the {@code <row .../>} elements of a dump without parsing what is around them. A row ends
 * at the bracket outside of quotes; one that meets the beginning of another element before is
 * broken, and the search goes on there.
 */
final class RowScanner {
  private static final byte[] START = {'<', 'r', 'o', 'w'};

  private final InputStream stream;
  private final int maximum;
  private final ByteArrayOutputStream row = new ByteArrayOutputStream(4096);
  private long position;
  private long offset = -1;
  private State state = State.BROKEN;
  private boolean atStart;
  private int pending = -1;

  /** What was found. */
  enum State {
    WHOLE,
    BROKEN,
    TOO_LONG
  }

  /**
   * @param stream buffered
   * @param maximum bytes of a row
   */
  RowScanner(InputStream stream, int maximum) {
    this.stream = stream;
    this.maximum = maximum;
  }

  /** Byte offset of the row found last. */
  long offset() {
    return offset;
  }

  State state() {
    return state;
  }

  /** The row, if it is whole. */
  byte[] bytes() {
    return row.toByteArray();
  }

  /** Finds the next row; false at the end. */
  boolean next() throws IOException {
    if (!findStart()) {
      return false;
    }
    offset = position - START.length;
    row.reset();
    row.writeBytes(START);
    int quote = 0;
    for (int b = read(); b >= 0; b = read()) {
      if (b == '<') {
        // No attribute may have it: the row was cut off here.
        state = State.BROKEN;
        atStart = true;
        return true;
      }
      if (row.size() < maximum) {
        row.write(b);
      }
      if (quote == 0 && b == '>') {
        state = row.size() < maximum ? State.WHOLE : State.TOO_LONG;
        return true;
      }
      if (quote == 0 && (b == '"' || b == '\'')) {
        quote = b;
      } else if (b == quote) {
        quote = 0;
      }
    }
    state = State.BROKEN;
    return true;
  }

  /** Reads up to behind {@code <row}; false at the end. */
  private boolean findStart() throws IOException {
    int matched = atStart ? 1 : 0;
    atStart = false;
    while (true) {
      int b = read();
      if (b < 0) {
        return false;
      }
      if (matched == START.length) {
        if (b == ' ' || b == '\t' || b == '\n' || b == '\r') {
          position--;
          pending = b;
          return true;
        }
        matched = 0;
      }
      matched = b == START[matched] ? matched + 1 : b == '<' ? 1 : 0;
    }
  }

  private int read() throws IOException {
    int b = pending >= 0 ? pending : stream.read();
    pending = -1;
    if (b >= 0) {
      position++;
    }
    return b;
  }
}

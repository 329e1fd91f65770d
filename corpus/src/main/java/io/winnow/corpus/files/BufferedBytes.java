package io.winnow.corpus.files;

import java.io.BufferedInputStream;
import java.io.InputStream;

/**
 * Lets whoever looks for the end of a line look at what is buffered: to ask for each byte takes a
 * lock each time, and to ask for many at once loses those before a fault.
 */
final class BufferedBytes extends BufferedInputStream {
  BufferedBytes(InputStream stream, int size) {
    super(stream, size);
  }

  /**
   * Gives a line what is buffered of it.
   *
   * @return whether its line feed was among it; that is taken, too, and not given
   */
  boolean takeLine(ByteLine line) {
    int end = pos;
    while (end < count && buf[end] != '\n') {
      end++;
    }
    line.add(buf, pos, end - pos);
    boolean ended = end < count;
    pos = ended ? end + 1 : end;
    return ended;
  }
}

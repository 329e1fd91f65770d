package io.winnow.corpus.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteLineTest {
  private static final int MAXIMUM = 9000;

  /** Lines found by splitting the whole, however the stream is buffered. */
  @Test
  void linesAreThoseBetweenLineFeeds() throws IOException {
    Random random = new Random(45);
    int tooLong = 0;
    for (int round = 0; round < 100; round++) {
      byte[] all = new byte[random.nextInt(30_000)];
      random.nextBytes(all);
      int every = 1 + random.nextInt(round % 3 == 0 ? 20_000 : 50);
      for (int i = 0; i < all.length; i++) {
        if (all[i] == '\n' || random.nextInt(every) == 0) {
          all[i] = random.nextInt(every) == 0 ? (byte) '\n' : (byte) 'x';
        }
      }
      tooLong += checkLines(all, new ByteArrayInputStream(all));
      for (int buffer : new int[] {1, 2, 7, 4096, 64 << 10}) {
        checkLines(all, new BufferedBytes(new ByteArrayInputStream(all), buffer));
      }
    }
    assertTrue(tooLong > 10, "lines that are too long: " + tooLong);
  }

  private static int checkLines(byte[] all, InputStream stream) throws IOException {
    ByteLine line = new ByteLine(MAXIMUM);
    int tooLong = 0;
    for (int start = 0; start < all.length; ) {
      int end = start;
      while (end < all.length && all[end] != '\n') {
        end++;
      }
      assertTrue(line.read(stream));
      assertArrayEquals(
          Arrays.copyOfRange(all, start, Math.min(end, start + MAXIMUM)), line.bytes());
      assertEquals(end - start > MAXIMUM, line.tooLong());
      int next = Math.min(end + 1, all.length);
      assertEquals(next - start, line.length());
      start = next;
      tooLong += line.tooLong() ? 1 : 0;
    }
    assertFalse(line.read(stream));
    assertEquals(0, line.length());
    return tooLong;
  }

  /** A stream that breaks in the middle of what was asked for still gives the lines before. */
  @Test
  void linesBeforeAFaultAreRead() throws IOException {
    InputStream broken =
        new FilterInputStream(new ByteArrayInputStream("one\ntwo\nthr".getBytes(UTF_8))) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = super.read(bytes, offset, Math.min(length, 5));
            if (n < 0) {
              throw new IOException("broken");
            }
            return n;
          }

          @Override
          public int available() {
            return 1;
          }
        };
    InputStream stream = new BufferedBytes(broken, 64);
    ByteLine line = new ByteLine(MAXIMUM);
    assertTrue(line.read(stream));
    assertEquals("one", new String(line.bytes(), UTF_8));
    assertTrue(line.read(stream));
    assertEquals("two", new String(line.bytes(), UTF_8));
    assertThrows(IOException.class, () -> line.read(stream));
  }
}

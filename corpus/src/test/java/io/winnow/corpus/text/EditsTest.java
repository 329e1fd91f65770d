package io.winnow.corpus.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.winnow.corpus.text.Edits.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EditsTest {
  @Test
  void spansThatMeetOrOverlapAreOne() {
    assertEquals(
        List.of(new Span(1, 9), new Span(10, 12)),
        Edits.merge(List.of(new Span(10, 12), new Span(3, 6), new Span(1, 4), new Span(6, 9))));
  }

  /** Against a mark for every character. */
  @Test
  void whatIsLeftIsWhatNoSpanCovers() {
    long seed = 2;
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      int length = 1 + random.nextInt(40);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        text.append((char) ('a' + i % 26));
      }
      boolean[] covered = new boolean[length];
      List<Span> spans = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        int start = random.nextInt(length);
        int end = start + 1 + random.nextInt(length - start);
        spans.add(new Span(start, end));
        java.util.Arrays.fill(covered, start, end, true);
      }
      StringBuilder left = new StringBuilder();
      for (int i = 0; i < length; i++) {
        left.append(covered[i] ? "" : text.charAt(i));
      }
      assertEquals(left.toString(), Edits.cut(text.toString(), Edits.merge(spans)), "seed " + seed);
    }
  }

  @Test
  void aSpanBeyondTheTextIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Span(4, 4));
    assertThrows(IllegalArgumentException.class, () -> Edits.cut("abc", List.of(new Span(1, 4))));
  }
}

package io.winnow.quality.grade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketsTest {
  @Test
  void documentsOfOneTokenFillBucketsEqually() {
    Buckets buckets = new Buckets(Kind.WEB, "quality", 4);
    int[] expected = {1, 1, 2, 2, 3, 3, 4, 4};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], buckets.of(i, 1, expected.length));
    }
  }

  @Test
  void theBestDocumentIsInTheBestBucketHoweverLongItIs() {
    Buckets buckets = new Buckets(Kind.WEB, "quality", 20);
    assertEquals(20, buckets.of(0, 7, 7));
    assertEquals(20, buckets.of(1_000, 1_000_000, 1_001_000));
    assertEquals(20, buckets.of(Long.MAX_VALUE - 1, 1, Long.MAX_VALUE));
  }

  @Test
  void withoutTokensThereIsOneBucket() {
    Buckets buckets = new Buckets(Kind.WEB, "quality", 20);
    assertEquals(1, buckets.of(0, 0, 0));
    assertEquals(1, buckets.of(0, 0, 9));
    assertEquals(20, buckets.of(9, 0, 9));
  }

  /** The second opinion walks over every single token. */
  @Test
  void aDocumentIsWhereItsLastTokenIs() {
    Random random = new Random(45);
    for (int round = 0; round < 500; round++) {
      int[] tokens = random.ints(1 + random.nextInt(12), 1, 30).toArray();
      int all = 0;
      for (int own : tokens) {
        all += own;
      }
      Buckets buckets = new Buckets(Kind.WEB, "quality", 2 + random.nextInt(9));
      int before = 0;
      long lowest = 0;
      for (int own : tokens) {
        int last = before + own; // counted from 1
        int expected = 1;
        while (last * buckets.count() > expected * all) {
          expected++;
        }
        int bucket = buckets.of(before, own, all);
        assertEquals(expected, bucket, "round " + round);
        lowest += bucket == 1 ? own : 0;
        before += own;
      }
      assertTrue(lowest * buckets.count() <= all, "the lowest holds its share at most");
    }
  }
}

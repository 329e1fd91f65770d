package io.winnow.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  @Test
  void everyHalfIsReadAndWrittenUnchanged() {
    for (int half = 0; half <= 0xFFFF; half++) {
      float value = Embedding.toFloat((short) half);
      if (Float.isNaN(value)) {
        assertTrue((half & 0x7C00) == 0x7C00 && (half & 0x3FF) != 0);
      } else {
        assertEquals((short) half, Embedding.toHalf(value), Integer.toHexString(half));
      }
    }
  }

  @Test
  void knownValuesAreThoseOfTheStandard() {
    assertEquals(1f, Embedding.toFloat((short) 0x3C00));
    assertEquals(-2f, Embedding.toFloat((short) 0xC000));
    assertEquals(65504f, Embedding.toFloat((short) 0x7BFF));
    assertEquals(0x1p-24f, Embedding.toFloat((short) 1));
    assertEquals(Float.POSITIVE_INFINITY, Embedding.toFloat((short) 0x7C00));
  }

  /** Against a search for the nearest of all halves. */
  @Test
  void numbersAreRoundedToTheNearestHalf() {
    long seed = 3;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      float value = (float) ((random.nextDouble() * 2 - 1) * Math.pow(2, random.nextInt(42) - 26));
      short half = Embedding.toHalf(value);
      float back = Embedding.toFloat(half);
      if (Math.abs(value) < 65504) {
        double error = Math.abs((double) value - back);
        for (int step = -1; step <= 1; step += 2) {
          short neighbour = (short) (half + step);
          double other = Math.abs((double) value - Embedding.toFloat(neighbour));
          if ((half & 0x7FFF) != 0) {
            assertTrue(error <= other, "seed " + seed + ": " + value);
            assertTrue(error < other || (half & 1) == 0, "ties go to even: " + value);
          }
        }
      }
    }
  }

  @Test
  void aVectorOfAnotherLengthIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Embedding.read(new byte[4], new float[3]));
  }
}

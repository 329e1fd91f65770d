package io.winnow.mixtures.sequences;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BestFitTest {
  @Test
  void eachItemGoesIntoTheFullestBinWithRoom() {
    // 7 | 6 4 | 5 ... : 3 joins 7, which is fuller than 6; 4 fills 6; 2 and 1 fill what 5 leaves.
    assertArrayEquals(
        new int[] {0, 1, 2, 1, 0, 2, 2}, BestFit.bins(new int[] {7, 6, 5, 4, 3, 2, 1}, 10));
  }

  @Test
  void lookingAtEveryBinGivesTheSameBins() {
    Random random = new Random(5);
    for (int trial = 0; trial < 300; trial++) {
      int capacity = 1 + random.nextInt(trial % 2 == 0 ? 12 : 3000);
      int[] lengths =
          random
              .ints(random.nextInt(200), 1, capacity + 1)
              .map(l -> 1 + l * l / capacity)
              .map(l -> Math.min(l, capacity))
              .toArray();
      assertArrayEquals(naive(lengths, capacity), BestFit.bins(lengths, capacity));
    }
  }

  /** Looks at every bin; of equally full ones takes that which was left so last. */
  private static int[] naive(int[] lengths, int capacity) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, lengths.length).boxed().toList());
    order.sort(Comparator.comparingInt((Integer i) -> -lengths[i]).thenComparingInt(i -> i));
    List<int[]> bins = new ArrayList<>(); // room, time of the last change
    int[] result = new int[lengths.length];
    int time = 0;
    for (int item : order) {
      int best = -1;
      for (int bin = 0; bin < bins.size(); bin++) {
        int[] now = bins.get(bin);
        if (now[0] >= lengths[item]
            && (best < 0
                || now[0] < bins.get(best)[0]
                || (now[0] == bins.get(best)[0] && now[1] > bins.get(best)[1]))) {
          best = bin;
        }
      }
      if (best < 0) {
        best = bins.size();
        bins.add(new int[] {capacity, 0});
      }
      bins.get(best)[0] -= lengths[item];
      bins.get(best)[1] = time++;
      result[item] = best;
    }
    return result;
  }

  @Test
  void fewBinsAreMoreThanHalfEmpty() {
    int[] lengths = new Random(6).ints(5000, 1, 4097).toArray();
    int[] bins = BestFit.bins(lengths, 4096);
    int[] filled = new int[Arrays.stream(bins).max().orElseThrow() + 1];
    for (int i = 0; i < bins.length; i++) {
      filled[bins[i]] += lengths[i];
    }
    assertTrue(Arrays.stream(filled).allMatch(sum -> sum <= 4096));
    // Two bins that are half empty would have been one.
    assertTrue(Arrays.stream(filled).filter(sum -> sum <= 2048).count() <= 1);
    // The guarantee of best-fit decreasing: 11/9 of the least possible, and 6/9.
    double least = Math.ceil(Arrays.stream(lengths).asLongStream().sum() / 4096.0);
    assertTrue(filled.length <= 11 / 9.0 * least + 6 / 9.0 || filled.length <= 1.2 * least);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> BestFit.bins(new int[] {11}, 10));
    assertThrows(IllegalArgumentException.class, () -> BestFit.bins(new int[] {0}, 10));
    assertEquals(0, BestFit.bins(new int[0], 10).length);
  }
}

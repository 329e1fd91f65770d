package io.winnow.dedup.forks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.DocumentId;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepositorySketchTest {
  private static RepositorySketch sketch(Set<Long> files) {
    long[] smallest =
        files.stream()
            .sorted(Long::compareUnsigned)
            .limit(RepositorySketch.SIZE)
            .mapToLong(Long::longValue)
            .toArray();
    return new RepositorySketch(new DocumentId(1, 1), files.size(), 0, smallest);
  }

  private static Set<Long> random(Random random, int size) {
    Set<Long> files = new HashSet<>();
    while (files.size() < size) {
      files.add(random.nextLong());
    }
    return files;
  }

  /** Against the sets themselves. */
  @Test
  void whatSmallRepositoriesShareIsCountedAndWhatLargeOnesShareIsEstimated() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      boolean small = round % 2 == 0;
      int bound = small ? RepositorySketch.SIZE / 2 : 8000;
      Set<Long> mine = random(random, 1 + random.nextInt(bound));
      Set<Long> theirs = random(random, 1 + random.nextInt(bound));
      int both = 0;
      for (long file : mine) {
        if (random.nextInt(3) > 0) {
          theirs.add(file);
          both++;
        }
      }
      long shared = sketch(mine).shared(sketch(theirs));
      if (mine.size() <= RepositorySketch.SIZE && theirs.size() <= RepositorySketch.SIZE) {
        assertEquals(both, shared, "seed " + seed);
      } else {
        // Of at least 32 digests; five standard errors of a share of two thirds.
        double error = Math.abs(shared - both) / (double) mine.size();
        assertTrue(shared == 0 || error < 0.45, "seed " + seed + ": " + shared + " for " + both);
        if (mine.size() > 3000 && theirs.size() < 3 * mine.size()) {
          assertTrue(error < 0.15, "seed " + seed + ": " + shared + " for " + both);
        }
      }
    }
  }

  @Test
  void theOneWithMoreFilesIsPreferredThenTheLaterThenTheSmallerId() {
    RepositorySketch few = new RepositorySketch(new DocumentId(1, 0), 3, 9, new long[0]);
    RepositorySketch early = new RepositorySketch(new DocumentId(2, 0), 4, 1, new long[0]);
    RepositorySketch late = new RepositorySketch(new DocumentId(3, 0), 4, 2, new long[0]);
    RepositorySketch same = new RepositorySketch(new DocumentId(4, 0), 4, 2, new long[0]);
    assertTrue(early.compareTo(few) < 0);
    assertTrue(late.compareTo(early) < 0);
    assertTrue(late.compareTo(same) < 0);
  }
}

package io.winnow.dedup.sketch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

public class SketchTest {
  @Test
  void aSketchHasTheSmallestHashesSorted() {
    long seed = 17;
    Random random = new Random(seed);
    for (int count : new int[] {1, 2, 500, 1023, 1024, 1025, 2048, 5_000, 40_000}) {
      for (int different : new int[] {1, 100, 1_000, 1_025, 100_000}) {
        long[] pool = random.longs(different).toArray();
        long[] hashes = new long[count + 3];
        TreeSet<Integer> expected = new TreeSet<>();
        for (int i = 0; i < count; i++) {
          hashes[i] = pool[random.nextInt(different)];
          expected.add((int) (hashes[i] >> 32));
        }
        assertArrayEquals(
            expected.stream().mapToInt(hash -> hash).limit(Sketch.SIZE).toArray(),
            Sketch.of(hashes, count),
            count + " of " + different + ", seed " + seed);
      }
    }
  }

  @Test
  void hashesThatAreAllSmallAreFoundToo() {
    // The first guess of a limit lets through far more than are wanted.
    long[] hashes = new long[10_000];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = (long) (Integer.MIN_VALUE + (i * 7919 % 10_000)) << 32;
    }
    assertArrayEquals(
        IntStream.range(0, Sketch.SIZE).map(i -> Integer.MIN_VALUE + i).toArray(),
        Sketch.of(hashes, hashes.length));
  }

  @Test
  void theSimilarityOfShortTextsIsExact() {
    long seed = 18;
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      Set<Integer> a = draw(random, 1 + random.nextInt(Sketch.SIZE - 1), 1 + random.nextInt(3000));
      Set<Integer> b = draw(random, 1 + random.nextInt(Sketch.SIZE - 1), 1 + random.nextInt(3000));
      assertEquals(exact(a, b), similarity(a, b), "seed " + seed);
      assertEquals(1, similarity(a, a));
    }
  }

  @Test
  void theSimilarityOfLongTextsIsThatOfASample() {
    Random random = new Random(19);
    double squares = 0;
    double expected = 0;
    for (int i = 0; i < 200; i++) {
      Set<Integer> a = new HashSet<>();
      Set<Integer> b = new HashSet<>();
      int shared = random.nextInt(4_000);
      random.ints(shared).forEach(hash -> a.add(hash));
      b.addAll(a);
      random.ints(500 + random.nextInt(3_000)).forEach(a::add);
      random.ints(100 + random.nextInt(500)).forEach(b::add);
      double exact = exact(a, b);
      double error = similarity(a, b) - exact;
      squares += error * error;
      // Exact if both are short; a sample without replacement is better than this bound.
      boolean whole = a.size() < Sketch.SIZE && b.size() < Sketch.SIZE;
      expected += whole ? 0 : exact * (1 - exact) / Sketch.SIZE;
    }
    assertTrue(squares < 1.3 * expected, squares + " of " + expected);
    assertTrue(squares > 0, "samples are not exact");
  }

  @Test
  void sketchesAreReadFromMemoryAndFileAlike() throws IOException {
    Random random = new Random(20);
    int[][] sketches = new int[500][];
    try (SketchStore store = new SketchStore(100_000)) {
      for (int i = sketches.length - 1; i >= 0; i--) {
        sketches[i] = random.ints(1 + random.nextInt(Sketch.SIZE)).sorted().toArray();
        store.put(i, Sketch.bytes(sketches[i]));
        store.put(i, Sketch.bytes(new int[] {1}));
      }
      int[] into = new int[Sketch.SIZE];
      for (int i : random.ints(2_000, 0, sketches.length).toArray()) {
        assertArrayEquals(sketches[i], Arrays.copyOf(into, store.read(i, into)));
      }
      assertThrows(IllegalArgumentException.class, () -> store.read(5_000, into));
    }
  }

  private static Set<Integer> draw(Random random, int count, int range) {
    Set<Integer> hashes = new HashSet<>();
    random.ints(count, 0, range).forEach(hashes::add);
    return hashes;
  }

  /** Similarity of two sets by their sketches. */
  public static double exact(Set<Integer> a, Set<Integer> b) {
    Set<Integer> shared = new HashSet<>(a);
    shared.retainAll(b);
    return (double) shared.size() / (a.size() + b.size() - shared.size());
  }

  private static double similarity(Set<Integer> a, Set<Integer> b) {
    int[] first = sketch(a);
    int[] second = sketch(b);
    return Sketch.similarity(first, first.length, second, second.length);
  }

  public static int[] sketch(Set<Integer> hashes) {
    return hashes.stream().mapToInt(hash -> hash).sorted().limit(Sketch.SIZE).toArray();
  }
}

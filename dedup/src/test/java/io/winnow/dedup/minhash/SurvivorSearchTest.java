package io.winnow.dedup.minhash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.DocumentId;
import io.winnow.dedup.minhash.SurvivorSearch.Member;
import io.winnow.dedup.sketch.Sketch;
import io.winnow.dedup.sketch.SketchStore;
import io.winnow.dedup.sketch.SketchTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SurvivorSearchTest {
  @Test
  void bothEndsOfAChainStay() throws IOException {
    // A~B and B~C at 0.8, but A and C share 0.6; B is preferred least.
    List<Set<Integer>> sets = List.of(range(0, 90), range(20, 110), range(10, 100));
    SurvivorSearch.Result result = search(sets, 0, 0.75);
    assertArrayEquals(new int[] {0, 1, 0}, result.survivor());
    assertArrayEquals(new double[] {1, 1, 0.8}, result.similarity());
    // Where B is preferred, it is enough.
    result = search(List.of(sets.get(2), sets.get(0), sets.get(1)), 0, 0.75);
    assertArrayEquals(new int[] {0, 0, 0}, result.survivor());
  }

  @Test
  void withoutAThresholdAllButTheFirstGo() throws IOException {
    SurvivorSearch.Result result =
        search(List.of(range(0, 10), range(100, 110), range(5, 10)), 0, 0);
    assertArrayEquals(new int[] {0, 0, 0}, result.survivor());
    assertArrayEquals(new double[] {1, 0, 0.5}, result.similarity());
  }

  @Test
  void whatEarlierRunsKeptStaysThoughItIsAlike() throws IOException {
    SurvivorSearch.Result result =
        search(List.of(range(0, 10), range(0, 10), range(0, 9), range(0, 10)), 2, 0.5);
    assertArrayEquals(new int[] {0, 1, 0, 0}, result.survivor());
  }

  /** Few members and many, short and long, with what all of them share. */
  @Test
  void survivorsAreThoseOfComparingAllWithAll() throws IOException {
    long seed = Long.getLong("winnow.seed", System.nanoTime());
    Random random = new Random(seed);
    int lost = 0;
    int kept = 0;
    for (int i = 0; i < 40; i++) {
      List<Set<Integer>> sets =
          family(random, 1 + random.nextInt(i % 3 == 0 ? PrefixIndex.LONGEST : 30));
      double threshold = new double[] {0.3, 0.5, 0.7, 0.8, 0.95, 1}[random.nextInt(6)];
      int earlier = random.nextInt(1 + sets.size() / 3);
      SurvivorSearch.Result result = search(sets, earlier, threshold);
      SurvivorSearch.Result expected = bruteForce(sets, earlier, threshold);
      String message = "-Dwinnow.seed=" + seed + ", component " + i + ", " + threshold;
      assertArrayEquals(expected.survivor(), result.survivor(), message);
      assertArrayEquals(expected.similarity(), result.similarity(), message);
      for (int j = 0; j < sets.size(); j++) {
        lost += result.survivor()[j] == j ? 0 : 1;
        kept += result.survivor()[j] == j ? 1 : 0;
        assertEquals(result.survivor()[j], result.survivor()[result.survivor()[j]], message);
      }
    }
    assertTrue(lost > 100 && kept > 100, lost + " lost, " + kept + " kept");
  }

  /** Pages of one template, three quarters of which they share: too little to go for each other. */
  @Test
  void pagesOfOneTemplateStayAndTheirCopiesGo() throws IOException {
    Random random = new Random(7);
    List<Set<Integer>> sets = new ArrayList<>();
    int pages = 4 * PrefixIndex.LONGEST;
    for (int i = 0; i < pages; i++) {
      Set<Integer> page = range(0, 300);
      random.ints(100).forEach(page::add);
      sets.add(page);
    }
    for (int i = 0; i < pages; i += 7) {
      Set<Integer> copy = new HashSet<>(sets.get(i));
      random.ints(5).forEach(copy::add);
      sets.add(copy);
    }
    SurvivorSearch.Result result = search(sets, 0, 0.72);
    for (int i = 0; i < sets.size(); i++) {
      assertEquals(i < pages ? i : 7 * (i - pages), result.survivor()[i]);
    }
  }

  /** Variants of a few originals with one header on all. */
  private static List<Set<Integer>> family(Random random, int count) {
    int header = random.nextInt(300);
    boolean large = count < 50 && random.nextInt(4) == 0;
    List<List<Integer>> originals = new ArrayList<>();
    List<Set<Integer>> sets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (originals.isEmpty() || random.nextInt(4) == 0) {
        originals.add(random.ints(5 + random.nextInt(large ? 3000 : 400)).boxed().toList());
      }
      List<Integer> original = originals.get(random.nextInt(originals.size()));
      int changes = random.nextInt(1 + original.size() / 2);
      Set<Integer> set = new HashSet<>(original);
      for (int j = 0; j < changes; j++) {
        set.remove(original.get(random.nextInt(original.size())));
        set.add(random.nextInt());
      }
      set.addAll(range(0, header));
      sets.add(set);
    }
    return sets;
  }

  private static SurvivorSearch.Result bruteForce(
      List<Set<Integer>> sets, int earlier, double threshold) {
    int[] survivor = new int[sets.size()];
    double[] similarity = new double[sets.size()];
    List<int[]> sketches = sets.stream().map(SketchTest::sketch).toList();
    for (int i = 0; i < sets.size(); i++) {
      survivor[i] = i;
      similarity[i] = 1;
      double most = 0;
      int equal = i < earlier ? i : firstEqual(sketches, i);
      if (equal < i) {
        survivor[i] = survivor[equal];
        similarity[i] = similarity[equal];
        continue;
      }
      for (int j = 0; j < i && i >= earlier; j++) {
        double found = survivor[j] == j ? bySample(sets.get(i), sets.get(j)) : 0;
        if (found > most && found >= threshold) {
          most = found;
          survivor[i] = j;
          similarity[i] = found;
        }
      }
    }
    return new SurvivorSearch.Result(survivor, similarity);
  }

  /** What has an equal sketch goes where the first of them went. */
  private static int firstEqual(List<int[]> sketches, int place) {
    int first = 0;
    while (!Arrays.equals(sketches.get(first), sketches.get(place))) {
      first++;
    }
    return first;
  }

  /** From the definition: shared ones among the smallest of the union. */
  private static double bySample(Set<Integer> a, Set<Integer> b) {
    if (a.size() < Sketch.SIZE && b.size() < Sketch.SIZE) {
      return SketchTest.exact(a, b);
    }
    Set<Integer> union = new HashSet<>(a);
    union.addAll(b);
    return Arrays.stream(SketchTest.sketch(union))
        .mapToDouble(hash -> a.contains(hash) && b.contains(hash) ? 1 : 0)
        .average()
        .orElseThrow();
  }

  private static Set<Integer> range(int from, int to) {
    Set<Integer> range = new HashSet<>();
    for (int i = from; i < to; i++) {
      range.add(i * 0x9E3779B9);
    }
    return range;
  }

  private static SurvivorSearch.Result search(
      List<Set<Integer>> sets, int earlier, double threshold) throws IOException {
    try (SketchStore store = new SketchStore(50_000)) {
      Map<List<Integer>, Integer> numbers = new HashMap<>();
      List<Member> members = new ArrayList<>();
      for (int i = 0; i < sets.size(); i++) {
        int[] sketch = SketchTest.sketch(sets.get(i));
        int number =
            numbers.computeIfAbsent(Arrays.stream(sketch).boxed().toList(), s -> numbers.size());
        store.put(number, Sketch.bytes(sketch));
        byte[] order = {(byte) (i >> 8), (byte) i};
        members.add(new Member(7, i, new DocumentId(0, i), order, number, 1, i < earlier));
      }
      List<Member> sorted = new ArrayList<>(members);
      sorted.sort(Member::compareTo);
      assertEquals(members, sorted);
      return new SurvivorSearch(store, threshold).search(members);
    }
  }
}

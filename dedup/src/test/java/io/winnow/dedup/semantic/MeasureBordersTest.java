package io.winnow.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.Row;
import io.winnow.dedup.kmeans.InnerProducts;
import io.winnow.dedup.semantic.MeasureBorders.Place;
import io.winnow.dedup.semantic.SemanticCell.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MeasureBordersTest {
  private static final double[] THRESHOLDS = {0.9, 0.5, 0.97};

  /** All pairs with one of the sample by plain sums, each once, however the cells are divided. */
  @Test
  void pairsWithASampleAreThoseOfComparingItWithAll() {
    Random random = new Random(33);
    Map<Long, List<Member>> cells = new TreeMap<>();
    List<Place> all = new ArrayList<>();
    List<Member> members = SemanticCellTest.members(random, 400);
    for (int i = 0; i < members.size(); i++) {
      Member of = members.get(i);
      long cell = random.nextInt(12);
      int[] neighbours = random.ints(i % 4, 0, 12).toArray();
      Member member = new Member(i, of.id(), of.order(), of.embedding(), neighbours);
      cells.computeIfAbsent(cell, c -> new ArrayList<>()).add(member);
      all.add(new Place(cell, member));
    }
    for (double share : new double[] {0.05, 0.5, 1}) {
      List<Place> sample = all.stream().filter(one -> random.nextDouble() < share).toList();
      long[][] expected = plainly(sample, all);
      assertTrue(
          expected[1][1] > expected[1][2] && expected[1][2] > 0, Arrays.deepToString(expected));
      for (int partitions : new int[] {1, 5}) {
        assertArrayEquals(expected, count(sample, cells, partitions), share + ", " + partitions);
      }
    }
  }

  @Test
  void ofManyDocumentsAtLeastFiveHundredArePlace() {
    assertEquals(1, MeasureBorders.share(0));
    assertEquals(1, MeasureBorders.share(5_000));
    assertEquals(2_500, MeasureBorders.share(10_000) * 10_000, 1e-6);
    assertEquals(500, MeasureBorders.share(1_000_000_000) * 1e9, 1e-3);
  }

  /** For each threshold: documents sampled, pairs, pairs brought together. */
  private static long[][] count(List<Place> sample, Map<Long, List<Member>> cells, int partitions) {
    long[][] sums = new long[THRESHOLDS.length][3];
    try (InnerProducts products = new InnerProducts(24)) {
      for (int partition = 0; partition < partitions; partition++) {
        Map<Long, List<Member>> here = new TreeMap<>(cells);
        int number = partition;
        here.keySet().removeIf(cell -> cell % partitions != number);
        PackedRows counts =
            new PackedRows(
                AddUp.COUNTED,
                (to, block) -> PackedRows.unpack(AddUp.COUNTED, block, row -> add(row, sums)));
        new MeasureBorders(THRESHOLDS, products).count(sample, here, counts);
        counts.flush();
      }
    }
    return sums;
  }

  private static void add(Row row, long[][] sums) {
    long[] sum = sums[Math.toIntExact(row.get(FindSemanticCopies.NUMBER))];
    sum[0] += row.get(FindSemanticCopies.SAMPLED);
    sum[1] += row.get(FindSemanticCopies.PAIRS);
    sum[2] += row.get(FindSemanticCopies.TOGETHER);
  }

  private static long[][] plainly(List<Place> sample, List<Place> all) {
    long[][] sums = new long[THRESHOLDS.length][3];
    for (int t = 0; t < sums.length; t++) {
      sums[t][0] = sample.size();
      for (int i = 0; i < all.size(); i++) {
        for (int j = 0; j < i; j++) {
          Place a = all.get(i);
          Place b = all.get(j);
          double cosine = SemanticCellTest.cosine(a.member(), b.member());
          assertTrue(Math.abs(cosine - THRESHOLDS[t]) > 1e-7, "too near to tell");
          if (cosine >= THRESHOLDS[t] && (sample.contains(a) || sample.contains(b))) {
            boolean together =
                a.cell() == b.cell()
                    || Arrays.stream(a.member().neighbours()).anyMatch(c -> c == b.cell())
                    || Arrays.stream(b.member().neighbours()).anyMatch(c -> c == a.cell());
            sums[t][1]++;
            sums[t][2] += together ? 1 : 0;
          }
        }
      }
    }
    return sums;
  }
}

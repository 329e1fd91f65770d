package io.winnow.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.corpus.Digest;
import io.winnow.corpus.Embedding;
import io.winnow.dedup.kmeans.Vectors;
import io.winnow.dedup.semantic.SemanticCell.Member;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SemanticCellTest {
  @Test
  void ofAChainOnlyThoseNearASurvivorGo() {
    // Angles in degrees; neighbours are 10 degrees apart, and 15 are allowed.
    List<Member> chain = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      chain.add(member(i, Math.toRadians(10 * i)));
    }
    assertEquals(
        Map.of(0L, 0L, 1L, 0L, 2L, 2L, 3L, 2L, 4L, 4L, 5L, 4L),
        survivors(chain, Math.cos(Math.toRadians(15))));
  }

  @Test
  void thePreferredOneStaysWhateverTheOrderOfArrival() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      members.add(member(i, 0.0001 * i));
    }
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(members, new Random(i));
      Map<Long, Long> survivors = survivors(members, 0.99);
      assertEquals(20, survivors.size());
      survivors.values().forEach(survivor -> assertEquals(0, survivor));
    }
  }

  /** Against the walk written down once more with plain sums of doubles, for each threshold. */
  @Test
  void randomCellsAreComparedAsThePlainWalkComparesThem() {
    long seed = 21;
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      List<Member> members = members(random, 1 + random.nextInt(round < 30 ? 60 : 700));
      double[] thresholds = new double[1 + random.nextInt(6)];
      for (int t = 0; t < thresholds.length; t++) {
        thresholds[t] = 0.3 + random.nextDouble() * 0.69;
      }
      String name = "seed " + seed + ", round " + round;
      Map<Long, Long> found = new TreeMap<>();
      long[] gone;
      try (SemanticCell cell = new SemanticCell(thresholds, 24)) {
        // A cell before it must not leave anything behind.
        cell.compare(members(random, 300), (member, survivor, similarity) -> {});
        gone =
            cell.compare(
                new ArrayList<>(members),
                (member, survivor, similarity) -> found.put(member.rowId(), survivor.rowId()));
      }
      assertEquals(plain(members, thresholds[0]), found, name);
      for (int t = 0; t < thresholds.length; t++) {
        long plain =
            plain(members, thresholds[t]).entrySet().stream()
                .filter(e -> !e.getKey().equals(e.getValue()))
                .count();
        assertEquals(plain, gone[t], name + ", threshold " + thresholds[t]);
      }
    }
  }

  /** Most around four directions; one in ten is another's vector over again. */
  static List<Member> members(Random random, int count) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = new float[24];
      for (int j = 0; j < vector.length; j++) {
        vector[j] = (float) (random.nextGaussian() + (j == i % 4 ? 4 : 0));
      }
      Vectors.normalize(vector);
      members.add(
          i > 0 && random.nextInt(10) == 0
              ? member(i, members.get(random.nextInt(i)).embedding())
              : member(i, vector));
    }
    return members;
  }

  @Test
  void equalVectorsGoAtAnyThreshold() {
    List<Member> members = new ArrayList<>();
    Random random = new Random(22);
    float[] vector = new float[100];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < 1000; i++) {
      members.add(member(i, vector));
    }
    try (SemanticCell cell = new SemanticCell(new double[] {1}, 100)) {
      assertEquals(999, cell.compare(members, (member, survivor, s) -> assertEquals(1, s))[0]);
    }
  }

  /**
   * For each document, the preferred first, the one that it goes for. Equal vectors share the first
   * one's lot.
   */
  static Map<Long, Long> plain(List<Member> members, double threshold) {
    Map<ByteBuffer, Member> firsts = new HashMap<>();
    Map<Long, Long> survivors = new TreeMap<>();
    List<Member> kept = new ArrayList<>();
    for (Member member : members) {
      Member first = firsts.putIfAbsent(ByteBuffer.wrap(member.embedding()), member);
      Member best = null;
      double most = threshold;
      for (Member other : kept) {
        double cosine = cosine(member, other);
        if (first == null && cosine >= most) {
          best = other;
          most = cosine;
        }
      }
      long survivor = first != null ? survivors.get(first.rowId()) : member.rowId();
      survivors.put(member.rowId(), best == null ? survivor : best.rowId());
      if (survivors.get(member.rowId()) == member.rowId()) {
        kept.add(member);
      }
    }
    return survivors;
  }

  static double cosine(Member a, Member b) {
    float[] x = new float[a.embedding().length / 2];
    float[] y = new float[x.length];
    Embedding.read(a.embedding(), x);
    Embedding.read(b.embedding(), y);
    double product = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      product += (double) x[i] * y[i];
      xx += (double) x[i] * x[i];
      yy += (double) y[i] * y[i];
    }
    return product / Math.sqrt(xx * yy);
  }

  private static Map<Long, Long> survivors(List<Member> members, double threshold) {
    Map<Long, Long> survivors = new TreeMap<>();
    try (SemanticCell cell = new SemanticCell(new double[] {threshold}, 2)) {
      cell.compare(
          members,
          (member, survivor, similarity) -> {
            assertEquals(true, similarity >= threshold && similarity <= 1);
            survivors.put(member.rowId(), survivor.rowId());
          });
    }
    return survivors;
  }

  private static Member member(long row, double angle) {
    return member(row, new float[] {(float) Math.cos(angle), (float) Math.sin(angle)});
  }

  private static Member member(long row, float[] vector) {
    return member(row, Embedding.toBytes(vector));
  }

  private static Member member(long row, byte[] embedding) {
    byte[] order = ByteBuffer.allocate(8).putLong(row).array();
    return new Member(row, Digest.ofText("document " + row), order, embedding.clone());
  }
}

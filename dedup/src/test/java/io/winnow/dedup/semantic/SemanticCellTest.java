package io.winnow.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Embedding;
import io.winnow.dedup.semantic.SemanticCell.Member;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
    Map<Long, String> clusters = clusters(chain, Math.cos(Math.toRadians(15)));
    assertEquals("0 of 2", clusters.get(0L));
    assertEquals("0 of 2", clusters.get(1L));
    assertEquals("2 of 2", clusters.get(3L));
    assertEquals("4 of 2", clusters.get(5L));
  }

  @Test
  void thePreferredOneStaysWhateverTheOrderOfArrival() {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      members.add(member(i, 0.0001 * i));
    }
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(members, new Random(i));
      Map<Long, String> clusters = clusters(members, 0.99);
      assertEquals(20, clusters.size());
      clusters.values().forEach(value -> assertEquals("0 of 20", value));
    }
  }

  /** Against the walk written down once more with plain sums of doubles. */
  @Test
  void randomCellsAreComparedAsThePlainWalkComparesThem() {
    long seed = 21;
    Random random = new Random(seed);
    for (int round = 0; round < 30; round++) {
      List<Member> members = new ArrayList<>();
      int count = 1 + random.nextInt(60);
      for (int i = 0; i < count; i++) {
        float[] vector = new float[24];
        for (int j = 0; j < vector.length; j++) {
          vector[j] = (float) (random.nextGaussian() + (j == i % 4 ? 4 : 0));
        }
        Vectors.normalize(vector);
        members.add(member(i, vector));
      }
      double threshold = 0.3 + random.nextDouble() * 0.6;
      assertEquals(
          plain(new ArrayList<>(members), threshold),
          clusters(members, threshold),
          "seed " + seed + ", round " + round);
    }
  }

  private static Map<Long, String> plain(List<Member> members, double threshold) {
    Map<Member, Member> survivors = new TreeMap<>((a, b) -> Long.compare(a.rowId(), b.rowId()));
    for (Member member : members) {
      Member best = null;
      double most = threshold;
      for (Member other : members) {
        if (survivors.get(other) == other && cosine(member, other) >= most) {
          best = best == null || cosine(member, other) > most ? other : best;
          most = cosine(member, best);
        }
      }
      survivors.put(member, best == null ? member : best);
    }
    Map<Long, String> clusters = new TreeMap<>();
    survivors.forEach(
        (member, survivor) -> {
          long size = survivors.values().stream().filter(s -> s == survivor).count();
          if (size > 1) {
            clusters.put(member.rowId(), survivor.rowId() + " of " + size);
          }
        });
    return clusters;
  }

  private static double cosine(Member a, Member b) {
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

  private static Map<Long, String> clusters(List<Member> members, double threshold) {
    Map<Long, String> clusters = new TreeMap<>();
    SemanticCell.compare(
        members,
        threshold,
        (member, cluster, survivor, size, similarity) -> {
          DocumentId smallest = survivor.id();
          assertEquals(true, cluster.compareTo(smallest) <= 0);
          assertEquals(true, similarity >= threshold && similarity <= 1);
          clusters.put(member.rowId(), survivor.rowId() + " of " + size);
        });
    return clusters;
  }

  private static Member member(long row, double angle) {
    return member(row, new float[] {(float) Math.cos(angle), (float) Math.sin(angle)});
  }

  private static Member member(long row, float[] vector) {
    byte[] order = ByteBuffer.allocate(8).putLong(row).array();
    return new Member(
        row, Digest.ofText("document " + row), Arrays.copyOf(order, 8), Embedding.toBytes(vector));
  }
}

package io.winnow.dedup.semantic;

import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.dedup.kmeans.AllPairs;
import io.winnow.dedup.kmeans.InnerProducts;
import io.winnow.dedup.semantic.SemanticCell.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the borders between cells cost: of all pairs that are similar enough and have a document of
 * a sample, how many are compared. The sample goes to every partition, and each of its documents is
 * compared with all there.
 *
 * <p>Memory: the sample and {@value #AT_ONCE} documents, 4 bytes a dimension.
 */
final class MeasureBorders {
  /** So few documents are all sampled, which takes a fifth of a second of products. */
  private static final int ALL = 5000;

  /** Of more, so many at least: as many products as the search takes in cells of 1,000. */
  private static final int LEAST = 500;

  private static final int AT_ONCE = 4096;

  private final double[] thresholds;
  private final AllPairs allPairs;

  MeasureBorders(double[] thresholds, InnerProducts products) {
    this.thresholds = thresholds.clone();
    this.allPairs = new AllPairs(products);
  }

  /** A document and its cell. */
  record Place(long cell, Member member) {
    /** Whether it is compared with another one, in their cell or in a neighbouring one. */
    private boolean meets(Place other) {
      return cell == other.cell
          || contains(member.neighbours(), other.cell)
          || contains(other.member.neighbours(), cell);
    }

    private static boolean contains(int[] cells, long cell) {
      for (int one : cells) {
        if (one == cell) {
          return true;
        }
      }
      return false;
    }
  }

  /** The share of the documents that is sampled. */
  static double share(long documents) {
    double all = Math.max(1, documents);
    return Math.min(1, Math.max(LEAST, (double) ALL * ALL / all) / all);
  }

  /**
   * Compares a sample with the documents of a partition. A pair of two that are both sampled counts
   * once.
   *
   * @param cells documents by number of their cell
   * @param counts takes rows of {@link AddUp#COUNTED}
   */
  void count(List<Place> sample, Map<Long, List<Member>> cells, PackedRows counts) {
    Set<Long> sampled =
        sample.stream().map(one -> one.member().rowId()).collect(Collectors.toSet());
    List<byte[]> vectors = sample.stream().map(one -> one.member().embedding()).toList();
    double lowest = Arrays.stream(thresholds).min().orElseThrow();
    long[] pairs = new long[thresholds.length];
    long[] together = new long[thresholds.length];
    long here = 0;
    List<Place> places = new ArrayList<>();
    cells.forEach((cell, members) -> members.forEach(one -> places.add(new Place(cell, one))));
    for (int from = 0; from < places.size(); from += AT_ONCE) {
      List<Place> some = places.subList(from, Math.min(places.size(), from + AT_ONCE));
      here += some.stream().filter(place -> sampled.contains(place.member().rowId())).count();
      allPairs.find(
          vectors,
          some.stream().map(place -> place.member().embedding()).toList(),
          lowest,
          (i, j, product) -> {
            Place one = sample.get(i);
            Place other = some.get(j);
            long otherRow = other.member().rowId();
            if (one.member().rowId() < otherRow || !sampled.contains(otherRow)) {
              boolean meet = one.meets(other);
              for (int t = 0; t < thresholds.length; t++) {
                pairs[t] += product >= thresholds[t] ? 1 : 0;
                together[t] += meet && product >= thresholds[t] ? 1 : 0;
              }
            }
          });
    }
    for (int t = 0; t < thresholds.length; t++) {
      counts.add(0, (long) t, 0L, 0L, here, pairs[t], together[t]);
    }
  }
}

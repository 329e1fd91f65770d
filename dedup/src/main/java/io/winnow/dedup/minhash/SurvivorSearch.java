package io.winnow.dedup.minhash;

import io.winnow.corpus.DocumentId;
import io.winnow.dedup.sketch.Sketch;
import io.winnow.dedup.sketch.SketchStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/*
 * Members are walked through in the order of preference, and each is compared with the survivors
 * before it, never with what went: so a loser is similar to its survivor, and of a chain A~B~C with
 * A unlike C both ends stay. It goes for the most similar one; those of equal sketches go for one.
 *
 * Where survivors are many, those worth comparing are found by prefixes [1]. Sketches are ordered
 * from the rarest hash of the component to the most frequent. Two of similarity t share t of the
 * larger one at least, so each has one of the shared hashes among its first (1 - t) of all and one
 * more. What many documents have, such as a licence's header, comes last and is mostly looked up by
 * nobody. How frequent a hash is, is counted roughly: any order of hashes is right, a good one is
 * only faster.
 *
 * Where pages of one template share so much that it reaches into their prefixes, a look would meet
 * every survivor before it. So a hash leads to the 256 most preferred survivors that have it: in a
 * component of more, one that shares nothing rarer with a document is not compared with it, and both
 * stay. Of those that are met, most have met too late in their order to be alike.
 *
 * [1] Bayardo, Ma, Srikant: Scaling up all pairs similarity search, WWW 2007.
 */
/** Decides which members of one component stay, and for which of them each other one goes. */
final class SurvivorSearch {
  /** So many survivors are all compared, without an index. */
  private static final int FEW = 16;

  private static final int MOST_COUNTERS = 1 << 25; // 64 MB

  private final SketchStore sketches;
  private final double threshold;
  private final int[] own = new int[Sketch.SIZE];
  private final int[] other = new int[Sketch.SIZE];
  private final long[] ordered = new long[Sketch.SIZE];

  // Of the component that is being searched.
  private List<Member> members = List.of();
  private final List<Integer> survivors = new ArrayList<>();
  private char[] frequencies = new char[0];
  private PrefixIndex index;

  /**
   * @param sketches of all members
   * @param threshold Jaccard similarity from which on the less preferred of two goes; at 0 all of a
   *     component go but the first, however unlike it they are
   */
  SurvivorSearch(SketchStore sketches, double threshold) {
    this.sketches = sketches;
    this.threshold = threshold;
    this.index = new PrefixIndex(threshold);
  }

  /**
   * A document.
   *
   * @param component what it was found in
   * @param rowId where it lies
   * @param order the smaller its bytes, the sooner it is kept
   * @param sketch its number in the store; one for all of equal sketches
   * @param copies documents that it stands for, itself included
   * @param earlier whether an earlier run has kept it: then it stays in any case
   */
  record Member(
      long component,
      long rowId,
      DocumentId id,
      byte[] order,
      int sketch,
      long copies,
      boolean earlier) {
    /** Earlier ones first, then by order and id. */
    int compareTo(Member that) {
      int byRun = Boolean.compare(that.earlier, earlier);
      int byOrder = byRun == 0 ? Arrays.compareUnsigned(order, that.order) : byRun;
      return byOrder == 0 ? id.compareTo(that.id) : byOrder;
    }
  }

  /**
   * Who goes for whom.
   *
   * @param survivor place of each member's survivor, its own for survivors
   * @param similarity to it
   */
  record Result(int[] survivor, double[] similarity) {}

  /**
   * Searches one component.
   *
   * @param component its members in the order of preference
   */
  Result search(List<Member> component) throws IOException {
    members = component;
    survivors.clear();
    int[] survivor = new int[component.size()];
    double[] similarity = new double[component.size()];
    Map<Integer, Integer> firstOf = new HashMap<>(); // place of the first of equal sketches
    for (int i = 0; i < component.size(); i++) {
      Member member = component.get(i);
      Integer first = firstOf.putIfAbsent(member.sketch(), i);
      survivor[i] = i;
      similarity[i] = 1;
      if (first != null && !member.earlier()) {
        survivor[i] = survivor[first];
        similarity[i] = similarity[first];
      } else if (first == null) {
        int size = sketches.read(member.sketch(), own);
        if (threshold > 0 && survivors.size() > FEW) {
          order(size);
        }
        if (!member.earlier() && !survivors.isEmpty()) {
          nearest(size, i, survivor, similarity);
        }
        if (survivor[i] == i) {
          add(i, size);
        }
      }
    }
    return new Result(survivor, similarity);
  }

  /** Finds the most similar survivor, the most preferred of equally similar ones. */
  private void nearest(int size, int at, int[] survivor, double[] similarity) throws IOException {
    if (threshold == 0) {
      survivor[at] = survivors.get(0);
      similarity[at] = similarity(size, 0);
      return;
    }
    int best = -1;
    double most = 0;
    if (survivors.size() <= FEW) {
      for (int i = 0; i < survivors.size(); i++) {
        double found = similarity(size, i);
        if (found > most) {
          best = i;
          most = found;
        }
      }
    } else {
      int candidates = index.find(ordered, size);
      for (int i = 0; i < candidates; i++) {
        int candidate = index.candidate(i);
        double found = similarity(size, candidate);
        if (found > most || found == most && candidate < best) {
          best = candidate;
          most = found;
        }
      }
    }
    if (best >= 0 && most >= threshold) {
      survivor[at] = survivors.get(best);
      similarity[at] = most;
    }
  }

  private double similarity(int size, int candidate) throws IOException {
    int otherSize = sketches.read(members.get(survivors.get(candidate)).sketch(), other);
    return Sketch.similarity(own, size, other, otherSize);
  }

  private void add(int place, int size) throws IOException {
    survivors.add(place);
    if (threshold == 0 || survivors.size() <= FEW) {
      return;
    }
    if (survivors.size() > FEW + 1) {
      index.add(ordered, size);
      return;
    }
    countFrequencies();
    index = new PrefixIndex(threshold);
    for (int survivor : survivors) {
      int survivorSize = sketches.read(members.get(survivor).sketch(), own);
      order(survivorSize);
      index.add(ordered, survivorSize);
    }
  }

  /** Puts the hashes of the sketch at hand in order, their frequencies in the upper halves. */
  private void order(int size) {
    for (int i = 0; i < size; i++) {
      long frequency = frequencies[own[i] & frequencies.length - 1];
      ordered[i] = frequency << 32 | own[i] & 0xFFFF_FFFFL;
    }
    Arrays.sort(ordered, 0, size);
  }

  private void countFrequencies() throws IOException {
    long hashes = (long) members.size() * Sketch.SIZE;
    int counters = (int) Math.min(MOST_COUNTERS, Long.highestOneBit(hashes));
    frequencies = new char[counters];
    int last = -1;
    int[] numbers = members.stream().mapToInt(Member::sketch).sorted().toArray();
    for (int number : numbers) {
      if (number != last) {
        int size = sketches.read(number, other);
        for (int i = 0; i < size; i++) {
          int at = other[i] & counters - 1;
          frequencies[at] += frequencies[at] < Character.MAX_VALUE ? 1 : 0;
        }
        last = number;
      }
    }
  }
}

package io.winnow.glm.training;

import static io.winnow.corpus.Require.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * Learns the merges of a byte-level tokenizer: again and again the most frequent pair of neighbours
 * inside words becomes one token [1].
 *
 * <p>Words are counted once and kept as arrays of ids. Counts of pairs change only where a merge
 * changes a word; a heap gives the most frequent pair, and an entry whose count has changed since
 * is put back with its new one. Among equally frequent pairs that with the smaller left id goes
 * first, then that with the smaller right id, so the result depends on nothing but the counts of
 * words.
 *
 * <p>[1] Sennrich, Haddow, Birch (2016), Neural Machine Translation of Rare Words with Subword
 * Units, algorithm 1.
 */
final class BpeTraining {
  private static final int BYTES = 256;

  private final Map<String, Integer> counts = new HashMap<>();

  /** Two neighbours by id. */
  private record Pair(int left, int right) {}

  /** A pair with a count that may be out of date, and then is too large. */
  private record Candidate(Pair pair, long count) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int order = Long.compare(other.count, count);
      if (order == 0) {
        order = Integer.compare(pair.left, other.pair.left);
      }
      return order == 0 ? Integer.compare(pair.right, other.pair.right) : order;
    }
  }

  /** Counts the words of a text. */
  void add(String text) {
    PreTokenizer.words(text, word -> counts.merge(word, 1, Math::addExact));
  }

  /**
   * Learns a vocabulary.
   *
   * @param tokens ordinary tokens wanted, at least 256; fewer come out where no pair is left that
   *     occurs twice
   */
  BpeTokenizer train(int tokens) {
    require(tokens >= BYTES, "a vocabulary has at least 256 tokens, but %s were wanted", tokens);
    List<int[]> words = new ArrayList<>();
    List<Integer> weights = new ArrayList<>();
    new TreeMap<>(counts)
        .forEach(
            (word, count) -> {
              byte[] bytes = word.getBytes(UTF_8);
              int[] ids = new int[bytes.length];
              for (int i = 0; i < ids.length; i++) {
                ids[i] = bytes[i] & 255;
              }
              words.add(ids);
              weights.add(count);
            });
    Map<Pair, Long> pairs = new HashMap<>();
    Map<Pair, Set<Integer>> places = new HashMap<>();
    for (int word = 0; word < words.size(); word++) {
      int[] ids = words.get(word);
      for (int i = 0; i + 1 < ids.length; i++) {
        Pair pair = new Pair(ids[i], ids[i + 1]);
        pairs.merge(pair, (long) weights.get(word), Long::sum);
        places.computeIfAbsent(pair, p -> new HashSet<>()).add(word);
      }
    }
    PriorityQueue<Candidate> heap = new PriorityQueue<>();
    pairs.forEach((pair, count) -> heap.add(new Candidate(pair, count)));
    List<int[]> merges = new ArrayList<>();
    while (BYTES + merges.size() < tokens && !heap.isEmpty()) {
      Candidate best = heap.remove();
      long now = pairs.getOrDefault(best.pair, 0L);
      if (now != best.count) {
        if (now > 0) {
          heap.add(new Candidate(best.pair, now));
        }
        continue;
      }
      if (best.count < 2) {
        break;
      }
      int merged = BYTES + merges.size();
      merges.add(new int[] {best.pair.left, best.pair.right});
      Set<Pair> grown = new HashSet<>();
      for (int word : places.getOrDefault(best.pair, Set.of())) {
        int[] ids = words.get(word);
        int weight = weights.get(word);
        for (int i = 0; i + 1 < ids.length; i++) {
          pairs.merge(new Pair(ids[i], ids[i + 1]), (long) -weight, Long::sum);
        }
        int[] shorter = merge(ids, best.pair, merged);
        words.set(word, shorter);
        for (int i = 0; i + 1 < shorter.length; i++) {
          Pair pair = new Pair(shorter[i], shorter[i + 1]);
          pairs.merge(pair, (long) weight, Long::sum);
          if (pair.left == merged || pair.right == merged) {
            places.computeIfAbsent(pair, p -> new HashSet<>()).add(word);
            grown.add(pair);
          }
        }
      }
      pairs.remove(best.pair);
      places.remove(best.pair);
      // Other pairs only became rarer: their entries are too large, and are put right when met.
      for (Pair pair : grown) {
        heap.add(new Candidate(pair, pairs.getOrDefault(pair, 0L)));
      }
    }
    return new BpeTokenizer(merges);
  }

  private static int[] merge(int[] ids, Pair pair, int merged) {
    int[] shorter = new int[ids.length];
    int length = 0;
    for (int i = 0; i < ids.length; i++) {
      if (i + 1 < ids.length && ids[i] == pair.left && ids[i + 1] == pair.right) {
        shorter[length++] = merged;
        i++;
      } else {
        shorter[length++] = ids[i];
      }
    }
    return Arrays.copyOf(shorter, length);
  }
}

package io.winnow.dedup.contamination;

import io.winnow.dedup.words.NormalizedWords;
import io.winnow.dedup.words.WordRows;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Looks for the items of benchmarks in texts, one after another. Not thread-safe. */
public final class ContaminationScan {
  private final Benchmarks benchmarks;
  private final NormalizedWords words = new NormalizedWords();
  private final WordRows rows = new WordRows();

  public ContaminationScan(Benchmarks benchmarks) {
    this.benchmarks = benchmarks;
  }

  /**
   * What a text shares with an item.
   *
   * @param benchmark of the item
   * @param item its id there
   * @param share of the item's rows of words that the text has
   * @param spans where it has them: pairs of the first character and the one behind the last, in
   *     order, apart from each other
   */
  public record Overlap(String benchmark, String item, double share, int[] spans) {}

  /** Everything that a text shares, in the order of the items. */
  public List<Overlap> scan(String text) {
    words.read(text);
    rows.read(words);
    Map<Integer, Found> found = null;
    int[] lengths = benchmarks.lengths();
    for (int k = 0; k < lengths.length; k++) {
      int length = lengths[k];
      long power = benchmarks.powers()[k];
      int count = rows.count(length);
      for (int i = 0; i < count; i++) {
        long hash = rows.hash(i, length, power);
        int pair = benchmarks.find(hash);
        if (pair >= 0) {
          found = found == null ? new TreeMap<>() : found;
          for (; benchmarks.has(pair, hash); pair++) {
            Found own = found.computeIfAbsent(benchmarks.itemOf(pair), item -> new Found());
            own.hashes.add(hash);
            own.words.set(i, i + length);
          }
        }
      }
    }
    return found == null ? List.of() : overlaps(found);
  }

  /** How many words a text has. */
  public int words(String text) {
    words.read(text);
    return words.count();
  }

  private static final class Found {
    private final Set<Long> hashes = new HashSet<>();
    private final BitSet words = new BitSet();
  }

  private List<Overlap> overlaps(Map<Integer, Found> found) {
    List<Overlap> overlaps = new ArrayList<>();
    found.forEach(
        (number, own) -> {
          Benchmarks.Item item = benchmarks.item(number);
          overlaps.add(
              new Overlap(
                  item.benchmark(),
                  item.id(),
                  (double) own.hashes.size() / item.rows(),
                  spans(own.words)));
        });
    return overlaps;
  }

  /** Runs of words as runs of characters. */
  private int[] spans(BitSet covered) {
    List<Integer> spans = new ArrayList<>();
    for (int start = covered.nextSetBit(0); start >= 0; ) {
      int end = covered.nextClearBit(start);
      spans.add(words.start(start));
      spans.add(words.end(end - 1));
      start = covered.nextSetBit(end);
    }
    return spans.stream().mapToInt(Integer::intValue).toArray();
  }
}

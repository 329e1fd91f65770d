package io.winnow.dedup.contamination;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.corpus.files.JsonLines;
import io.winnow.dedup.words.NormalizedWords;
import io.winnow.dedup.words.WordRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The rows of words of all items of some benchmarks. Immutable; one for the same files in a JVM.
 *
 * <p>Memory: about 30 bytes a row of words, 200 bytes an item.
 */
public final class Benchmarks {
  private static final ConcurrentMap<String, Benchmarks> SHARED = new ConcurrentHashMap<>();

  /**
   * One item.
   *
   * @param benchmark that it belongs to
   * @param id of it there
   * @param rows of words in it, each counted once
   */
  record Item(String benchmark, String id, int rows) {}

  private final List<Item> items = new ArrayList<>();
  private final int[] lengths;
  private final long[] powers;

  // The items that have a row, as pairs (hash, item) sorted by both, and a table of open addresses
  // that leads to the first pair of a hash.
  private final long[] hashes;
  private final int[] itemOf;
  private final int[] table;
  private int skipped;

  private Benchmarks(List<String> files, ContaminationParameters parameters) throws IOException {
    Rows rows = new Rows(parameters);
    for (String file : files) {
      JsonLines.read(file, (line, object) -> item(file, line, object, rows));
    }
    this.lengths = IntStream.rangeClosed(1, parameters.words()).filter(i -> rows.used[i]).toArray();
    this.powers = Arrays.stream(lengths).mapToLong(WordRows::power).toArray();
    int[] order =
        IntStream.range(0, rows.count)
            .boxed()
            .sorted(
                (a, b) -> {
                  int byHash = Long.compare(rows.hashes[a], rows.hashes[b]);
                  return byHash != 0 ? byHash : Integer.compare(rows.items[a], rows.items[b]);
                })
            .mapToInt(Integer::intValue)
            .toArray();
    this.hashes = Arrays.stream(order).mapToLong(i -> rows.hashes[i]).toArray();
    this.itemOf = Arrays.stream(order).map(i -> rows.items[i]).toArray();
    this.table = new int[Math.max(2, Integer.highestOneBit(Math.max(1, hashes.length)) * 4)];
    Arrays.fill(table, -1);
    for (int i = 0; i < hashes.length; i++) {
      if (i == 0 || hashes[i] != hashes[i - 1]) {
        int slot = (int) hashes[i] & table.length - 1;
        while (table[slot] >= 0) {
          slot = slot + 1 & table.length - 1;
        }
        table[slot] = i;
      }
    }
  }

  /**
   * The benchmarks of some files, read once in this JVM.
   *
   * @param files of JSON Lines
   * @param digest of their bytes
   * @throws io.winnow.corpus.files.WrongInput naming the line that is wrong
   */
  public static Benchmarks of(
      List<String> files, String digest, ContaminationParameters parameters) {
    return SHARED.computeIfAbsent(
        digest + " " + parameters,
        key -> {
          try {
            return new Benchmarks(files, parameters);
          } catch (IOException e) {
            throw new UncheckedIOException("a benchmark cannot be read", e);
          }
        });
  }

  private void item(String file, long line, JsonNode object, Rows rows) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    int before = rows.count;
    rows.add(object, items.size());
    if (rows.count == before) {
      skipped++;
    }
    items.add(
        new Item(
            first(object, name, "bench", "benchmark", "dataset"),
            first(object, Long.toString(line), "id", "task_id", "instance_id"),
            rows.count - before));
  }

  private static String first(JsonNode object, String otherwise, String... names) {
    for (String name : names) {
      JsonNode value = object.get(name);
      if (value != null && value.isValueNode() && !value.asText().isEmpty()) {
        return value.asText();
      }
    }
    return otherwise;
  }

  /** How many items there are. */
  public int items() {
    return items.size();
  }

  /** How many of them have too few words to be looked for. */
  public int skipped() {
    return skipped;
  }

  Item item(int number) {
    return items.get(number);
  }

  /** How many words the rows have: in ascending order. */
  int[] lengths() {
    return lengths;
  }

  /** {@link WordRows#power} of each length. */
  long[] powers() {
    return powers;
  }

  /** The first pair of a row's hash, or -1 if no item has it. */
  int find(long hash) {
    int slot = (int) hash & table.length - 1;
    while (table[slot] >= 0) {
      if (hashes[table[slot]] == hash) {
        return table[slot];
      }
      slot = slot + 1 & table.length - 1;
    }
    return -1;
  }

  /** Whether a pair, found or next to one, is of this hash. */
  boolean has(int pair, long hash) {
    return pair < hashes.length && hashes[pair] == hash;
  }

  int itemOf(int pair) {
    return itemOf[pair];
  }

  /** The rows of all items while they are read. */
  private static final class Rows {
    private final ContaminationParameters parameters;
    private final NormalizedWords words = new NormalizedWords();
    private final WordRows sums = new WordRows();
    private final boolean[] used;
    private long[] hashes = new long[1024];
    private int[] items = new int[1024];
    private int count;

    Rows(ContaminationParameters parameters) {
      this.parameters = parameters;
      this.used = new boolean[parameters.words() + 1];
    }

    /** Adds the different rows of an item. */
    void add(JsonNode object, int item) {
      LongStream.Builder own = LongStream.builder();
      for (String field : parameters.fields()) {
        JsonNode value = object.get(field);
        if (value == null || !value.isTextual()) {
          continue;
        }
        words.read(value.asText());
        if (words.count() < parameters.minimumWords()) {
          continue;
        }
        int length = Math.min(parameters.words(), words.count());
        used[length] = true;
        sums.read(words);
        long power = WordRows.power(length);
        for (int i = 0; i < sums.count(length); i++) {
          own.add(sums.hash(i, length, power));
        }
      }
      own.build().distinct().forEach(hash -> add(hash, item));
    }

    private void add(long hash, int item) {
      if (count == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * count);
        items = Arrays.copyOf(items, 2 * count);
      }
      hashes[count] = hash;
      items[count++] = item;
    }
  }
}

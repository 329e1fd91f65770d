package io.winnow.corpus.shuffle;

import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The rows of one partition, in any order; to be gone through once.
 *
 * @param schema of the rows
 * @param blocks that {@link PackedRows} made
 */
public record Rows(Schema schema, Iterable<byte[]> blocks) {
  /** Takes each row; one block of them is in memory at a time. */
  public void forEach(Consumer<Row> consumer) {
    for (byte[] block : blocks) {
      PackedRows.unpack(schema, block, consumer);
    }
  }

  /** What each row stands for, in a list that may be sorted. */
  public <T> List<T> map(Function<Row, T> function) {
    List<T> list = new ArrayList<>();
    forEach(row -> list.add(function.apply(row)));
    return list;
  }

  /** What each row stands for, by what it has to do with, which is sorted. */
  public <K extends Comparable<K>, T> SortedMap<K, List<T>> groups(
      Function<Row, K> key, Function<Row, T> function) {
    SortedMap<K, List<T>> groups = new TreeMap<>();
    forEach(
        row ->
            groups
                .computeIfAbsent(key.apply(row), k -> new ArrayList<>())
                .add(function.apply(row)));
    return groups;
  }
}

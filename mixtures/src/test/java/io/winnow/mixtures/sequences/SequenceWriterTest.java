package io.winnow.mixtures.sequences;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SequenceWriterTest {
  @Test
  void aStreamIsCutWhereASequenceIsFull() throws IOException {
    List<@Nullable Object[]> rows =
        write(
            Packing.CONCATENATE,
            4,
            new Unit().begin("a", "x", 0).add(1, 2, 3),
            new Unit().begin("b", "y", 0).add(4, 5, 6, 7, 8, 9));
    assertEquals(3, rows.size());
    assertArrayEquals(new int[] {1, 2, 3, 4}, ints(rows.get(0), "ids"));
    assertArrayEquals(new int[] {5, 6, 7, 8}, ints(rows.get(1), "ids"));
    assertArrayEquals(new int[] {9}, ints(rows.get(2), "ids"));
    assertArrayEquals(new int[] {0, 3}, ints(rows.get(0), "starts"));
    assertArrayEquals(new String[] {"a", "b"}, texts(rows.get(0), "documents"));
    assertArrayEquals(new String[] {"x", "y"}, texts(rows.get(0), "components"));
    assertArrayEquals(new int[] {0, 0}, ints(rows.get(0), "skipped"));
    assertArrayEquals(new int[] {1}, ints(rows.get(1), "skipped"));
    assertArrayEquals(new int[] {5}, ints(rows.get(2), "skipped"));
  }

  @Test
  void packingCutsNothingThatFits() throws IOException {
    List<@Nullable Object[]> rows =
        write(
            Packing.BEST_FIT,
            10,
            new Unit().begin("a", "x", 0).add(range(0, 6)),
            new Unit().begin("b", "x", 0).add(range(100, 105)),
            new Unit().begin("c", "x", 0).add(range(200, 204)),
            new Unit().begin("d", "x", 0).add(range(300, 312)));
    // d is longer than a sequence: ten tokens fill one, two join b or a and c.
    assertEquals(3, rows.size());
    rows.sort((one, other) -> texts(one, "documents")[0].compareTo(texts(other, "documents")[0]));
    assertArrayEquals(new String[] {"a", "c"}, texts(rows.get(0), "documents"));
    assertArrayEquals(new String[] {"b", "d"}, texts(rows.get(1), "documents"));
    assertArrayEquals(new int[] {0, 10}, ints(rows.get(1), "skipped"));
    assertArrayEquals(new int[] {0, 5}, ints(rows.get(1), "contexts"));
    assertArrayEquals(range(300, 310), ints(rows.get(2), "ids"));
  }

  @Test
  void filesOfOneTextHaveBordersInIt() throws IOException {
    Unit repository = new Unit().begin("a", "x", 0).add(1, 2);
    repository.append(new Unit().begin("b", "x", 0).add(3, 4, 5)).add(9);
    List<@Nullable Object[]> rows =
        write(Packing.BEST_FIT, 10, repository, new Unit().begin("c", "x", 0).add(7, 8));
    assertEquals(1, rows.size());
    assertArrayEquals(new int[] {1, 2, 3, 4, 5, 9, 7, 8}, ints(rows.get(0), "ids"));
    assertArrayEquals(new int[] {0, 6}, ints(rows.get(0), "contexts"));
    assertArrayEquals(new int[] {0, 2, 6}, ints(rows.get(0), "starts"));
  }

  @Test
  void everyTokenOfEveryDocumentIsInOneSequence() throws IOException {
    Random random = new Random(9);
    for (Packing packing : Packing.values()) {
      for (int length : new int[] {2, 7, 64, 1000}) {
        Map<String, int[]> documents = new TreeMap<>();
        List<Unit> units = new ArrayList<>();
        for (int u = 0; u < 80; u++) {
          Unit unit = new Unit();
          for (int d = 0; d <= random.nextInt(4); d++) {
            String name = u + "." + d;
            int[] tokens = random.ints(1 + random.nextInt(150), 0, 50).toArray();
            documents.put(name, tokens);
            unit.begin(name, "x", 0).add(tokens);
          }
          units.add(unit);
        }
        assertSameDocuments(documents, write(packing, length, units.toArray(Unit[]::new)), length);
      }
    }
  }

  private static void assertSameDocuments(
      Map<String, int[]> expected, List<@Nullable Object[]> rows, int length) {
    Map<String, int[]> found = new TreeMap<>();
    expected.forEach((name, tokens) -> found.put(name, filled(tokens.length)));
    Set<Object> ids = new HashSet<>();
    for (@Nullable Object[] row : rows) {
      int[] tokens = ints(row, "ids");
      int[] starts = ints(row, "starts");
      assertTrue(tokens.length <= length && tokens.length > 0);
      assertEquals((long) tokens.length, row[SequenceWriter.SCHEMA.indexOf("tokens")]);
      assertTrue(ids.add(Objects.requireNonNull(row[0])), "ids differ");
      for (int i = 0; i < starts.length; i++) {
        int end = i + 1 < starts.length ? starts[i + 1] : tokens.length;
        int[] whole = found.get(texts(row, "documents")[i]);
        for (int at = starts[i]; at < end; at++) {
          int place = ints(row, "skipped")[i] + at - starts[i];
          assertEquals(-1, whole[place], "a token is there twice");
          whole[place] = tokens[at];
        }
      }
    }
    expected.forEach((name, tokens) -> assertArrayEquals(tokens, found.get(name)));
  }

  private static int[] filled(int length) {
    int[] none = new int[length];
    Arrays.fill(none, -1);
    return none;
  }

  private static List<@Nullable Object[]> write(Packing packing, int length, Unit... units)
      throws IOException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    SequenceWriter writer =
        new SequenceWriter("m", 45, new SequenceSettings(length, packing, "o200k"), rows::add);
    for (Unit unit : units) {
      writer.add(unit);
    }
    writer.finish();
    return rows;
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static int[] ints(@Nullable Object[] row, String column) {
    return (int[]) Objects.requireNonNull(row[SequenceWriter.SCHEMA.indexOf(column)]);
  }

  private static String[] texts(@Nullable Object[] row, String column) {
    return (String[]) Objects.requireNonNull(row[SequenceWriter.SCHEMA.indexOf(column)]);
  }
}

package io.winnow.mixtures.sequences;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.table.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SequenceWriterTest {
  @Test
  void aStreamIsCutWhereASequenceIsFull() throws IOException {
    List<Row> rows =
        write(
            Packing.CONCATENATE,
            4,
            new Unit().begin("a", "x", 0).add(1, 2, 3),
            new Unit().begin("b", "y", 0).add(4, 5, 6, 7, 8, 9));
    assertEquals(3, rows.size());
    assertArrayEquals(new int[] {1, 2, 3, 4}, rows.get(0).get(Sequence.IDS));
    assertArrayEquals(new int[] {5, 6, 7, 8}, rows.get(1).get(Sequence.IDS));
    assertArrayEquals(new int[] {9}, rows.get(2).get(Sequence.IDS));
    assertArrayEquals(new int[] {0, 3}, rows.get(0).get(Sequence.STARTS));
    assertArrayEquals(new String[] {"a", "b"}, rows.get(0).get(Sequence.DOCUMENTS));
    assertArrayEquals(new String[] {"x", "y"}, rows.get(0).get(Sequence.COMPONENTS));
    assertArrayEquals(new int[] {0, 0}, rows.get(0).get(Sequence.SKIPPED));
    assertArrayEquals(new int[] {1}, rows.get(1).get(Sequence.SKIPPED));
    assertArrayEquals(new int[] {5}, rows.get(2).get(Sequence.SKIPPED));
  }

  @Test
  void packingCutsNothingThatFits() throws IOException {
    List<Row> rows =
        write(
            Packing.BEST_FIT,
            10,
            new Unit().begin("a", "x", 0).add(range(0, 6)),
            new Unit().begin("b", "x", 0).add(range(100, 105)),
            new Unit().begin("c", "x", 0).add(range(200, 204)),
            new Unit().begin("d", "x", 0).add(range(300, 312)));
    // d is longer than a sequence: ten tokens fill one, two join b or a and c.
    assertEquals(3, rows.size());
    rows.sort(
        (one, other) -> one.get(Sequence.DOCUMENTS)[0].compareTo(other.get(Sequence.DOCUMENTS)[0]));
    assertArrayEquals(new String[] {"a", "c"}, rows.get(0).get(Sequence.DOCUMENTS));
    assertArrayEquals(new String[] {"b", "d"}, rows.get(1).get(Sequence.DOCUMENTS));
    assertArrayEquals(new int[] {0, 10}, rows.get(1).get(Sequence.SKIPPED));
    assertArrayEquals(new int[] {0, 5}, rows.get(1).get(Sequence.CONTEXTS));
    assertArrayEquals(range(300, 310), rows.get(2).get(Sequence.IDS));
  }

  @Test
  void filesOfOneTextHaveBordersInIt() throws IOException {
    Unit repository = new Unit().begin("a", "x", 0).add(1, 2);
    repository.append(new Unit().begin("b", "x", 0).add(3, 4, 5)).add(9);
    List<Row> rows =
        write(Packing.BEST_FIT, 10, repository, new Unit().begin("c", "x", 0).add(7, 8));
    assertEquals(1, rows.size());
    assertArrayEquals(new int[] {1, 2, 3, 4, 5, 9, 7, 8}, rows.get(0).get(Sequence.IDS));
    assertArrayEquals(new int[] {0, 6}, rows.get(0).get(Sequence.CONTEXTS));
    assertArrayEquals(new int[] {0, 2, 6}, rows.get(0).get(Sequence.STARTS));
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

  private static void assertSameDocuments(Map<String, int[]> expected, List<Row> rows, int length) {
    Map<String, int[]> found = new TreeMap<>();
    expected.forEach((name, tokens) -> found.put(name, filled(tokens.length)));
    Set<Object> ids = new HashSet<>();
    for (Row row : rows) {
      int[] tokens = row.get(Sequence.IDS);
      int[] starts = row.get(Sequence.STARTS);
      assertTrue(tokens.length <= length && tokens.length > 0);
      assertEquals((long) tokens.length, row.get(Sequence.TOKENS));
      assertTrue(ids.add(row.get(Sequence.ID)), "ids differ");
      for (int i = 0; i < starts.length; i++) {
        int end = i + 1 < starts.length ? starts[i + 1] : tokens.length;
        int[] whole = found.get(row.get(Sequence.DOCUMENTS)[i]);
        for (int at = starts[i]; at < end; at++) {
          int place = row.get(Sequence.SKIPPED)[i] + at - starts[i];
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

  private static List<Row> write(Packing packing, int length, Unit... units) throws IOException {
    List<Row> rows = new ArrayList<>();
    SequenceWriter writer =
        new SequenceWriter("m", 45, new SequenceForm(length, packing, "o200k"), rows::add);
    for (Unit unit : units) {
      writer.add(unit);
    }
    writer.finish();
    return rows;
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }
}

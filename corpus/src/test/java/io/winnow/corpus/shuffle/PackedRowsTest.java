package io.winnow.corpus.shuffle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackedRowsTest {
  private static final Column<int[]> CELLS = Column.numbers("cells", "");
  private static final Column<Long> NUMBER = Column.number("number", "");
  private static final Schema SCHEMA = Schema.of(CELLS, NUMBER);

  private static Rows packed(Object[]... rows) {
    List<byte[]> blocks = new ArrayList<>();
    PackedRows packed = new PackedRows(SCHEMA, (partition, block) -> blocks.add(block));
    for (Object[] row : rows) {
      packed.add(0, row);
    }
    packed.flush();
    return new Rows(SCHEMA, blocks);
  }

  @Test
  void listsOfWholeNumbersComeBackAsTheyWent() {
    int[] cells = {3, -1, Integer.MAX_VALUE};
    List<Row> rows =
        packed(new Object[] {cells, 1L}, new Object[] {new int[0], 2L}, new Object[] {null, 3L})
            .map(row -> row);
    assertArrayEquals(cells, rows.get(0).get(CELLS));
    assertArrayEquals(new int[0], rows.get(1).get(CELLS));
    assertEquals(List.of(1L, 2L, 3L), rows.stream().map(row -> row.get(NUMBER)).toList());
    assertEquals(List.of(true, true, false), rows.stream().map(row -> row.has(CELLS)).toList());
  }

  @Test
  void otherListsAreNotShuffled() {
    Column<String[]> texts = Column.texts("texts", "");
    PackedRows packed = new PackedRows(Schema.of(texts), (partition, block) -> {});
    Object[] row = {new String[] {"a"}};
    assertThrows(IllegalStateException.class, () -> packed.add(0, row));
  }

  @Test
  void groupsAreSortedAndTheirRowsInTheOrderOfTheBlocks() {
    Map<Long, List<Integer>> groups =
        packed(
                new Object[] {new int[] {5}, 2L},
                new Object[] {new int[] {4}, 1L},
                new Object[] {new int[] {3}, 2L})
            .groups(row -> row.get(NUMBER), row -> row.get(CELLS)[0]);
    assertEquals("{1=[4], 2=[5, 3]}", groups.toString());
  }
}

package io.winnow.corpus.table;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.shuffle.PackedRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.flag("flag", ""),
          Column.number("count", ""),
          Column.real("share", ""),
          Column.text("text", ""),
          Column.bytes("bytes", ""),
          Column.id("id", ""));

  @TempDir Path folder;

  @Test
  void rowsComeBackAsTheyWereWritten() throws IOException {
    List<@Nullable Object[]> rows = randomRows(5000, 7);
    write("a", rows);
    assertSame(rows, read("a", SCHEMA.names()));
  }

  @Test
  void theSameRowsGiveTheSameBytes() throws IOException {
    List<@Nullable Object[]> rows = randomRows(3000, 8);
    TableFile first = write("a", rows);
    TableFile second = write("b", rows);
    assertEquals(first, second);
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("t/a.parquet")),
        Files.readAllBytes(folder.resolve("t/b.parquet")));
    assertEquals(Files.size(folder.resolve("t/a.parquet")), first.bytes());
  }

  @Test
  void aProjectionReadsItsColumnsInTheOrderAskedFor() throws IOException {
    List<@Nullable Object[]> rows = randomRows(100, 9);
    write("a", rows);
    List<@Nullable Object[]> projected = read("a", List.of("id", "count"));
    for (int i = 0; i < rows.size(); i++) {
      assertArrayEquals(new @Nullable Object[] {rows.get(i)[5], rows.get(i)[1]}, projected.get(i));
    }
  }

  @Test
  void anUncommittedFileLeavesNothing() throws IOException {
    try (TableWriter writer = TableWriter.open(file("a"), SCHEMA)) {
      writer.write(randomRows(1, 1).get(0));
    }
    try (Stream<Path> files = Files.list(folder.resolve("t"))) {
      assertEquals(List.of(), files.toList());
    }
  }

  /** Of the pages and their headers; nothing in the file tells whether its footer is as it was. */
  @Test
  void whateverByteIsDamagedTheFileIsNamedOrItsRowsAreTheSame() throws IOException {
    List<@Nullable Object[]> rows = randomRows(40, 11);
    write("a", rows);
    Path path = folder.resolve("t/a.parquet");
    byte[] whole = Files.readAllBytes(path);
    int footer = ByteBuffer.wrap(whole).order(LITTLE_ENDIAN).getInt(whole.length - 8);
    Random random = new Random(12);
    int named = 0;
    for (int at = 4; at < whole.length - 8 - footer; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(path, damaged);
      try {
        assertSame(rows, read("a", SCHEMA.names()));
      } catch (IOException e) {
        assertTrue(DamagedFile.in(e).orElse("").endsWith("/t/a.parquet"), at + ": " + e);
        named++;
      }
    }
    assertTrue(named > whole.length / 2, named + " of " + whole.length);
  }

  @Test
  void anUnknownColumnIsNamedWithThoseThatExist() throws IOException {
    write("a", randomRows(1, 1));
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> read("a", List.of("cuont")));
    assertTrue(error.getMessage().contains("cuont") && error.getMessage().contains("count"));
  }

  @Test
  void listsComeBackAsTheyWereWritten() throws IOException {
    Schema schema =
        Schema.of(
            Column.numbers("numbers", ""),
            Column.texts("texts", ""),
            Column.reals("values", ""),
            Column.number("count", ""));
    int[] many = new Random(3).ints(100_000).toArray();
    double[] values = {0, -1.5, Double.MIN_VALUE, Double.POSITIVE_INFINITY};
    @Nullable Object[][] rows = {
      {many, new String[] {"a", "", "é語"}, values, 1L},
      {new int[0], new String[0], new double[0], 2L},
      {null, null, null, 3L},
      {new int[] {-1}, new String[] {"b"}, new Random(4).doubles(1_000).toArray(), 4L}
    };
    try (TableWriter writer = TableWriter.open(file("lists"), schema)) {
      for (@Nullable Object[] row : rows) {
        writer.write(row);
      }
      writer.commit();
    }
    assertSame(List.of(rows), read("lists", schema.names()));
    assertEquals(
        """
        message row {
          optional group numbers (LIST) {
            repeated group list {
              required int32 element;
            }
          }
          optional group texts (LIST) {
            repeated group list {
              required binary element (STRING);
            }
          }
          optional group values (LIST) {
            repeated group list {
              required double element;
            }
          }
          optional int64 count;
        }
        """,
        ParquetTypes.message(schema).toString());
    assertEquals(schema.columns(), ParquetTypes.schema(ParquetTypes.message(schema)).columns());
  }

  @Test
  void packedRowsComeBackInOrderByPartition() {
    List<@Nullable Object[]> rows = randomRows(4000, 10);
    List<List<@Nullable Object[]>> back = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      back.add(new ArrayList<>());
    }
    PackedRows packed =
        new PackedRows(
            SCHEMA,
            (partition, block) ->
                PackedRows.unpack(SCHEMA, block, row -> back.get(partition).add(row.values())));
    for (int i = 0; i < rows.size(); i++) {
      packed.add(i % 3, rows.get(i));
    }
    packed.flush();
    for (int i = 0; i < rows.size(); i++) {
      assertArrayEquals(rows.get(i), back.get(i % 3).get(i / 3));
    }
  }

  @Test
  void alignedTablesOfDifferentLengthAreRefused() throws IOException {
    CorpusFolder corpus = new CorpusFolder(folder.toString());
    write("a", randomRows(3, 1));
    Schema other = Schema.of(Column.number("n", ""));
    try (TableWriter writer = TableWriter.open(corpus.table("u", "a"), other)) {
      writer.write(1L);
      writer.commit();
    }
    try (AlignedRows reader =
        AlignedRows.open(
            corpus,
            "a",
            List.of(Table.aligned("t", COUNT).columns(COUNT), Table.aligned("u", N).columns(N)))) {
      reader.row();
      assertThrows(IOException.class, reader::row);
    }
  }

  private static final Column<Long> COUNT = Column.number("count", "");
  private static final Column<Long> N = Column.number("n", "");

  private static void assertSame(
      List<@Nullable Object[]> expected, List<@Nullable Object[]> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), "row " + i);
    }
  }

  private ResourceId file(String shard) {
    return new CorpusFolder(folder.toString()).table("t", shard);
  }

  private TableFile write(String shard, List<@Nullable Object[]> rows) throws IOException {
    try (TableWriter writer = TableWriter.open(file(shard), SCHEMA)) {
      for (@Nullable Object[] row : rows) {
        writer.write(row);
      }
      return writer.commit();
    }
  }

  private List<@Nullable Object[]> read(String shard, List<String> columns) throws IOException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    try (TableReader reader = TableReader.open(file(shard), columns)) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        rows.add(row);
      }
      assertEquals(rows.size(), reader.rows());
      assertNull(reader.next());
    }
    return rows;
  }

  private static List<@Nullable Object[]> randomRows(int count, long seed) {
    Random random = new Random(seed);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      @Nullable Object[] row = {
        random.nextBoolean(),
        random.nextLong(),
        random.nextGaussian(),
        "words 語 \uD83D\uDE00 ".repeat(random.nextInt(50)),
        bytes,
        new DocumentId(random.nextLong(), random.nextLong())
      };
      for (int j = 0; j < row.length; j++) {
        if (random.nextInt(5) == 0) {
          row[j] = null;
        }
      }
      rows.add(row);
    }
    return rows;
  }
}

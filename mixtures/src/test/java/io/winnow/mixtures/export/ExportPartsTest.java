package io.winnow.mixtures.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import io.winnow.corpus.Digest;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.OtherFile;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.table.WholeFile;
import io.winnow.mixtures.sequences.SequenceWriter;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import io.winnow.testing.StageRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedFlink.class)
class ExportPartsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A column of every type there is. */
  private static final Table ANYTHING =
      Table.list(
          "mixtures/m",
          Column.flag("flag", "yes or no"),
          Column.number("number", "a number"),
          Column.real("real", "a number"),
          Column.text("text", "a text"),
          Column.bytes("bytes", "bytes"),
          Column.id("id", "an id"),
          Column.numbers("numbers", "numbers"),
          Column.texts("texts", "texts"),
          Column.reals("reals", "numbers"));

  private static final Table DOCUMENTS =
      Table.list(
          "mixtures/m",
          DocumentTable.ID,
          Column.number("copy", "number of the copy"),
          Column.text("component", "component of the mixture"),
          DocumentTable.SOURCE,
          DocumentTable.SOURCE_URI,
          DocumentTable.TEXT);
  private static final Table SEQUENCES =
      new Table("mixtures/m", SequenceWriter.SCHEMA, Table.Shape.LIST);

  private static final Table EXPORTS = ExportParts.table("m", ExportFormat.JSON_LINES);

  @TempDir Path temporary;

  private CorpusFolder folder(String name) {
    return new CorpusFolder(temporary.resolve(name).toString());
  }

  private Path exported(String name, int part) {
    return temporary.resolve(name).resolve("mixtures/m/part-0000" + part + ".jsonl.zst");
  }

  private static ExportParts stage(Table table) {
    return new ExportParts("m", table, ExportFormat.JSON_LINES);
  }

  /** Writes the parts of a mixture and exports them. */
  private CorpusFolder export(
      String name, Table table, List<List<@Nullable Object[]>> parts, Runner runner)
      throws IOException {
    CorpusFolder folder = folder(name);
    List<Shard> shards = new ArrayList<>();
    for (List<@Nullable Object[]> rows : parts) {
      Shard shard = new Shard(shards.size(), Shard.part(shards.size()), rows.size(), rows.size());
      StageRun.write(folder, shard.name(), table, rows);
      shards.add(shard);
    }
    new StageRun(folder, shards, runner).run(stage(table));
    return folder;
  }

  private static List<@Nullable Object[]> rows(Table table, int count, Random random) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      @Nullable Object[] row = new @Nullable Object[table.schema().size()];
      for (int at = 0; at < row.length; at++) {
        boolean missing = random.nextInt(6) == 0;
        row[at] = missing ? null : value(table.schema().columns().get(at), random);
      }
      rows.add(row);
    }
    return rows;
  }

  private static Object value(Column<?> column, Random random) {
    return switch (column.type()) {
      case BOOLEAN -> random.nextBoolean();
      case LONG -> random.nextLong();
      case DOUBLE -> number(random);
      case STRING -> text(random);
      case BYTES -> text(random).getBytes(UTF_8);
      case ID -> Digest.ofText(text(random));
      case INTS -> random.ints(random.nextInt(5)).toArray();
      case STRINGS -> Stream.generate(() -> text(random)).limit(2).toArray(String[]::new);
      case DOUBLES -> random.doubles(random.nextInt(5)).toArray();
    };
  }

  private static double number(Random random) {
    double any = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(any) ? any : 2.0E-3;
  }

  /** Of characters of every sort, lone surrogates among them. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(12); n > 0; n--) {
      switch (random.nextInt(5)) {
        case 0 -> text.append((char) random.nextInt(0x20));
        case 1 -> text.append("\"\\/\u007f\u2028\u2029\ufeff".charAt(random.nextInt(7)));
        case 2 -> text.append((char) (0xD800 + random.nextInt(0x800)));
        case 3 -> text.appendCodePoint(0x1F600 + random.nextInt(80));
        default -> text.append((char) (' ' + random.nextInt(0x500)));
      }
    }
    return text.toString();
  }

  private static String lines(Path file) throws IOException {
    try (InputStream stream = new ZstdInputStream(Files.newInputStream(file))) {
      return new String(stream.readAllBytes(), UTF_8);
    }
  }

  /** Reads a file back and holds each value against what the Parquet file has. */
  private static void requireSame(CorpusFolder folder, Table table, int part, Path file)
      throws IOException {
    String text = lines(file);
    assertTrue(text.isEmpty() || text.endsWith("\n"));
    String[] lines = text.isEmpty() ? new String[0] : text.split("\n");
    int number = 0;
    try (TableReader rows = TableReader.open(table.file(folder, Shard.part(part)))) {
      for (Row row = rows.row(); row != null; row = rows.row()) {
        JsonNode object = JSON.readTree(lines[number++]);
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        assertEquals(table.schema().names(), names);
        for (Column<?> column : table.schema().columns()) {
          assertEquals(tree(row.getOrNull(column)), object.get(column.name()), column.name());
        }
      }
    }
    assertEquals(number, lines.length);
  }

  private static JsonNode tree(@Nullable Object value) throws IOException {
    Object plain = value;
    if (value instanceof byte[] bytes) {
      plain = Base64.getEncoder().encodeToString(bytes);
    } else if (value != null && !value.getClass().isArray() && !(value instanceof Number)) {
      plain = value instanceof Boolean ? value : value.toString();
    }
    return JSON.readTree(JSON.writeValueAsString(plain));
  }

  @Test
  void rowsOfAnyTypeAreReadBackByAnotherReader() throws IOException {
    List<List<@Nullable Object[]>> parts =
        List.of(rows(ANYTHING, 500, new Random(45)), List.of(), rows(ANYTHING, 1, new Random(4)));
    CorpusFolder folder = export("a", ANYTHING, parts, Runners.directWithChecks(2));
    for (int part = 0; part < parts.size(); part++) {
      requireSame(folder, ANYTHING, part, exported("a", part));
    }
    assertEquals("", lines(exported("a", 1)));
  }

  @Test
  void documentsAndSequencesAreExportedWithAllTheirColumns() throws IOException {
    for (Table table : List.of(DOCUMENTS, SEQUENCES)) {
      String name = "of " + table.schema().size();
      CorpusFolder folder =
          export(
              name, table, List.of(rows(table, 50, new Random(46))), Runners.directWithChecks(2));
      requireSame(folder, table, 0, exported(name, 0));
    }
  }

  @Test
  void aLineIsWhatThisSays() throws IOException {
    @Nullable Object[] row = {
      true,
      -1L,
      0.1,
      "\u0000\n\u001f \"\\\u00e9\u2028 \ud83d\ude00 \ud83d",
      new byte[] {-1},
      Digest.ofText("a"),
      new int[] {1, -2},
      new String[] {"a", ""},
      new double[] {1e300, Double.NaN}
    };
    export(
        "a",
        ANYTHING,
        List.of(List.<@Nullable Object[]>of(row, new @Nullable Object[9])),
        Runners.directWithChecks(2));
    assertEquals(
        "{\"flag\":true,\"number\":-1,\"real\":0.1,"
            + "\"text\":\"\\u0000\\n\\u001F \\\"\\\\\u00e9\u2028 \ud83d\ude00 ?\","
            + "\"bytes\":\"/w==\",\"id\":\""
            + Digest.ofText("a")
            + "\",\"numbers\":[1,-2],\"texts\":[\"a\",\"\"],\"reals\":[1.0E300,null]}\n"
            + "{\"flag\":null,\"number\":null,\"real\":null,\"text\":null,\"bytes\":null,"
            + "\"id\":null,\"numbers\":null,\"texts\":null,\"reals\":null}\n",
        lines(exported("a", 0)));
  }

  @Test
  void aTextOfMegabytesIsOneLine() throws IOException {
    @Nullable Object[] row = new @Nullable Object[9];
    row[3] = "\u00e9\n\ud83d\ude00x".repeat(300_000);
    CorpusFolder folder =
        export(
            "a", ANYTHING, List.of(List.<@Nullable Object[]>of(row)), Runners.directWithChecks(2));
    requireSame(folder, ANYTHING, 0, exported("a", 0));
  }

  @Test
  void theBytesAreTheSameOnEveryRunner(Runner flink) throws IOException {
    List<List<@Nullable Object[]>> parts = new ArrayList<>();
    for (int part = 0; part < 4; part++) {
      parts.add(rows(ANYTHING, 300 * part, new Random(part)));
    }
    CorpusFolder first = export("a", ANYTHING, parts, Runners.directWithChecks(2));
    export("b", ANYTHING, parts, flink.at(4));
    for (int part = 0; part < 4; part++) {
      byte[] bytes = Files.readAllBytes(exported("a", part));
      assertArrayEquals(bytes, Files.readAllBytes(exported("b", part)));
      try (TableReader rows = TableReader.open(EXPORTS.file(first, Shard.part(part)))) {
        Row row = rows.row();
        assertTrue(row != null && rows.row() == null);
        assertEquals("jsonl.zst", row.get(ExportParts.FORMAT));
        assertEquals("part-0000" + part + ".jsonl.zst", row.get(ExportParts.FILE));
        assertEquals(300L * part, row.get(ExportParts.ROWS));
        assertEquals((long) bytes.length, row.get(ExportParts.BYTES));
        assertEquals(new Digest().raw(bytes, 0, bytes.length).hex(), row.get(ExportParts.DIGEST));
      }
    }
    try (Stream<Path> files = Files.walk(temporary)) {
      assertEquals(
          List.of(), files.filter(file -> file.toString().contains(WholeFile.TEMPORARY)).toList());
    }
  }

  /** A golden digest: another one means that users' copies no longer match what is exported. */
  @Test
  void theBytesAreThoseOfTheLastVersion() throws IOException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      @Nullable Object[] row = new @Nullable Object[9];
      row[1] = (long) i;
      row[2] = 1.0 / (i + 1);
      row[3] = "Text number " + i + ", of ".repeat(i % 50) + Digest.ofText("" + i);
      row[6] = new int[] {i, i * i};
      rows.add(row);
    }
    export("a", ANYTHING, List.of(rows), Runners.directWithChecks(2));
    byte[] bytes = Files.readAllBytes(exported("a", 0));
    assertEquals(
        "798608850ccfe6f00d4c620eb60e15efe687149c513f2ec8e18de4db604c5874",
        new Digest().raw(bytes, 0, bytes.length).hex());
  }

  @Test
  void aFileThatIsMissingOrShortIsSeen() throws IOException {
    CorpusFolder folder =
        export(
            "a", ANYTHING, List.of(rows(ANYTHING, 9, new Random(45))), Runners.directWithChecks(2));
    List<OtherFile> files = stage(ANYTHING).otherFiles(folder, new Shard(0, Shard.part(0), 9, 9));
    Path file = exported("a", 0);
    assertEquals(
        List.of(new OtherFile("mixtures/m", "part-00000.jsonl.zst", Files.size(file))), files);
    assertTrue(files.get(0).isThere(folder));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertFalse(files.get(0).isThere(folder));
    Files.delete(file);
    assertFalse(files.get(0).isThere(folder));
  }

  @Test
  void aTableOfExportsTellsWhichFileItIsAbout() {
    assertEquals("exports/m/jsonl.zst", EXPORTS.name());
    assertEquals(
        Optional.of(new ExportParts.Exported("m", "part-00000.jsonl.zst")),
        ExportParts.Exported.of(EXPORTS.name(), Shard.part(0)));
    for (String other : List.of("signals", "mixtures/m", "exports", "exports/m", "my/exports/m")) {
      assertEquals(Optional.empty(), ExportParts.Exported.of(other, Shard.part(0)));
    }
  }

  @Test
  void aPartThatCannotBeReadLeavesNothing() throws IOException {
    CorpusFolder folder = folder("a");
    Shard shard = new Shard(0, Shard.part(0), 500, 500);
    StageRun.write(folder, shard.name(), ANYTHING, rows(ANYTHING, 500, new Random(45)));
    Path parquet = temporary.resolve("a/mixtures/m/part-00000.parquet");
    byte[] bytes = Files.readAllBytes(parquet);
    Arrays.fill(bytes, 200, bytes.length / 2, (byte) 7);
    Files.write(parquet, bytes);
    StageRun run = new StageRun(folder, List.of(shard), Runners.directWithChecks(1));
    assertThrows(RuntimeException.class, () -> run.run(stage(ANYTHING)));
    try (Stream<Path> files = Files.list(parquet.getParent())) {
      assertEquals(List.of(parquet), files.filter(file -> !file.endsWith(".crc")).toList());
    }
  }

  @Test
  void formatsAreCalledByTheirWords() {
    for (ExportFormat format : ExportFormat.values()) {
      assertEquals(format, ExportFormat.of(format.word()));
    }
    IllegalArgumentException wrong =
        assertThrows(IllegalArgumentException.class, () -> ExportFormat.of("csv"));
    assertEquals("a mixture is exported as jsonl.zst, but was to be as csv", wrong.getMessage());
  }
}

package io.winnow.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.airlift.compress.zstd.ZstdInputStream;
import io.winnow.corpus.table.Codecs;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.WholeFile;
import io.winnow.mixtures.MixTexts;
import io.winnow.pipelines.code.CodeDigest;
import io.winnow.pipelines.engine.StageRecord;
import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.manifest.Manifest;
import io.winnow.pipelines.manifest.Manifest.ExportEntry;
import io.winnow.pipelines.manifest.Manifest.FileEntry;
import io.winnow.pipelines.manifest.Manifest.MixtureEntry;
import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Mixtures of several parts, of documents and of sequences, as JSON Lines. */
@Tag("slow")
@ExtendWith(SharedFlink.class)
class ExportTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DOCUMENTS = 60;
  private static final String EXPORT = "mixtures.all.export=[jsonl.zst]";
  private static final String STAGE = "export all as jsonl.zst";

  /**
   * As JSON escapes: what ends a line elsewhere, control characters, surrogates in pairs or not.
   */
  private static final String ODD =
      "a\\u0000b\\u001f\\u007f\\u0085\\u2028\\u2029\\ufeff \\ud83d\\ude00 \\ud800 \\\" \\\\ / \\r"
          + "\\n"
          + "\\t.";

  /** Inputs and recipe, and its runs {@code plain} and {@code exported}, which tests go on from. */
  @TempDir static Path shared;

  private static Manifest plain;

  @TempDir Path folder;

  @BeforeAll
  static void runOnce() throws IOException {
    writeInputs();
    plain = run(shared.resolve("plain"), Runners.direct(2)).manifest();
    goOnFrom("plain", shared.resolve("exported"));
    run(shared.resolve("exported"), Runners.direct(2), EXPORT);
  }

  private static void goOnFrom(String run, Path to) throws IOException {
    Samples.copyFolder(shared.resolve(run), Files.createDirectory(to));
  }

  private static void writeInputs() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      String sentence = " It is number " + i + " of those that are read.";
      lines.add("{\"text\":\"Page " + i + " " + ODD + sentence.repeat(1_200) + "\"}");
    }
    Files.write(shared.resolve("in.jsonl"), lines);
    Files.writeString(
        shared.resolve("recipe.yaml"),
        """
        name: exported
        sources:
          - {name: pages, kind: web, paths: ["in.jsonl"]}
        stages: [signals]
        mixtures:
          - name: all
            shard-megabytes: 1
            components:
              - {name: pages}
          - name: packed
            sequence: {length: 512, packing: best-fit}
            components:
              - {name: pages, where: "source = pages"}
        """);
  }

  @Test
  void everyPartIsReadBackByOtherReadersAndIsTheSameOnBothRunners(Runner flink) throws IOException {
    String packed = "mixtures.packed.export=[jsonl.zst]";
    Manifest direct = run("direct", Runners.direct(2), EXPORT, packed).manifest();
    for (int parallelism : new int[] {1, 4}) {
      String name = "flink-" + parallelism;
      assertEquals(direct, run(name, flink.at(parallelism), EXPORT, packed).manifest());
      assertEquals(exported("direct"), exported(name));
    }
    MixtureEntry all = direct.mixtures().get(0);
    assertEquals(DOCUMENTS, all.documents());
    assertEquals(3, all.files().size());
    int texts = 0;
    for (JsonNode row : requireExported(all)) {
      String text = row.get("text").textValue();
      texts += text.contains("\u2028\u2029\ufeff \ud83d\ude00 ") ? 1 : 0;
    }
    assertEquals(DOCUMENTS, texts);
    MixtureEntry sequences = direct.mixtures().get(1);
    long tokens = 0;
    for (JsonNode row : requireExported(sequences)) {
      tokens += row.get("ids").size();
    }
    assertEquals(sequences.sequences().tokens(), tokens);
  }

  /** Holds all that is known of a mixture's exports against its parts; gives all rows. */
  private List<JsonNode> requireExported(MixtureEntry mixture) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    ExportEntry export = mixture.exports().get(0);
    assertEquals("jsonl.zst", export.format());
    assertEquals(mixture.files().size(), export.files().size());
    Path in = folder.resolve("direct/mixtures").resolve(mixture.name());
    List<FileEntry> entries = new ArrayList<>();
    for (FileEntry part : mixture.files()) {
      Path file = in.resolve(part.name() + ".jsonl.zst");
      List<JsonNode> rows = rowsOfParquet(in.resolve(part.name() + ".parquet"));
      assertEquals(part.rows(), rows.size());
      assertEquals(rows, rowsOfLines(file));
      entries.add(
          new FileEntry(part.name() + ".jsonl.zst", sha256(file), part.rows(), Files.size(file)));
      all.addAll(rows);
    }
    assertEquals(entries, export.files());
    List<FileEntry> shown = new ArrayList<>();
    RunFolder.open(folder.resolve("direct").toString())
        .visit(
            "exports/" + mixture.name() + "/jsonl.zst",
            List.of("file", "digest", "rows", "bytes"),
            null,
            row ->
                shown.add(
                    new FileEntry(
                        String.valueOf(row[0]),
                        String.valueOf(row[1]),
                        (Long) row[2],
                        (Long) row[3])));
    assertEquals(entries, shown);
    return all;
  }

  @Test
  void anExportOfAFinishedRunComputesNothingElse() throws IOException {
    goOnFrom("plain", folder.resolve("out"));
    byte[] file = Files.readAllBytes(folder.resolve("out/manifest.json"));
    assertFalse(new String(file, UTF_8).contains("exports"), "as those of earlier versions");
    assertEquals(plain, Manifest.read(new CorpusFolder(folder.resolve("out").toString())).get());
    assertEquals(List.of(), plain.mixtures().get(0).exports());
    FileTime written = Files.getLastModifiedTime(part(0, ".parquet"));

    RunResult after = run("out", Runners.direct(2), EXPORT);
    assertEquals(Map.of(STAGE, 3), computed(after));
    assertEquals(written, Files.getLastModifiedTime(part(0, ".parquet")));
    assertEquals(plain.digest(), after.manifest().digest());
    assertEquals(plain.mixtures().get(0).files(), after.manifest().mixtures().get(0).files());
    assertEquals(run("fresh", Runners.direct(1), EXPORT).manifest(), after.manifest());
    assertEquals(Map.of(), computed(run("out", Runners.direct(2), EXPORT)));
    // However often it is asked for.
    assertEquals(
        Map.of(),
        computed(run("out", Runners.direct(2), "mixtures.all.export=[jsonl.zst, jsonl.zst]")));
  }

  /** So that a further format, or a mended one, leaves mixtures as they are. */
  @Test
  void noCodeOfExportsIsInTheKeyOfAMixture() {
    assertEquals(
        List.of(),
        CodeDigest.classes(MixTexts.class).stream()
            .filter(name -> name.startsWith("io/winnow/mixtures/export/"))
            .toList());
  }

  @Test
  void aFileThatIsGoneOrCutOffIsMadeAgainAlone() throws IOException {
    goOnFrom("exported", folder.resolve("out"));
    Map<String, String> whole = exported("out");
    FileTime written = FileTime.fromMillis(1_000_000_000_000L);
    for (int part = 0; part < 3; part++) {
      Files.setLastModifiedTime(part(part, ".jsonl.zst"), written);
    }
    Files.delete(part(1, ".jsonl.zst"));
    assertEquals(Map.of(STAGE, 1), computed(run("out", Runners.direct(2), EXPORT)));
    assertEquals(whole, exported("out"));
    assertEquals(written, Files.getLastModifiedTime(part(0, ".jsonl.zst")));
    assertEquals(written, Files.getLastModifiedTime(part(2, ".jsonl.zst")));
    byte[] bytes = Files.readAllBytes(part(2, ".jsonl.zst"));
    Files.write(part(2, ".jsonl.zst"), Arrays.copyOf(bytes, bytes.length - 1));
    assertEquals(Map.of(STAGE, 1), computed(run("out", Runners.direct(2), EXPORT)));
    assertEquals(whole, exported("out"));
  }

  @Test
  void whatTellsOfAFileAndIsDamagedIsMadeAgainWithIt() throws IOException {
    goOnFrom("exported", folder.resolve("out"));
    Map<String, String> whole = exported("out");
    Path table = folder.resolve("out/exports/all/jsonl.zst/part-00001.parquet");
    byte[] bytes = Files.readAllBytes(table);
    byte[] damaged = bytes.clone();
    for (int at = 4; at < 200; at += 7) {
      damaged[at] ^= 4;
    }
    Files.write(table, damaged);
    assertEquals(Map.of(STAGE, 1), computed(run("out", Runners.direct(2), EXPORT)));
    assertArrayEquals(bytes, Files.readAllBytes(table));
    assertEquals(whole, exported("out"));
  }

  @Test
  void whatIsNoLongerAskedForIsSwept() throws IOException {
    goOnFrom("exported", folder.resolve("out"));
    Path own = Files.writeString(folder.resolve("out/mixtures/all/part-00000.jsonl"), "a user's");
    assertEquals(3, exported("out").size());
    assertEquals(Map.of(), computed(run("out", Runners.direct(2))));
    assertEquals(Map.of(), exported("out"));
    assertEquals(List.of(), files("exports"));
    assertEquals(List.of(), files("receipts/exports"));
    assertTrue(Files.exists(part(2, ".parquet")));
    assertTrue(Files.exists(own));
  }

  @Test
  void partsBeyondTheLastAreSweptAndWhatWasHalfWritten() throws IOException {
    goOnFrom("exported", folder.resolve("out"));
    Path half = part(1, ".jsonl.zst" + WholeFile.TEMPORARY + "1");
    Files.writeString(half, "as after a kill");
    RunResult fewer = run("out", Runners.direct(2), EXPORT, "mixtures.all.shard-megabytes=64");
    assertEquals(Map.of("all", 1, STAGE, 1), computed(fewer));
    assertEquals(List.of("all/part-00000.jsonl.zst"), List.copyOf(exported("out").keySet()));
    assertEquals(List.of("all/jsonl.zst/part-00000.parquet"), files("exports"));
    assertFalse(Files.exists(half));
    assertEquals(DOCUMENTS, rowsOfLines(part(0, ".jsonl.zst")).size());
  }

  private RunResult run(String out, Runner runner, String... overrides) throws IOException {
    return run(folder.resolve(out), runner, overrides);
  }

  private static RunResult run(Path out, Runner runner, String... overrides) throws IOException {
    return Samples.run(shared.resolve("recipe.yaml"), out, runner, overrides);
  }

  /** How much each stage computed that computed anything. */
  private static Map<String, Integer> computed(RunResult result) {
    Map<String, Integer> computed = new TreeMap<>();
    for (StageRecord stage : result.stages()) {
      if (stage.computed() > 0) {
        computed.put(stage.name(), stage.computed());
      }
    }
    return computed;
  }

  private Path part(int number, String suffix) {
    return folder.resolve("out/mixtures/all/part-0000" + number + suffix);
  }

  /** Digests of all exported files of a run. */
  private Map<String, String> exported(String out) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    Path in = folder.resolve(out).resolve("mixtures");
    try (Stream<Path> files = Files.walk(in)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".zst")).toList()) {
        digests.put(in.relativize(file).toString(), sha256(file));
      }
    }
    return digests;
  }

  private List<String> files(String under) throws IOException {
    Path in = folder.resolve("out").resolve(under);
    try (Stream<Path> files = Files.walk(in)) {
      return files.filter(Files::isRegularFile).map(f -> in.relativize(f).toString()).toList();
    }
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** By Jackson, and a decoder of Zstandard that shares no code with the one that wrote it. */
  private static List<JsonNode> rowsOfLines(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (InputStream stream = new ZstdInputStream(Files.newInputStream(file))) {
      String lines = new String(stream.readAllBytes(), UTF_8);
      for (String line : lines.split("\n")) {
        rows.add(JSON.readTree(line));
      }
      assertTrue(lines.endsWith("\n"));
    }
    return rows;
  }

  /** By what comes with Parquet, which knows nothing of tables. */
  private static List<JsonNode> rowsOfParquet(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new Codecs())
            .build();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> groups =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(pages, new GroupRecordConverter(schema));
        for (long i = 0; i < pages.getRowCount(); i++) {
          rows.add(JSON.readTree(JSON.writeValueAsBytes(object(groups.read()))));
        }
      }
    }
    return rows;
  }

  private static ObjectNode object(Group group) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (Type field : group.getType().getFields()) {
      if (group.getFieldRepetitionCount(field.getName()) == 0) {
        object.putNull(field.getName());
      } else if (field.isPrimitive()) {
        object.set(field.getName(), value(group, field));
      } else {
        ArrayNode array = object.putArray(field.getName());
        Group list = group.getGroup(field.getName(), 0);
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
          Group element = list.getGroup(0, i);
          array.add(value(element, element.getType().getType(0)));
        }
      }
    }
    return object;
  }

  private static JsonNode value(Group group, Type field) {
    String name = field.getName();
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (field.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> json.numberNode(group.getInteger(name, 0));
      case INT64 -> json.numberNode(group.getLong(name, 0));
      case BINARY -> json.textNode(new String(group.getBinary(name, 0).getBytes(), UTF_8));
      case FIXED_LEN_BYTE_ARRAY ->
          json.textNode(HexFormat.of().formatHex(group.getBinary(name, 0).getBytes()));
      default -> throw new AssertionError("no mixture has a column of " + field);
    };
  }
}

package io.winnow.readers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.lz4.Lz4Compressor;
import io.winnow.corpus.Document;
import io.winnow.corpus.Kind;
import io.winnow.corpus.Origin;
import io.winnow.corpus.Outcome;
import io.winnow.readers.source.MissingInput;
import io.winnow.readers.source.SourceSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.Snappy;

class ParquetRowsTest extends ReadingFixture {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message schema {
            optional binary content (STRING);
            optional int64 key;
            optional int64 at (TIMESTAMP(MICROS, true));
            optional group meta { optional binary link (STRING); }
            optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
            optional binary unused;
          }
          """);

  @BeforeAll
  static void filesystems() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  void rowsAreReadByTheirFields(CompressionCodecName codec) throws IOException {
    Path file = file(codec, 3);
    List<Outcome> outcomes = rows(file);
    assertEquals(List.of("doc", "!no-text-field", "doc"), words(outcomes));
    Document first = (Document) outcomes.get(0);
    assertEquals("text 0, caf\u00e9", first.text());
    assertEquals("0", first.origin().givenId());
    assertEquals("http://example.org/0", first.origin().sourceUri());
    assertEquals(1_700_000_000_123L, first.origin().date());
    assertEquals(2, outcomes.get(2).origin().offset());
    assertTrue(first.origin().uri().endsWith(".parquet"));
  }

  @Test
  void aFileThatIsCutOffIsADeadLetter() throws IOException {
    byte[] whole = Files.readAllBytes(file(CompressionCodecName.ZSTD, 3));
    Path cut = write("cut.parquet", Arrays.copyOf(whole, whole.length - 5));
    assertEquals(List.of("!broken-parquet"), words(rows(cut)));
    assertEquals(List.of("!broken-parquet"), words(rows(write("empty.parquet", new byte[0]))));
  }

  @Test
  void aDamagedRowGroupCostsTheRestOfItsRows() throws IOException {
    byte[] bytes = Files.readAllBytes(file(CompressionCodecName.ZSTD, 200));
    for (int i = 4; i < 60; i++) {
      bytes[i] ^= 0x5A;
    }
    List<String> words = words(rows(write("damaged.parquet", bytes)));
    assertEquals(1, words.stream().filter(word -> word.startsWith("!broken")).count(), "" + words);
  }

  @Test
  void aFileWithoutTheFieldsIsADeadLetter() throws IOException {
    Path file = file(CompressionCodecName.SNAPPY, 1);
    SourceSettings source =
        new SourceSettings("s", Kind.WEB, List.of(file.toString()), Map.of("text", "x"), 1 << 20);
    List<Outcome> outcomes = read(source);
    assertEquals(List.of("!broken-parquet"), words(outcomes));
  }

  @Test
  void columnsThatAreNotThereAreMissedBeforeAnythingIsRead() throws IOException {
    Path file = file(CompressionCodecName.SNAPPY, 1);
    assertEquals(List.of(), unfit(file, Map.of("text", "content", "uri", "meta.link")));
    assertEquals(
        List.of("fields.text: " + file + " has no column contnet; did you mean content?"),
        unfit(file, Map.of("text", "contnet")));
    assertEquals(
        List.of(
            "fields: "
                + file
                + " has no column text; there are content, key, at, meta, tags, unused"),
        unfit(file, Map.of()));
    assertEquals(
        List.of("fields.id: no file of the source has a column kye; did you mean key?"),
        unfit(file, Map.of("text", "content", "id", "kye")));
    // What cannot be read becomes a dead letter, and other files may have what this one lacks.
    assertEquals(List.of(), unfit(write("empty.parquet", new byte[0]), Map.of()));
    Path lines = write("a.jsonl", "{\"content\": \"a\", \"kye\": 1}".getBytes(UTF_8));
    assertEquals(List.of(), unfit(folder, Map.of("text", "content", "id", "kye")));
    Files.delete(lines);
  }

  private static List<String> unfit(Path path, Map<String, String> fields) throws IOException {
    SourceSettings source =
        new SourceSettings("s", Kind.WEB, List.of(path.toString()), fields, 1 << 20);
    try {
      Reading.requireFit(source, Reading.list(source));
      return List.of();
    } catch (MissingInput e) {
      return e.faults().stream().map(fault -> fault.setting() + ": " + fault.message()).toList();
    }
  }

  private static List<Outcome> rows(Path file) throws IOException {
    return read(
        new SourceSettings(
            "s",
            Kind.WEB,
            List.of(file.toString()),
            Map.of("text", "content", "id", "key", "uri", "meta.link", "date", "at"),
            1 << 20));
  }

  /** Every second row lacks its text. */
  private Path file(CompressionCodecName codec, int rows) throws IOException {
    Path file = folder.resolve(codec + "-" + rows + ".parquet");
    try (ParquetWriter<Group> writer = writer(file, SCHEMA, codec)) {
      for (int i = 0; i < rows; i++) {
        SimpleGroup row = new SimpleGroup(SCHEMA);
        if (i % 2 == 0) {
          row.add("content", "text " + i + ", caf\u00e9");
        }
        row.add("key", (long) i);
        row.add("at", 1_700_000_000_123_456L);
        row.addGroup("meta").add("link", "http://example.org/" + i);
        row.addGroup("tags").addGroup("list").add("element", "tag");
        row.add("unused", "x".repeat(100));
        writer.write(row);
      }
    }
    return file;
  }

  private static ParquetWriter<Group> writer(
      Path file, MessageType schema, CompressionCodecName codec) throws IOException {
    return ExampleParquetWriter.builder(new LocalOutputFile(file))
        .withType(schema)
        .withConf(new PlainParquetConfiguration())
        .withCodecFactory(new OthersCodecs())
        .withCompressionCodec(codec)
        .build();
  }

  /** Compresses with other libraries than those that Winnow decompresses with. */
  private static final class OthersCodecs implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
      return new BytesInputCompressor() {
        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
          ByteArrayOutputStream plain = new ByteArrayOutputStream();
          bytes.writeAllTo(plain);
          byte[] in = plain.toByteArray();
          return BytesInput.from(
              switch (name) {
                case SNAPPY -> Snappy.compress(in);
                case GZIP -> gzip(in);
                case ZSTD -> zstd(in);
                case LZ4_RAW -> lz4(in);
                default -> in;
              });
        }

        @Override
        public CompressionCodecName getCodecName() {
          return name;
        }

        @Override
        public void release() {}
      };
    }

    private static byte[] lz4(byte[] in) {
      Lz4Compressor compressor = new Lz4Compressor();
      byte[] out = new byte[compressor.maxCompressedLength(in.length)];
      return Arrays.copyOf(out, compressor.compress(in, 0, in.length, out, 0, out.length));
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void release() {}
  }

  @Test
  void rowsOfCodeHaveRepositoryPathAndLanguage() throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { optional binary text (STRING); optional binary repo (STRING);"
                + " optional binary file (STRING); optional binary lang (STRING); }");
    Path file = folder.resolve("code.parquet");
    try (ParquetWriter<Group> writer = writer(file, schema, CompressionCodecName.ZSTD)) {
      SimpleGroup row = new SimpleGroup(schema);
      row.add("text", "print(1)");
      row.add("repo", "owner/tool");
      row.add("file", "src/a.py");
      row.add("lang", "Python");
      writer.write(row);
    }
    Path lines =
        write(
            "code.jsonl",
            "{\"text\":\"print(1)\",\"repo\":\"owner/tool\",\"file\":\"src/a.py\",\"lang\":\"Python\"}"
                .getBytes(UTF_8));
    for (Path path : List.of(file, lines)) {
      List<Outcome> outcomes =
          read(
              new SourceSettings(
                  "s",
                  Kind.CODE,
                  List.of(path.toString()),
                  Map.of("repository", "repo", "path", "file", "language", "lang"),
                  1 << 20));
      assertEquals(List.of("print(1)"), texts(outcomes));
      Origin origin = outcomes.get(0).origin();
      assertEquals("owner/tool", origin.repository());
      assertEquals("src/a.py", origin.path());
      assertEquals("python", origin.programmingLanguage());
    }
  }

  @Test
  void aRowLargerThanARecordMayBeIsADeadLetter() throws IOException {
    Path file = file(CompressionCodecName.ZSTD, 3);
    SourceSettings source =
        new SourceSettings(
            "s",
            Kind.WEB,
            List.of(file.toString()),
            Map.of("text", "content"),
            "text 0, caf".length());
    assertEquals(List.of("!too-large", "!no-text-field", "!too-large"), words(read(source)));
  }

  @Test
  void aSinkThatFailsIsNoFaultOfTheData() throws IOException {
    Path file = file(CompressionCodecName.ZSTD, 3);
    SourceSettings source =
        new SourceSettings(
            "s", Kind.WEB, List.of(file.toString()), Map.of("text", "content"), 1 << 20);
    UncheckedIOException fault = new UncheckedIOException(new IOException("no space left"));
    List<Outcome> met = new ArrayList<>();
    assertSame(
        fault,
        assertThrows(
            UncheckedIOException.class,
            () ->
                Reading.read(
                    source,
                    Reading.list(source).get(0),
                    outcome -> {
                      met.add(outcome);
                      throw fault;
                    })));
    assertEquals(List.of("doc"), words(met));
  }

  @Test
  void aDamagedRowGroupCostsNoOther() throws IOException {
    Path file = folder.resolve("groups.parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withType(SCHEMA)
            .withConf(new PlainParquetConfiguration())
            .withRowGroupRowCountLimit(2)
            .build()) {
      for (int i = 0; i < 6; i++) {
        SimpleGroup row = new SimpleGroup(SCHEMA);
        row.add("content", "text " + i);
        writer.write(row);
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 4; i < 30; i++) {
      bytes[i] ^= 0x5A;
    }
    List<Outcome> outcomes = rows(write("damaged.parquet", bytes));
    assertEquals(List.of("", "text 2", "text 3", "text 4", "text 5"), texts(outcomes));
    assertEquals("!broken-row-group", words(outcomes).get(0));
  }
}

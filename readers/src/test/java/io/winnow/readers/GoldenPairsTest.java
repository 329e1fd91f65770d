package io.winnow.readers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.DeadLetter;
import io.winnow.corpus.Document;
import io.winnow.corpus.Kind;
import io.winnow.corpus.Origin;
import io.winnow.corpus.Outcome;
import io.winnow.corpus.PassedOver;
import io.winnow.readers.source.SourceSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Inputs and what is read from them: {@code golden/FORMAT/NAME.EXTENSION}, or a folder {@code
 * NAME}, and {@code NAME.txt}. Another case is two more files. A folder {@code NAME.epub} is zipped
 * first.
 */
class GoldenPairsTest extends ReadingFixture {
  private static final Path GOLDEN = Path.of("src/test/resources/io/winnow/readers/golden");

  private static final Map<String, Kind> KINDS =
      Map.of(
          "html", Kind.WEB,
          "epub", Kind.BOOK,
          "gutenberg", Kind.BOOK,
          "jats", Kind.PAPER,
          "latex", Kind.PAPER,
          "pdf", Kind.PAPER,
          "threads", Kind.SOCIAL,
          "posts", Kind.SOCIAL);

  private static final Map<String, String> FIELDS_OF_THREADS =
      Map.of(
          "text", "text", "id", "id", "parent", "parent", "score", "score", "title", "title",
          "date", "date");

  @TestFactory
  Stream<DynamicTest> whatIsReadIsWhatIsThere() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String format : new TreeSet<>(KINDS.keySet())) {
      for (Path input : inputs(format)) {
        tests.add(
            DynamicTest.dynamicTest(
                format + "/" + input.getFileName(),
                () -> assertEquals(Files.readString(answer(input)), told(format, input) + "\n")));
      }
    }
    return tests.stream();
  }

  @Test
  void everyFormatHasTenPairsAndNoFileIsAlone() throws IOException {
    for (String format : KINDS.keySet()) {
      List<Path> inputs = inputs(format);
      assertTrue(inputs.size() >= 10, format + " has " + inputs.size());
      TreeSet<Path> answers = new TreeSet<>();
      inputs.forEach(input -> answers.add(answer(input)));
      TreeSet<Path> files = new TreeSet<>(list(GOLDEN.resolve(format)));
      inputs.forEach(files::remove);
      assertEquals(answers, files, format);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static List<Path> inputs(String format) throws IOException {
    return list(GOLDEN.resolve(format)).stream()
        .filter(file -> !file.toString().endsWith(".txt"))
        .toList();
  }

  private static Path answer(Path input) {
    String name = input.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return input.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".txt");
  }

  private String told(String format, Path input) throws IOException {
    boolean epub = input.toString().endsWith(".epub") && Files.isDirectory(input);
    Path read = epub ? write(input.getFileName().toString(), zipped(input)) : input;
    Map<String, String> fields = format.equals("threads") ? FIELDS_OF_THREADS : Map.of();
    Kind kind = KINDS.get(format);
    assertTrue(kind != null);
    List<String> told = new ArrayList<>();
    for (Outcome outcome :
        read(new SourceSettings("s", kind, List.of(read.toString()), fields, 1 << 20))) {
      told.add(told(outcome));
    }
    return String.join("\n\n", told);
  }

  private static String told(Outcome outcome) {
    if (outcome instanceof PassedOver passed) {
      return "passed over " + passed.reason();
    }
    if (outcome instanceof DeadLetter letter) {
      return "dead letter " + letter.cause();
    }
    Document document = (Document) outcome;
    Origin origin = document.origin();
    StringBuilder told = new StringBuilder("document");
    told.append(document.title() == null ? "" : " " + document.title()).append('\n');
    add(told, "licence", origin.licence());
    add(told, "date", origin.date() == null ? null : Instant.ofEpochMilli(origin.date()));
    add(told, "source-uri", origin.sourceUri());
    add(told, "given-id", origin.givenId());
    return told.append('\n').append(document.text()).toString();
  }

  private static void add(StringBuilder told, String name, @Nullable Object value) {
    if (value != null) {
      told.append("  ").append(name).append(": ").append(value).append('\n');
    }
  }

  /** As an EPUB is: the media type first, and not compressed. */
  private static byte[] zipped(Path folder) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      byte[] type = "application/epub+zip".getBytes(UTF_8);
      CRC32 sum = new CRC32();
      sum.update(type);
      ZipEntry first = new ZipEntry("mimetype");
      first.setMethod(ZipEntry.STORED);
      first.setSize(type.length);
      first.setCrc(sum.getValue());
      out.putNextEntry(first);
      out.write(type);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }
}

package io.winnow.readers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.DeadLetter;
import io.winnow.corpus.Document;
import io.winnow.corpus.Kind;
import io.winnow.corpus.Outcome;
import io.winnow.readers.source.SourceSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

class SeparatedValuesTest extends ReadingFixture {
  private List<Outcome> rows(String text) throws IOException {
    return read(Kind.WEB, write("rows.csv", text.getBytes(UTF_8)));
  }

  private List<Outcome> rows(String name, byte[] bytes, Map<String, String> fields)
      throws IOException {
    Path file = write(name, bytes);
    return read(new SourceSettings("s", Kind.SOCIAL, List.of(file.toString()), fields, 1 << 20));
  }

  private static String cause(Outcome outcome) {
    return outcome instanceof DeadLetter letter ? letter.cause() + ": " + letter.detail() : "none";
  }

  private static List<Long> offsets(List<Outcome> outcomes) {
    return outcomes.stream().map(outcome -> outcome.origin().offset()).toList();
  }

  @Test
  void fieldsInQuotesHoldSeparatorsLineBreaksAndQuotes() throws IOException {
    List<Outcome> outcomes =
        rows("id,text,title\r\n1,\"a, \"\"b\"\"\r\nc\",T\r\n2,d \"e\" f,\r\n\r\n3,\"\"\"g\",U");
    assertEquals(List.of("a, \"b\"\r\nc", "d \"e\" f", "\"g"), texts(outcomes));
    Document first = (Document) outcomes.get(0);
    assertEquals("1", first.origin().givenId());
    assertEquals("T", first.title());
    assertEquals(List.of(15L, 34L, 48L), offsets(outcomes));
  }

  @Test
  void everyFieldOfARecipeIsMapped() throws IOException {
    String header = "key\tbody\tlink\theading\tday\trepo\tfile\tlang\n";
    String row = "k\t\"say \"\"so\"\"\"\thttps://a.org/\tH\t2020-01-02\tr\ta/b.py\tPython\n";
    Map<String, String> fields =
        Map.of(
            "id",
            "key",
            "text",
            "body",
            "uri",
            "link",
            "title",
            "heading",
            "date",
            "day",
            "repository",
            "repo",
            "path",
            "file",
            "language",
            "lang");
    List<Outcome> outcomes = rows("rows.tsv", (header + row).getBytes(UTF_8), fields);
    Document document = (Document) outcomes.get(0);
    assertEquals("say \"so\"", document.text());
    assertEquals("H", document.title());
    assertEquals("k", document.origin().givenId());
    assertEquals("https://a.org/", document.origin().sourceUri());
    assertEquals(1577923200000L, document.origin().date());
    assertEquals("r", document.origin().repository());
    assertEquals("a/b.py", document.origin().path());
    assertEquals("python", document.origin().programmingLanguage());
    List<Outcome> pages =
        rows(
            "pages.csv",
            "page\n\"<html><title>T</title><p>one, two</p></html>\"\n".getBytes(UTF_8),
            Map.of("html", "page"));
    assertEquals(List.of("one, two"), texts(pages));
  }

  @Test
  void numbersSince1970AreDatesAndYearsAreNone() throws IOException {
    String text = "text,day\na,1577923200\nb,1577923200123\nc,2019\nd,20190131\ne,2020-01-02\n";
    List<Outcome> outcomes = rows("rows.csv", text.getBytes(UTF_8), Map.of("date", "day"));
    List<Long> dates = new ArrayList<>();
    outcomes.forEach(outcome -> dates.add(outcome.origin().date()));
    List<Long> wanted = new ArrayList<>(List.of(1577923200000L, 1577923200123L));
    wanted.add(null);
    wanted.add(null);
    wanted.add(1577923200000L);
    assertEquals(wanted, dates);
  }

  @Test
  void messagesAreGatheredIntoThreadsByTheirParents() throws IOException {
    String text = "id,text,to,votes\n2,low,1,1\n1,first,,0\n3,high,1,10\n4,other,,0\n";
    List<Outcome> outcomes =
        rows("rows.csv.gz", gzip(text.getBytes(UTF_8)), Map.of("parent", "to", "score", "votes"));
    assertEquals(
        List.of("first\n\nReply:\n\nhigh\n\nReply:\n\nlow", "other"),
        texts(outcomes).stream().sorted().toList());
  }

  @Test
  void aBadRowCostsThatRow() throws IOException {
    List<Outcome> outcomes =
        rows("id,text\n1,a\n2\n3,b,c\n4,\"d\"e\n5,f\n6,\"g\n7,\"h\"\n8,i\n9,\"j\n10,k\n11,l\n");
    assertEquals(
        List.of(
            "doc",
            "!ragged-row",
            "!ragged-row",
            "!broken-row",
            "doc",
            "!broken-row",
            "doc",
            "doc",
            "!broken-row",
            "doc",
            "doc"),
        words(outcomes));
    assertEquals("ragged-row: the row has 1 fields, but the header has 2", cause(outcomes.get(1)));
    assertEquals("broken-row: there is text behind a closing quote", cause(outcomes.get(3)));
    assertEquals("broken-row: a quote is not closed", cause(outcomes.get(8)));
    assertEquals(List.of(8L, 12L, 14L, 20L, 27L, 31L, 36L, 42L, 46L, 51L, 56L), offsets(outcomes));
  }

  @Test
  void bytesThatAreNoUtf8CostTheirRow() throws IOException {
    byte[] bytes = "text\nab\ncd\n".getBytes(UTF_8);
    bytes[6] = (byte) 0xC3;
    assertEquals(List.of("!not-utf-8", "doc"), words(read(Kind.WEB, write("a.csv", bytes))));
    bytes[1] = (byte) 0xC3;
    assertEquals(List.of("!not-utf-8"), words(read(Kind.WEB, write("b.csv", bytes))));
  }

  @Test
  void aRowThatIsTooLargeIsADeadLetterAndTheRestGoesOn() throws IOException {
    String large = "x".repeat(3_000);
    String text =
        "id,text\n1,a\n2,"
            + large
            + "\n3,\""
            + large
            + "\n"
            + large
            + "\"\n4,b\n5,\""
            + large
            + "\n6,c\n7,\"d\"\n8,e\n";
    Path file = write("rows.csv", text.getBytes(UTF_8));
    List<Outcome> outcomes = read(limited(Kind.WEB, file, 1_000));
    // The quote of the fifth is closed in the seventh: that is more than is held.
    assertEquals(
        List.of("doc", "!too-large", "!too-large", "doc", "!broken-row", "doc"), words(outcomes));
    assertEquals("e", texts(outcomes).get(5));
  }

  @Test
  void aRowOfTheLargestSizeIsRead() throws IOException {
    String text = "text\n" + "x".repeat(100) + "\n" + "x".repeat(101) + "\n";
    Path file = write("rows.csv", text.getBytes(UTF_8));
    assertEquals(List.of("doc", "!too-large"), words(read(limited(Kind.WEB, file, 100))));
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheHeader() throws IOException {
    List<Outcome> outcomes = rows("\uFEFFtext,id\na,1\n");
    assertEquals(List.of("a"), texts(outcomes));
    assertEquals(List.of(11L), offsets(outcomes));
    assertEquals(List.of("a"), texts(rows("\uFEFF\"text\"\na\n")));
  }

  @Test
  void zeroesAreCharactersLikeOthers() throws IOException {
    assertEquals(List.of("a\0b"), texts(rows("text\na\0b\n")));
  }

  @Test
  void aHeaderThatDoesNotFitIsOneOutcomeOfTheFile() throws IOException {
    byte[] text = "id,name\n1,a\n2,b\n".getBytes(UTF_8);
    assertEquals(List.of("no-text-column"), words(rows("a.csv", text, Map.of())));
    List<Outcome> missing = rows("a.csv", text, Map.of("text", "body"));
    assertEquals(
        "missing-column: the header has no column body, which should hold text; it has id, name",
        cause(missing.get(0)));
    assertEquals(1, missing.size());
    assertEquals(
        List.of("!missing-column"), words(rows("a.csv", text, Map.of("text", "name", "uri", "u"))));
    byte[] twice = "text,id,text\na,1,b\n".getBytes(UTF_8);
    assertEquals(
        "repeated-column: the header has more than one column text",
        cause(rows("a.csv", twice, Map.of()).get(0)));
    byte[] others = "text,x,x\na,1,2\n".getBytes(UTF_8);
    assertEquals(List.of("doc"), words(rows("a.csv", others, Map.of())));
    assertEquals(List.of("!broken-header"), words(rows("\"text\"x,id\na,1\n")));
  }

  @Test
  void aFileWithoutRowsIsPassedOver() throws IOException {
    for (String text : List.of("", "\n\r\n", "text", "text,id\r\n", "\uFEFF")) {
      assertEquals(List.of("no-rows"), words(rows(text)), text);
    }
  }

  @Test
  void aFileThatIsCutOffCostsWhatIsMissing() throws IOException {
    byte[] packed = gzip(("text\n" + "row,\n".repeat(10) + "\"long\n").getBytes(UTF_8));
    byte[] cut = Arrays.copyOf(packed, packed.length - 9);
    List<Outcome> outcomes = read(Kind.WEB, write("a.csv.gz", cut));
    assertEquals("!broken-file", words(outcomes).get(outcomes.size() - 1));
    byte[] whole = "text\na\n".getBytes(UTF_8);
    assertEquals(List.of("a"), texts(read(Kind.WEB, write("b.csv.zst", zstd(whole)))));
    assertEquals(
        List.of("a", "a"),
        texts(read(Kind.WEB, write("c.zip", zip(Map.of("d.csv", whole, "e.CSV", whole))))));
  }

  @Test
  void rowsAreThoseThatCommonsCsvReads() throws IOException {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      char separator = random.nextBoolean() ? ',' : '\t';
      int columns = 1 + random.nextInt(3);
      String text = wellFormed(random, separator, columns);
      CSVFormat format =
          CSVFormat.DEFAULT.builder().setDelimiter(separator).setIgnoreEmptyLines(true).get();
      List<List<String>> wanted = new ArrayList<>();
      try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
        for (CSVRecord row : parser) {
          wanted.add(row.toList());
        }
      }
      wanted.remove(0);
      List<List<String>> read = new ArrayList<>();
      List<Outcome> outcomes =
          rows(separator == ',' ? "r.csv" : "r.tsv", text.getBytes(UTF_8), Map.of());
      for (Outcome outcome : outcomes) {
        if (outcome instanceof Document document) {
          List<String> row = new ArrayList<>(List.of(document.text()));
          row.add(document.origin().givenId());
          row.add(document.title());
          read.add(
              row.stream().map(field -> field == null ? "" : field).toList().subList(0, columns));
        }
      }
      if (wanted.isEmpty()) {
        assertEquals(List.of("no-rows"), words(outcomes), "seed " + seed);
      } else {
        assertEquals(wanted.size(), outcomes.size(), "seed " + seed);
      }
      assertEquals(
          wanted.stream().filter(row -> !row.get(0).isBlank()).toList(), read, "seed " + seed);
    }
  }

  private static String wellFormed(Random random, char separator, int columns) {
    String[] ends = {"\n", "\r\n", "\r", "\n\n", "\r\n\r\n"};
    StringBuilder text = new StringBuilder("text");
    for (int i = 1; i < columns; i++) {
      text.append(separator).append(i == 1 ? "id" : "title");
    }
    int rows = random.nextInt(20);
    for (int row = 0; row < rows; row++) {
      text.append(ends[random.nextInt(ends.length)]);
      for (int column = 0; column < columns; column++) {
        text.append(column == 0 ? "" : separator).append(field(random, separator));
      }
    }
    return text.append(random.nextBoolean() ? "\n" : "").toString();
  }

  /** A field, in quotes where it has to be or by chance. */
  private static String field(Random random, char separator) {
    char[] characters = {'a', ' ', 'é', '\0', '"', ',', '\t', '\n', '\r', '\u4e2d'};
    StringBuilder field = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      field.append(characters[random.nextInt(characters.length)]);
    }
    String plain = field.toString();
    boolean needed =
        plain.isEmpty()
            || plain.charAt(0) == '"'
            || plain.indexOf(separator) >= 0
            || plain.indexOf('\n') >= 0
            || plain.indexOf('\r') >= 0;
    return needed || random.nextInt(4) == 0 ? '"' + plain.replace("\"", "\"\"") + '"' : plain;
  }

  /** Whatever the bytes, every line has an outcome and good rows behind a broken one are read. */
  @Test
  void whatIsBrokenNeverTakesTheLastRowsWithIt() throws IOException {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes("text,id\n".getBytes(UTF_8));
      for (int i = random.nextInt(30); i > 0; i--) {
        bytes.write("a\",\n\r".charAt(random.nextInt(5)));
      }
      // Whatever quote is open, one of these closes it or is where it is given up.
      bytes.writeBytes("\n\"x\"y,1\nlast,2\n\"very last\",3\n".getBytes(UTF_8));
      List<Outcome> outcomes = rows("r.csv", bytes.toByteArray(), Map.of());
      List<String> texts = texts(outcomes);
      assertTrue(texts.size() >= 3, "seed " + seed);
      assertEquals(
          List.of("last", "very last"),
          texts.subList(texts.size() - 2, texts.size()),
          "seed " + seed);
      List<Long> offsets = offsets(outcomes);
      for (int i = 1; i < offsets.size(); i++) {
        assertTrue(offsets.get(i - 1) < offsets.get(i), "seed " + seed);
      }
    }
  }
}

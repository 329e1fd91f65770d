package io.winnow.readers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import io.winnow.corpus.DeadLetter;
import io.winnow.corpus.Document;
import io.winnow.corpus.Kind;
import io.winnow.corpus.Origin;
import io.winnow.corpus.Outcome;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.FileNames;
import io.winnow.readers.source.Dates;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.MissingInput;
import io.winnow.readers.source.Records;
import io.winnow.readers.source.SourceSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.Test;

class ReadingTest extends ReadingFixture {
  private static final String PAGE =
      "<html><head><title>On %s</title></head><body><nav><a href=x>Home</a></nav>"
          + "<p>This page is about %s, and it goes on for a while so that there is text.</p>"
          + "</body></html>";

  @Test
  void aWarcGivesItsPagesWithUriDateAndOffset() throws IOException {
    Path warc = write("a.warc.gz", warc(true, "one", "two"));
    List<Outcome> outcomes = read(Kind.WEB, warc);
    assertEquals(List.of("doc", "doc"), words(outcomes));
    Document second = (Document) outcomes.get(1);
    assertEquals("http://example.org/two", second.origin().sourceUri());
    assertEquals("On two", second.title());
    assertEquals(
        "This page is about two, and it goes on for a while so that there is text.", second.text());
    assertEquals(1767323045000L, second.origin().date());
    assertEquals(warc(true, "one").length, second.origin().offset());
    assertTrue(second.origin().uri().endsWith("a.warc.gz"));
  }

  @Test
  void plainAndZstdWarcsReadLikeGzip() throws IOException {
    assertEquals(2, read(Kind.WEB, write("a.warc", warc(false, "one", "two"))).size());
    ByteArrayOutputStream zstd = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(zstd)) {
      out.write(warc(false, "one", "two"));
    }
    assertEquals(
        List.of("doc", "doc"), words(read(Kind.WEB, write("b.warc.zst", zstd.toByteArray()))));
  }

  @Test
  void whatIsNoPageIsPassedOverWithAReason() throws IOException {
    ByteArrayOutputStream warc = new ByteArrayOutputStream();
    warc.write(response("a", "404 Not Found", "text/html", PAGE.getBytes(UTF_8), ""));
    warc.write(response("b", "200 OK", "image/png", new byte[] {1, 2}, ""));
    warc.write(response("c", "200 OK", "text/html", "<body></body>".getBytes(UTF_8), ""));
    warc.write(response("d", "200 OK", "text/html", new byte[] {5}, "Content-Encoding: br\r\n"));
    assertEquals(
        List.of("http-status", "not-html", "no-text", "!unsupported-encoding"),
        words(read(Kind.WEB, write("a.warc", warc.toByteArray()))));
  }

  @Test
  void chunkedAndGzippedPagesAreDecoded() throws IOException {
    byte[] page = String.format(PAGE, "chunks", "chunks").getBytes(UTF_8);
    byte[] zipped = gzip(page);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write((Integer.toHexString(10) + "\r\n").getBytes(ISO_8859_1));
    body.write(zipped, 0, 10);
    body.write(("\r\n" + Integer.toHexString(zipped.length - 10) + "\r\n").getBytes(ISO_8859_1));
    body.write(zipped, 10, zipped.length - 10);
    body.write("\r\n0\r\n\r\n".getBytes(ISO_8859_1));
    byte[] warc =
        response(
            "a",
            "200 OK",
            "text/html",
            body.toByteArray(),
            "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n");
    Document document = (Document) read(Kind.WEB, write("a.warc", warc)).get(0);
    assertEquals("On chunks", document.title());
  }

  @Test
  void aBrokenMemberCostsItselfAlone() throws IOException {
    byte[] one = warc(true, "one");
    byte[] broken = warc(true, "broken");
    for (int i = broken.length / 2; i < broken.length / 2 + 20; i++) {
      broken[i] ^= 0x55;
    }
    List<Outcome> outcomes =
        read(Kind.WEB, write("a.warc.gz", join(one, broken, warc(true, "three"))));
    assertEquals(
        List.of("doc", "!", "doc"),
        words(outcomes).stream().map(w -> w.startsWith("!") ? "!" : w).toList());
    assertEquals(one.length, outcomes.get(1).origin().offset());
    assertEquals("http://example.org/three", outcomes.get(2).origin().sourceUri());
  }

  @Test
  void aWarcThatIsCutOffGivesADeadLetterForTheRest() throws IOException {
    byte[] whole = warc(true, "one", "two");
    byte[] cut = Arrays.copyOf(whole, whole.length - 30);
    List<Outcome> outcomes = read(Kind.WEB, write("a.warc.gz", cut));
    assertEquals("doc", words(outcomes).get(0));
    assertTrue(words(outcomes).get(1).startsWith("!"), words(outcomes).toString());
    assertEquals(2, outcomes.size());
  }

  @Test
  void damagedWarcsNeverFailAndRecordsBeforeTheDamageAreUnharmed() throws IOException {
    long seed = 77;
    Random random = new Random(seed);
    byte[] first = warc(true, "one");
    byte[] rest = warc(true, "two", "three", "four");
    for (int i = 0; i < 150; i++) {
      byte[] damaged = rest.clone();
      for (int j = 0; j <= random.nextInt(5); j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(3) == 0 ? random.nextInt(damaged.length) : damaged.length;
      byte[] file = join(first, Arrays.copyOf(damaged, length));
      List<Outcome> outcomes = read(Kind.WEB, write("d.warc.gz", file));
      assertEquals("doc", words(outcomes).get(0), "seed " + seed + ", round " + i);
      assertEquals("http://example.org/one", outcomes.get(0).origin().sourceUri());
    }
  }

  @Test
  void aWetGivesItsTexts() throws IOException {
    String text = "Plain text of a page.";
    String wet =
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://example.org/w\r\n"
            + "WARC-Record-ID: <urn:uuid:a>\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n"
            + "Content-Type: text/plain\r\nContent-Length: "
            + text.length()
            + "\r\n\r\n"
            + text
            + "\r\n\r\n";
    Document document =
        (Document) read(Kind.WEB, write("a.warc.wet.gz", gzip(wet.getBytes(UTF_8)))).get(0);
    assertEquals(text, document.text());
  }

  @Test
  void pagesInFoldersAndArchivesAreRead() throws IOException {
    byte[] page = String.format(PAGE, "files", "files").getBytes(UTF_8);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("docs/b.html", page);
    files.put("docs/a.htm", page);
    files.put("docs/style.css", page);
    write("pages/x/p.html", page);
    write("pages/y.html.gz", gzip(page));
    write("pages/z.zip", zip(files));
    write("pages/t.tar.gz", gzip(tar(files)));
    List<Outcome> outcomes = read(Kind.WEB, folder.resolve("pages"));
    assertEquals(
        List.of("doc", "doc", "not-html", "doc", "doc", "doc", "doc", "not-html"), words(outcomes));
    assertEquals("docs/b.html", outcomes.get(0).origin().path());
    assertTrue(outcomes.get(0).origin().uri().endsWith("t.tar.gz!/docs/b.html"));
    assertNull(outcomes.get(3).origin().path());
  }

  @Test
  void aBrokenArchiveIsADeadLetter() throws IOException {
    byte[] zip = zip(Map.of("a.html", PAGE.getBytes(UTF_8)));
    assertEquals(
        List.of("!broken-archive"),
        words(read(Kind.WEB, write("a.zip", Arrays.copyOf(zip, zip.length - 30)))));
    byte[] tar = gzip(tar(Map.of("a.html", PAGE.getBytes(UTF_8), "b.html", PAGE.getBytes(UTF_8))));
    List<String> words =
        words(read(Kind.WEB, write("a.tar.gz", Arrays.copyOf(tar, tar.length / 2))));
    assertTrue(words.get(words.size() - 1).startsWith("!"), words.toString());
  }

  @Test
  void aRepositoryGivesPathLanguageAndLicence() throws IOException {
    write(
        "lib/LICENSE",
        "Permission is hereby granted, free of charge, to any person obtaining a copy"
            .getBytes(UTF_8));
    write("lib/src/A.java", "class A {}".getBytes(UTF_8));
    write("lib/src/data.bin", new byte[] {1, 0, 2});
    write("lib/src/unknown.qqq", "text".getBytes(UTF_8));
    write("lib/.git2/x.py", "print(1)".getBytes(UTF_8));
    List<Outcome> outcomes = read(Kind.CODE, folder.resolve("lib"));
    assertEquals(List.of("doc", "doc", "doc", "binary", "unknown-language"), words(outcomes));
    Document java = (Document) outcomes.get(2);
    assertEquals("src/A.java", java.origin().path());
    assertEquals("lib", java.origin().repository());
    assertEquals("java", java.origin().programmingLanguage());
    assertEquals("MIT", java.origin().licence());
    assertEquals("LICENSE", java.origin().licenceFile());
  }

  @Test
  void aSourceArchiveIsARepositoryWhoseLicenceMayComeLast() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("org/A.java", "class A {}".getBytes(UTF_8));
    files.put("META-INF/LICENSE.txt", "Apache License\n  Version 2.0".getBytes(UTF_8));
    Document java = (Document) read(Kind.CODE, write("thing-1.0-sources.jar", zip(files))).get(0);
    assertEquals("thing-1.0", java.origin().repository());
    assertEquals("Apache-2.0", java.origin().licence());
  }

  @Test
  void aGitRepositoryGivesTheFilesOfItsHead() throws IOException, GitAPIException {
    Path work = folder.resolve("work");
    try (Git git = Git.init().setDirectory(work.toFile()).call()) {
      Files.writeString(work.resolve("a.py"), "print('committed')");
      git.add().addFilepattern(".").call();
      git.commit()
          .setMessage("first")
          .setAuthor("a", "a@example.org")
          .setCommitter("a", "a@example.org")
          .setSign(false)
          .call();
      Files.writeString(work.resolve("a.py"), "print('changed since')");
      Files.writeString(work.resolve("b.py"), "print('never added')");
    }
    List<Outcome> outcomes = read(Kind.CODE, work);
    assertEquals(List.of("doc"), words(outcomes));
    assertEquals("print('committed')", ((Document) outcomes.get(0)).text());
    assertEquals("work", ((Document) outcomes.get(0)).origin().repository());
  }

  /** What putting one file behind another makes, where the first lacks its last line feed. */
  @Test
  void aLineWithTwoObjectsIsADeadLetterAndNoRecordIsLostInSilence() throws IOException {
    String lines =
        """
        {"text": "The first of three."}
        {"text": "The second."}{"text": "The third."}
        {"text": "The fourth."} 7
        {"text": "The fifth."}
        """;
    List<Outcome> outcomes = read(Kind.WEB, write("a.jsonl", lines.getBytes(UTF_8)));
    assertEquals(List.of("doc", "!not-json", "!not-json", "doc"), words(outcomes));
    assertEquals(
        "more than one JSON value is on the line", ((DeadLetter) outcomes.get(1)).detail());
  }

  @Test
  void aByteOrderMarkBelongsToNoLine() throws IOException {
    String lines = "\uFEFF{\"text\": \"one\"}\n{\"text\": \"two\"}\n\uFEFF{\"text\": \"three\"}\n";
    assertEquals(
        List.of("one", "two", "three"),
        texts(read(Kind.WEB, write("a.jsonl", lines.getBytes(UTF_8)))));
    assertEquals(
        List.of("a passage"),
        texts(read(Kind.SOCIAL, write("a.txt", "\uFEFFa passage\n".getBytes(UTF_8)))));
  }

  @Test
  void whatADeadLetterSaysIsCutBetweenCharacters() {
    List<Outcome> outcomes = new ArrayList<>();
    Records records = new Records(limited(Kind.WEB, folder, 1 << 20), outcomes::add);
    records.deadLetter(
        Origin.at("a", 0), DeadLetterCause.BROKEN_FILE, "x".repeat(499) + "\uD83D\uDE00");
    assertEquals("x".repeat(499), ((DeadLetter) outcomes.get(0)).detail());
  }

  @Test
  void linesOfJsonAreReadByTheirFields() throws IOException {
    String lines =
        """
        {"body": "First text", "meta": {"no": 7}, "link": "http://example.org/7", "day": "2026-01-02"}

        not json
        [1, 2]
        {"body": 5}
        {"body": "   "}
        {"body": "last"}\
        """;
    SourceSettings source =
        new SourceSettings(
            "s",
            Kind.SOCIAL,
            List.of(write("a.jsonl.gz", gzip(lines.getBytes(UTF_8))).toString()),
            Map.of("text", "body", "id", "meta.no", "uri", "link", "date", "day"),
            1 << 20);
    List<Outcome> outcomes = read(source);
    assertEquals(
        List.of("doc", "!not-json", "!not-an-object", "!no-text-field", "no-text", "doc"),
        words(outcomes));
    Document first = (Document) outcomes.get(0);
    assertEquals("7", first.origin().givenId());
    assertEquals("http://example.org/7", first.origin().sourceUri());
    assertEquals(1767312000000L, first.origin().date());
    assertEquals(lines.indexOf("not json"), outcomes.get(1).origin().offset());
  }

  @Test
  void recordsOverTheMaximumAreDeadLetters() throws IOException {
    byte[] page = PAGE.getBytes(UTF_8);
    Path jsonl =
        write(
            "a.jsonl",
            ("{\"text\":\"" + "x".repeat(5000) + "\"}\n{\"text\":\"ok\"}").getBytes(UTF_8));
    assertEquals(List.of("!too-large", "doc"), words(read(limited(Kind.BOOK, jsonl, 100))));
    Path zip = write("a.zip", zip(Map.of("a.html", page)));
    assertEquals(List.of("!too-large"), words(read(limited(Kind.WEB, zip, 100))));
    Path warc = write("a.warc", warc(false, "one"));
    assertEquals(List.of("!too-large"), words(read(limited(Kind.WEB, warc, 100))));
    assertEquals(
        List.of("!too-large"), words(read(limited(Kind.CODE, write("r/a.py", page), 100))));
  }

  @Test
  void malformedUtf8InALineIsADeadLetter() throws IOException {
    Path file = write("a.jsonl", new byte[] {'{', (byte) 0xFF, '}', '\n'});
    assertEquals(List.of("!not-utf-8"), words(read(Kind.WEB, file)));
  }

  @Test
  void inputsAreListedInOrderByPatterns() throws IOException {
    write("in/b.html", new byte[0]);
    write("in/a.html", new byte[0]);
    write("in/deep/er/c.html", new byte[0]);
    assertEquals(List.of("a.html", "b.html"), names(folder + "/in/*.html"));
    assertEquals(List.of("a.html", "b.html", "c.html"), names(folder + "/in/**"));
    assertEquals(List.of("a.html", "b.html", "c.html"), names(folder + "/in"));
    MissingInput missing = assertThrows(MissingInput.class, () -> names(folder + "/in/*.pdf"));
    assertTrue(missing.getMessage().contains("there is nothing at"));
  }

  @Test
  void charsetsAreFoundAsBrowsersDo() {
    byte[] latin = "<meta charset=iso-8859-1><p>caf\u00e9".getBytes(ISO_8859_1);
    assertTrue(TextDecoding.html(latin, null).endsWith("caf\u00e9"));
    byte[] utf8 = "<p>caf\u00e9".getBytes(UTF_8);
    assertTrue(TextDecoding.html(utf8, "iso-8859-1").endsWith("caf\u00e9"));
    assertTrue(
        TextDecoding.html("\u0416".getBytes(Charset.forName("koi8-r")), "koi8-r")
            .endsWith("\u0416"));
    assertTrue(TextDecoding.html(new byte[] {(byte) 0x93}, "no such").endsWith("\u201c"));
  }

  @Test
  void aFolderMayBeALink() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data/deep"));
    Files.writeString(data.resolve("a.html"), "<p>A page.</p>");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("data"));
    for (String path : List.of(link.toString(), link + "/**", link + "/deep/*.html")) {
      assertEquals(List.of("a.html"), names(path), path);
    }
    SourceSettings source =
        new SourceSettings("s", Kind.WEB, List.of(link + "/**"), Map.of(), 1 << 20);
    assertEquals(link + "/deep/a.html", Reading.list(source).get(0).path(), "by the name it has");
  }

  private List<String> names(String pattern) throws IOException {
    return Reading.list(new SourceSettings("s", Kind.WEB, List.of(pattern), Map.of(), 1 << 20))
        .stream()
        .map(input -> FileNames.last(input.path()))
        .toList();
  }

  private static byte[] warc(boolean gzip, String... pages) throws IOException {
    ByteArrayOutputStream warc = new ByteArrayOutputStream();
    for (String name : pages) {
      byte[] page = String.format(PAGE, name, name).getBytes(UTF_8);
      byte[] record = response(name, "200 OK", "text/html; charset=utf-8", page, "");
      warc.write(gzip ? gzip(record) : record);
    }
    return warc.toByteArray();
  }

  private static byte[] response(
      String name, String status, String type, byte[] body, String headers) throws IOException {
    ByteArrayOutputStream http = new ByteArrayOutputStream();
    http.write(
        ("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\n" + headers + "\r\n")
            .getBytes(ISO_8859_1));
    http.write(body);
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.write(
        ("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/"
                + name
                + "\r\nWARC-Record-ID: <urn:uuid:"
                + name
                + ">\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n"
                + "Content-Type: application/http;msgtype=response\r\nContent-Length: "
                + http.size()
                + "\r\n\r\n")
            .getBytes(ISO_8859_1));
    record.write(http.toByteArray());
    record.write("\r\n\r\n".getBytes(ISO_8859_1));
    return record.toByteArray();
  }

  private static byte[] join(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return all.toByteArray();
  }

  @Test
  void aSinkThatFailsIsNoFaultOfTheData() throws IOException {
    byte[] page = String.format(PAGE, "sinks", "sinks").getBytes(UTF_8);
    List<Path> inputs =
        List.of(
            write("a.warc", warc(false, "one")),
            write("a.warc.gz", warc(true, "one")),
            write("a.warc.zst", zstd(warc(false, "one"))),
            write("a.zip", zip(Map.of("a.html", page))),
            write("a.tar.gz", gzip(tar(Map.of("a.html", page)))),
            write("a.jsonl", "{\"text\":\"x\"}".getBytes(UTF_8)));
    for (Path input : inputs) {
      for (RuntimeException fault :
          List.of(
              new UncheckedIOException(new IOException("no space left")),
              new IllegalArgumentException("a bug"),
              new IllegalStateException("another"))) {
        SourceSettings source = limited(Kind.WEB, input, 1 << 20);
        List<Outcome> met = new ArrayList<>();
        RuntimeException thrown =
            assertThrows(
                RuntimeException.class,
                () ->
                    Reading.read(
                        source,
                        Reading.list(source).get(0),
                        outcome -> {
                          met.add(outcome);
                          throw fault;
                        }),
                input.toString());
        assertSame(fault, thrown);
        assertEquals(List.of("doc"), words(met), input.toString());
      }
    }
  }

  @Test
  void aDateBeyondReckoningIsNoDate() throws IOException {
    assertNull(Dates.parse("+999999999-12-31T23:59:59Z"));
    assertNull(Dates.parse("-999999999-01-01T00:00:00"));
    Path lines =
        write(
            "d.jsonl",
            "{\"text\":\"a\",\"date\":\"+999999999-12-31T23:59:59Z\"}\n{\"text\":\"b\",\"date\":1e300}"
                .getBytes(UTF_8));
    List<Outcome> outcomes =
        read(
            new SourceSettings(
                "s", Kind.WEB, List.of(lines.toString()), Map.of("date", "date"), 1 << 20));
    assertEquals(List.of("a", "b"), texts(outcomes));
    outcomes.forEach(outcome -> assertNull(outcome.origin().date()));
    String warc =
        new String(warc(false, "one"), ISO_8859_1)
            .replace("2026-01-02T03:04:05Z", "+999999999-12-31T23:59:59Z");
    outcomes = read(Kind.WEB, write("d.warc", warc.getBytes(ISO_8859_1)));
    assertEquals(List.of("doc"), words(outcomes));
    assertNull(outcomes.get(0).origin().date());
  }

  @Test
  void theTextOfARecordIsNoLargerThanARecordMayBe() throws IOException {
    // Of a byte each in the file, of three each as text.
    byte[] page = ("<p>" + "\u2019a".repeat(40)).getBytes(Charset.forName("windows-1252"));
    Path file = write("a.html", page);
    assertEquals(List.of("!too-large"), words(read(limited(Kind.WEB, file, 159))));
    assertEquals(List.of("doc"), words(read(limited(Kind.WEB, file, 160))));
  }

  @Test
  void xmlIsDecodedAsItDeclares() {
    String russian = "<?xml version='1.0' encoding='koi8-r'?><p>\u0416\u0418</p>";
    assertEquals(russian, TextDecoding.xml(russian.getBytes(Charset.forName("koi8-r"))));
    String latin = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><p>caf\u00e9</p>";
    assertEquals(latin, TextDecoding.xml(latin.getBytes(ISO_8859_1)));
    assertEquals(latin, TextDecoding.xml(latin.getBytes(UTF_8)));
    assertEquals(latin, TextDecoding.xml(latin.getBytes(StandardCharsets.UTF_16LE)));
    assertEquals(latin, TextDecoding.xml(latin.getBytes(StandardCharsets.UTF_16BE)));
    assertEquals("<p>caf\u00e9", TextDecoding.xml("<p>caf\u00e9".getBytes(UTF_8)));
    assertEquals("", TextDecoding.xml(new byte[0]));
  }
}

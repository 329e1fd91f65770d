package io.winnow.readers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Document;
import io.winnow.corpus.Kind;
import io.winnow.corpus.Origin;
import io.winnow.corpus.Outcome;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.EntryBlob;
import io.winnow.readers.source.MissingInput;
import io.winnow.readers.source.SourceSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.transport.BundleWriter;
import org.junit.jupiter.api.Test;

class ContainersTest extends ReadingFixture {
  private static final byte[] PAGE =
      "<title>T</title><p>A page inside of things, with a text that is long enough."
          .getBytes(UTF_8);
  private static final byte[] LINES =
      "{\"text\":\"a line\"}\n{\"text\":\"another\"}".getBytes(UTF_8);

  @Test
  void containersAreOpenedTwoDeep() throws IOException {
    Map<String, byte[]> inner = new LinkedHashMap<>();
    inner.put("deep/page.html.gz", gzip(PAGE));
    inner.put("lines.jsonl", LINES);
    Map<String, byte[]> outer = new LinkedHashMap<>();
    outer.put("a/inner.zip", zip(inner));
    outer.put("b/inner.tar.gz", gzip(tar(inner)));
    outer.put("page.html", PAGE);
    for (String name : List.of("outer.tar.zst", "outer.zip.gz", "outer.tar.gz.zst")) {
      byte[] bytes =
          switch (name) {
            case "outer.tar.zst" -> zstd(tar(outer));
            case "outer.zip.gz" -> gzip(zip(outer));
            default -> zstd(gzip(tar(outer)));
          };
      List<Outcome> outcomes = read(Kind.WEB, write(name, bytes));
      assertEquals(List.of("doc", "doc", "doc", "doc", "doc", "doc", "doc"), words(outcomes), name);
      assertEquals("a/inner.zip!/deep/page.html.gz", outcomes.get(0).origin().path());
      assertTrue(
          outcomes.get(0).origin().uri().endsWith(name + "!/a/inner.zip!/deep/page.html.gz"));
      assertTrue(outcomes.get(4).origin().uri().endsWith("!/b/inner.tar.gz!/lines.jsonl"));
      assertEquals(18, outcomes.get(5).origin().offset());
    }
  }

  @Test
  void aContainerThreeDeepIsADeadLetter() throws IOException {
    byte[] zip = zip(Map.of("page.html", PAGE));
    byte[] deep = zip(Map.of("b.zip", zip(Map.of("c.zip", zip))));
    List<Outcome> outcomes = read(Kind.WEB, write("a.zip", deep));
    assertEquals(List.of("!container-too-deep"), words(outcomes));
    assertTrue(outcomes.get(0).origin().uri().endsWith("a.zip!/b.zip!/c.zip"));
  }

  @Test
  void aBrokenContainerInsideCostsItselfAlone() throws IOException {
    byte[] zip = zip(Map.of("page.html", PAGE));
    Map<String, byte[]> outer = new LinkedHashMap<>();
    outer.put("broken.zip", Arrays.copyOf(zip, zip.length - 40));
    outer.put("whole.zip", zip);
    assertEquals(
        List.of("!broken-archive", "doc"), words(read(Kind.WEB, write("o.tar", tar(outer)))));
  }

  @Test
  void aWarcInsideAnArchiveIsReadLikeAnyOther() throws IOException {
    String warc =
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://example.org/\r\n"
            + "WARC-Record-ID: <urn:uuid:a>\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n"
            + "Content-Type: text/html\r\nContent-Length: "
            + PAGE.length
            + "\r\n\r\n"
            + new String(PAGE, UTF_8)
            + "\r\n\r\n";
    byte[] tar = tar(Map.of("x.warc.gz", gzip(warc.getBytes(UTF_8))));
    List<Outcome> outcomes = read(Kind.WEB, write("a.tar", tar));
    assertEquals(List.of("doc"), words(outcomes));
    assertEquals("http://example.org/", outcomes.get(0).origin().sourceUri());
  }

  @Test
  void nothingIsLeftInTheTemporaryFolder() throws IOException {
    Set<String> before = temporary();
    byte[] zip = zip(Map.of("page.html", PAGE));
    read(Kind.WEB, write("o.tar", tar(Map.of("whole.zip", zip))));
    read(Kind.CODE, write("x.bundle", bundle("a.py", "print(1)")));
    read(Kind.CODE, write("y.bundle", "# v2 git bundle\nnonsense".getBytes(UTF_8)));
    assertEquals(before, temporary());
  }

  private static Set<String> temporary() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return Set.copyOf(
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith("winnow-") && !name.startsWith("winnow-test"))
              .toList());
    }
  }

  @Test
  void aPathMayChooseFilesInsideAnArchive() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("docs/a.html", PAGE);
    files.put("docs/deep/b.html", PAGE);
    files.put("other/c.html", PAGE);
    Path zip = write("a.zip", zip(files));
    assertEquals(2, read(chosen(Kind.WEB, zip + "!/docs/**")).size());
    assertEquals(1, read(chosen(Kind.WEB, zip + "!/docs/*")).size());
    assertEquals(0, read(chosen(Kind.WEB, zip + "!/nothing")).size());
    MissingInput folderMeant =
        assertThrows(MissingInput.class, () -> read(chosen(Kind.WEB, folder + "!/docs/**")));
    assertTrue(folderMeant.getMessage().contains("no archive"), folderMeant.getMessage());
    assertThrows(MissingInput.class, () -> read(chosen(Kind.WEB, zip + "!/[")));
  }

  @Test
  void aPatternThatFitsNoFileOfAnArchiveIsTold() throws IOException {
    byte[] packed = zip(Map.of("docs/a.html", PAGE));
    Path zip = write("a.zip", packed);
    Path other = write("b.zip", zip(Map.of("other/c.html", PAGE)));
    requireFit(chosen(Kind.WEB, zip + "!/docs/*"));
    // One of several archives is enough, and one that is broken may have anything in it.
    requireFit(chosen(Kind.WEB, folder + "/*.zip!/docs/*"));
    MissingInput fault =
        assertThrows(MissingInput.class, () -> requireFit(chosen(Kind.CODE, zip + "!/doc/*")));
    assertEquals(
        "source s: nothing inside of " + zip + " is at doc/*; there are docs/a.html",
        fault.getMessage());
    assertEquals("paths[0]", fault.faults().get(0).setting());
    assertThrows(MissingInput.class, () -> requireFit(chosen(Kind.WEB, folder + "/*.zip!/none/*")));
    Path broken = write("c.zip", Arrays.copyOf(packed, 40));
    requireFit(chosen(Kind.WEB, broken + "!/docs/*"));
    requireFit(chosen(Kind.WEB, folder + "/*.zip!/none/*"));
    Files.delete(broken);
    Files.delete(other);
  }

  private static void requireFit(SourceSettings source) throws IOException {
    Reading.requireFit(source, Reading.list(source));
  }

  private static SourceSettings chosen(Kind kind, String path) {
    return new SourceSettings("s", kind, List.of(path), Map.of(), 1 << 20);
  }

  @Test
  void aGitBundleIsARepository() throws IOException, GitAPIException {
    byte[] bundle = bundle("src/a.py", "print('bundled')");
    for (byte[] packed : List.of(bundle, zstd(bundle))) {
      String name = packed == bundle ? "owner__tool.bundle" : "owner__tool.bundle.zst";
      List<Outcome> outcomes = read(Kind.CODE, write(name, packed));
      assertEquals(List.of("doc"), words(outcomes));
      Document file = (Document) outcomes.get(0);
      assertEquals("print('bundled')", file.text());
      assertEquals("owner__tool", file.origin().repository());
      assertEquals("src/a.py", file.origin().path());
      assertTrue(file.origin().date() != null);
    }
    byte[] cut = Arrays.copyOf(bundle, bundle.length - 20);
    assertEquals(List.of("!broken-bundle"), words(read(Kind.CODE, write("c.bundle", cut))));
  }

  @Test
  void anArchiveOfNothingButRepositoriesIsAShelf() throws IOException, GitAPIException {
    Map<String, byte[]> shelf = new LinkedHashMap<>();
    shelf.put("one.bundle", bundle("a.py", "print(1)"));
    shelf.put("two.tar.gz", gzip(tar(Map.of("b.py", "print(2)".getBytes(UTF_8)))));
    List<Outcome> outcomes = read(Kind.CODE, write("shelf.tar.zst", zstd(tar(shelf))));
    assertEquals(List.of("print(1)", "print(2)"), texts(outcomes));
    assertEquals("two", outcomes.get(1).origin().repository());
    assertEquals("b.py", outcomes.get(1).origin().path());

    Map<String, byte[]> repository = new LinkedHashMap<>();
    repository.put("test/fixture.zip", zip(Map.of("c.py", "print(3)".getBytes(UTF_8))));
    repository.put("d.py", "print(4)".getBytes(UTF_8));
    assertEquals(
        List.of("binary", "doc"), words(read(Kind.CODE, write("tool.tar", tar(repository)))));
  }

  /** A bundle of a repository with one file. */
  private byte[] bundle(String path, String text) throws IOException {
    Path work = Files.createTempDirectory(folder, "work");
    try (Git git = Git.init().setDirectory(work.toFile()).setInitialBranch("main").call()) {
      Files.createDirectories(work.resolve(path).getParent());
      Files.writeString(work.resolve(path), text);
      git.add().addFilepattern(".").call();
      git.commit()
          .setMessage("first")
          .setAuthor("a", "a@example.org")
          .setCommitter("a", "a@example.org")
          .setSign(false)
          .call();
      BundleWriter writer = new BundleWriter(git.getRepository());
      writer.include(git.getRepository().exactRef("refs/heads/main"));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      writer.writeBundle(NullProgressMonitor.INSTANCE, bytes);
      return bytes.toByteArray();
    } catch (GitAPIException e) {
      throw new IOException(e);
    }
  }

  @Test
  void aZipOfCodeMayLieBehindACompression() throws IOException {
    byte[] zip = zip(Map.of("a.py", "print(1)".getBytes(UTF_8)));
    List<Outcome> outcomes = read(Kind.CODE, write("Tool.zip.gz", gzip(zip)));
    assertEquals(List.of("print(1)"), texts(outcomes));
    assertEquals("Tool", outcomes.get(0).origin().repository());
    byte[] shelf = tar(Map.of("Inner.zip.zst", zstd(zip)));
    assertEquals(List.of("print(1)"), texts(read(Kind.CODE, write("shelf.tar", shelf))));
  }

  @Test
  void whatIsNoTarOrIsCutOffIsADeadLetter() throws IOException {
    byte[] whole = tar(Map.of("a.html", PAGE));
    byte[] changed = whole.clone();
    changed[0] ^= 1;
    for (Kind kind : List.of(Kind.WEB, Kind.CODE)) {
      assertEquals(broken(), words(read(kind, write("junk.tar", "junk".getBytes(UTF_8)))));
      assertEquals(broken(), words(read(kind, write("empty.tar", new byte[0]))));
      assertEquals(broken(), words(read(kind, write("changed.tar", changed))));
      // Inside the second header, and before it.
      for (int length : List.of(512 + 512 + 200, 512 + 512)) {
        byte[] cut = tar(new LinkedHashMap<>(Map.of("a.html", PAGE, "b.html", PAGE)));
        List<String> words = words(read(kind, write("cut.tar", Arrays.copyOf(cut, length))));
        assertEquals(List.of("doc", "!broken-archive"), words);
      }
    }
  }

  private static List<String> broken() {
    return List.of("!broken-archive");
  }

  @Test
  void anArchiveWithoutFilesIsPassedOver() throws IOException {
    for (Kind kind : List.of(Kind.WEB, Kind.PAPER, Kind.CODE)) {
      assertEquals(List.of("no-files"), words(read(kind, write("a.tar", new byte[1024]))));
      assertEquals(List.of("no-files"), words(read(kind, write("b.tar", tar(Map.of())))));
      assertEquals(List.of("no-files"), words(read(kind, write("c.zip", zip(Map.of())))));
    }
  }

  @Test
  void aNameThatNoFileCanHaveIsChosenLikeOthers() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("docs/a.html", PAGE);
    files.put("docs/b0.html", PAGE);
    files.put("docs/c.html", PAGE);
    String zip = new String(zip(files), StandardCharsets.ISO_8859_1).replace("b0", "b\0");
    Path file = write("a.zip", zip.getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        List.of("doc", "doc", "doc"), words(read(chosen(Kind.WEB, file + "!/docs/*.html"))));
  }

  @Test
  void whatCannotBeOpenedIsClosed() throws IOException {
    for (String name : List.of("a.gz", "a.gz.gz")) {
      boolean[] closed = {false};
      byte[] bytes = name.equals("a.gz.gz") ? gzip(PAGE) : new byte[0];
      Blob blob = new EntryBlob(Origin.at("x", -1), name, () -> watched(bytes, closed));
      assertThrows(IOException.class, blob::open, name);
      assertTrue(closed[0], name);
    }
    boolean[] closed = {false};
    Blob blob = new EntryBlob(Origin.at("x", -1), "a.zip", () -> watched(PAGE, closed));
    blob.seekable().close();
    assertTrue(closed[0]);
  }

  private static InputStream watched(byte[] bytes, boolean[] closed) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public void close() {
        closed[0] = true;
      }
    };
  }
}

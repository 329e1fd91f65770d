package io.winnow.readers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Kind;
import io.winnow.corpus.Origin;
import io.winnow.corpus.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PapersTest extends ReadingFixture {
  private static byte[] paper(String body) {
    return ("\\documentclass{article}\\begin{document}" + body + "\\end{document}").getBytes(UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void aPaperIncludesFilesBelowItsFolderAndNoOthers() throws IOException {
    write("secret.tex", bytes("SECRET"));
    write("paper/sub/part.tex", bytes("part"));
    write("paper/.git/config.tex", bytes("SECRET"));
    Files.createSymbolicLink(folder.resolve("paper/link.tex"), folder.resolve("secret.tex"));
    Files.createSymbolicLink(folder.resolve("paper/up"), folder);
    Path main =
        write(
            "paper/main.tex",
            paper(
                "begin \\input{sub/part} \\input{"
                    + folder
                    + "/secret} \\input{../secret} \\input{x/../../secret} \\input{link}"
                    + " \\input{up/secret} \\input{.git/config} \\input{main} end"));
    assertEquals(List.of("begin part end"), texts(read(Kind.PAPER, main)));
  }

  @Test
  void aPaperInAnArchiveIncludesFilesBelowItsFolderAndNoOthers() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("secret.tex", bytes("SECRET"));
    files.put("a/main.tex", paper("begin \\input{part}\\input{../secret}\\input{/secret} end"));
    files.put("a/part.tex", bytes("part"));
    for (Path file : List.of(write("x.zip", zip(files)), write("x.tar", tar(files)))) {
      List<Outcome> outcomes = read(Kind.PAPER, file);
      assertEquals(List.of("", "begin part end", ""), texts(outcomes));
      assertEquals(List.of("part-of-latex", "doc", "part-of-latex"), words(outcomes));
    }
    // The archive is the paper's world: nothing is looked for on disk.
    write("beside.tex", bytes("SECRET"));
    Path lone = write("lone.tar", tar(Map.of("m.tex", paper("begin \\input{beside} end"))));
    assertEquals(List.of("begin end"), texts(read(Kind.PAPER, lone)));
  }

  @Test
  void theVersionOfAPaperCoversAllFilesBelowItsFolder() throws IOException {
    Path main = write("in/one/main.tex", paper("\\input{table.txt}"));
    Path included = write("in/one/data/table.txt", bytes("old"));
    Path other = write("in/two/main.tex", paper("two"));
    Path listed = write("in/two/x.pdf", bytes("x"));
    Map<String, String> before = versions(folder.resolve("in"));
    Files.setLastModifiedTime(included, FileTime.fromMillis(1));
    Map<String, String> after = versions(folder.resolve("in"));
    assertNotEquals(before.get(main.toString()), after.get(main.toString()));
    assertEquals(before.get(other.toString()), after.get(other.toString()));
    assertEquals(before.get(listed.toString()), after.get(listed.toString()));
    write("in/one/macros.sty", bytes("new"));
    assertNotEquals(
        after.get(main.toString()), versions(folder.resolve("in")).get(main.toString()));
    assertNotEquals(versions(main).get(main.toString()), after.get(main.toString()));
  }

  private static Map<String, String> versions(Path path) throws IOException {
    Map<String, String> versions = new LinkedHashMap<>();
    Reading.list(limited(Kind.PAPER, path, 1 << 20))
        .forEach(input -> versions.put(input.path(), input.version()));
    return versions;
  }

  @Test
  void anArchiveMayHoldAnyNumberOfPapers() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    String rest = "x".repeat(800);
    for (int i = 0; i < 40; i++) {
      files.put("p" + i + ".tex", paper("paper " + i + " \\input{part" + i + "} " + rest));
      files.put("part" + i + ".tex", bytes("part " + i));
    }
    Path tar = write("papers.tar.gz", gzip(tar(files)));
    List<Outcome> outcomes = read(limited(Kind.PAPER, tar, 1_000));
    assertEquals(80, outcomes.size());
    for (int i = 0; i < 40; i++) {
      assertEquals("doc", words(outcomes).get(2 * i));
      assertTrue(texts(outcomes).get(2 * i).startsWith("paper " + i + " part " + i + " x"));
    }
  }

  @Test
  void sourcesOfArxivAreOpenedAsDeepAsOtherContainers() throws IOException {
    byte[] nested = paper("deep");
    String name = "m.tex";
    for (int i = 0; i < 1_500; i++) {
      nested = gzip(tar(Map.of(name, nested)));
      name = "a.gz";
    }
    List<Outcome> outcomes = read(limited(Kind.PAPER, write("a.gz", nested), 16 << 20));
    assertEquals(List.of("!container-too-deep"), words(outcomes));
    Origin origin = outcomes.get(0).origin();
    assertTrue(origin.uri().endsWith("a.gz!/a.gz!/a.gz"), origin.uri());
    byte[] shelf = tar(Map.of("0001001.gz", gzip(tar(Map.of("m.tex", paper("one"))))));
    assertEquals(List.of("one"), texts(read(Kind.PAPER, write("shelf.tar", shelf))));
  }

  @Test
  void aSingleFileOfArxivIncludesNoOthers() throws IOException {
    write("other.tex", bytes("OTHER"));
    Path single = write("0001001.gz", gzip(paper("one \\input{other}")));
    assertEquals(List.of("one"), texts(read(Kind.PAPER, single)));
  }

  @Test
  void aPdfThatIsCutOffIsADeadLetter() throws IOException {
    String begun = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n";
    assertEquals(List.of("!broken-pdf"), words(read(Kind.PAPER, write("a.pdf", bytes(begun)))));
  }

  @Test
  void nothingIsLeftInTheTemporaryFolder() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("main.tex", paper("a \\input{part}"));
    files.put("part.tex", bytes("part"));
    Path tar = write("p.tar", tar(Map.of("q.tar.gz", gzip(tar(files)))));
    List<Path> before = copies();
    assertEquals(List.of("doc", "part-of-latex"), words(read(Kind.PAPER, tar)));
    assertEquals(before, copies());
  }

  private static List<Path> copies() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.toString().endsWith(".parts")).sorted().toList();
    }
  }
}

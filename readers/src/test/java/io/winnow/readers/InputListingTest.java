package io.winnow.readers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Kind;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.MissingInput;
import io.winnow.readers.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputListingTest extends ReadingFixture {
  private List<InputFile> inputs(Kind kind, String... paths) throws IOException {
    List<String> below = Arrays.stream(paths).map(path -> folder + "/" + path).toList();
    return new InputListing(new SourceSettings("s", kind, below, Map.of(), 1 << 20)).list();
  }

  /** Paths below the folder. */
  private List<String> names(Kind kind, String... paths) throws IOException {
    int start = folder.toString().length() + 1;
    return inputs(kind, paths).stream().map(input -> input.path().substring(start)).toList();
  }

  private void touch(String... names) throws IOException {
    for (String name : names) {
      write(name, name.getBytes(UTF_8));
    }
  }

  private String fault(Kind kind, String... paths) {
    return assertThrows(MissingInput.class, () -> inputs(kind, paths)).getMessage();
  }

  @Test
  void aFolderBringsEachFileBelowItButLinksAndWhatGitKeeps() throws IOException {
    touch("in/b.html", "in/.hidden", "in/.cache/c.html", "in/a/z.html", "in/.git/config", "x.html");
    Files.createSymbolicLink(folder.resolve("in/link.html"), folder.resolve("x.html"));
    assertEquals(
        List.of("in/.cache/c.html", "in/.hidden", "in/a/z.html", "in/b.html"),
        names(Kind.WEB, "in"));
  }

  @Test
  void patternsChooseByTheWholePath() throws IOException {
    touch("in/a1.html", "in/a2.html", "in/b1.html", "in/b1.txt", "in/deep/a1.html", "in/.a1.html");
    assertEquals(List.of("in/a1.html", "in/a2.html"), names(Kind.WEB, "in/a?.html"));
    assertEquals(List.of("in/a1.html", "in/b1.html"), names(Kind.WEB, "in/[ab]1.html"));
    assertEquals(List.of("in/b1.html", "in/b1.txt"), names(Kind.WEB, "in/b1.{html,txt}"));
    assertEquals(List.of("in/deep/a1.html"), names(Kind.WEB, "*/*/a1.html"));
    assertEquals(List.of("in/.a1.html"), names(Kind.WEB, "in/.*"));
    assertEquals(
        List.of("in/.a1.html", "in/a1.html", "in/deep/a1.html"), names(Kind.WEB, "in/**a1.html"));
  }

  @Test
  void aPatternThatFitsAFolderBringsTheFilesBelowIt() throws IOException {
    touch("in/2019/a.html", "in/2020/b.html", "in/2020/deep/c.html", "in/old/d.html");
    assertEquals(
        List.of("in/2019/a.html", "in/2020/b.html", "in/2020/deep/c.html"),
        names(Kind.WEB, "in/20*"));
  }

  @Test
  void aNameWithTheMarksOfPatternsIsFirstOfAllAName() throws IOException {
    touch("in/a[1].html", "in/a1.html");
    assertEquals(List.of("in/a[1].html"), names(Kind.WEB, "in/a[1].html"));
  }

  @Test
  void inputsComeOnceAndInTheOrderOfPathsWhateverNamesThem() throws IOException {
    touch("in/a.html", "in/b.html", "in/c.html");
    assertEquals(
        List.of("in/a.html", "in/b.html", "in/c.html"),
        names(Kind.WEB, "in/c.html", "in/*.html", "in", "in/a.html"));
  }

  @Test
  void aRepositoryIsOneInputOfTheBytesOfItsFiles() throws IOException {
    touch("in/one/a.java", "in/one/deep/b.java", "in/two/c.java", "in/three.zip");
    List<InputFile> inputs = inputs(Kind.CODE, "in/*");
    assertEquals(
        List.of("in/one", "in/three.zip", "in/two"), names(Kind.CODE, "in/*"), "folders as such");
    assertEquals(
        "in/one/a.java".length() + "in/one/deep/b.java".length(), inputs.get(0).size(), "bytes");
  }

  @Test
  void aPatternInsideOfArchivesStaysWithEachOfThem() throws IOException {
    touch("in/a.zip", "in/b.tar.gz", "in/c.html");
    assertEquals(
        List.of("in/a.zip!/docs/**", "in/b.tar.gz!/docs/**"),
        names(Kind.WEB, "in/{a,b}.*!/docs/**"));
    assertEquals(
        List.of("in/a.zip", "in/a.zip!/x/*"), names(Kind.WEB, "in/a.zip", "in/a.zip!/x/*"));
    assertTrue(fault(Kind.WEB, "in/c.html!/docs/**").contains("what is no archive"));
    assertTrue(fault(Kind.WEB, "in!/docs/**").contains("what is no archive"));
  }

  @Test
  void whatBringsNothingIsSaidForAllPathsAtOnce() throws IOException {
    touch("in/page.html");
    Files.createDirectories(folder.resolve("empty"));
    MissingInput missing =
        assertThrows(
            MissingInput.class,
            () ->
                inputs(Kind.WEB, "in/page.htm", "in", "in/*.pdf", "empty", "no/where/**", "in/[a"));
    assertEquals(
        List.of("paths[0]", "paths[2]", "paths[3]", "paths[4]", "paths[5]"),
        missing.faults().stream().map(MissingInput.Fault::setting).toList());
    assertTrue(missing.getMessage().contains("did you mean " + folder + "/in/page.html?"));
    assertTrue(missing.getMessage().contains("there is nothing at " + folder + "/in/*.pdf"));
    assertTrue(missing.getMessage().contains(folder + "/in/[a is no pattern"));
  }

  @Test
  void theVersionOfAnInputIsOfItsOwnTimeAlone() throws IOException {
    touch("in/a.html", "in/b.html");
    List<InputFile> before = inputs(Kind.WEB, "in");
    Path changed = folder.resolve("in/a.html");
    Files.setLastModifiedTime(changed, FileTime.fromMillis(1));
    List<InputFile> after = inputs(Kind.WEB, "in");
    assertNotEquals(before.get(0), after.get(0));
    assertEquals(before.get(1), after.get(1));
  }

  @Test
  void aRepositoryChangesWithAnyOfItsFilesAndTheirNames() throws IOException {
    touch("r/a.java", "r/deep/b.java");
    String before = inputs(Kind.CODE, "r").get(0).version();
    assertEquals(before, inputs(Kind.CODE, "r").get(0).version());
    Files.move(folder.resolve("r/deep/b.java"), folder.resolve("r/deep/c.java"));
    assertNotEquals(before, inputs(Kind.CODE, "r").get(0).version());
  }
}

package io.winnow.readers.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.zip",
        "in/A.ZIP",
        "lib.jar",
        "a.zip.gz",
        "a.tar",
        "a.tar.gz",
        "a.tgz",
        "a.tar.zst"
      })
  void zipAndTarAreArchivesHoweverCompressed(String path) {
    assertTrue(FileNames.isArchive(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"zip", "tar", "a.gz", "a.zst", "a.zip/page.html", "a.bundle", "a.7z", "a.zipped"})
  void otherNamesAreNone(String path) {
    assertFalse(FileNames.isArchive(path));
  }

  @Test
  void aBundleIsToldByItsEnd() {
    assertTrue(FileNames.isBundle("repo.bundle"));
    assertTrue(FileNames.isBundle("in/repo.bundle.gz"));
    assertFalse(FileNames.isBundle("repo.bundle/file.txt"));
    assertFalse(FileNames.isBundle("bundle"));
  }

  @ParameterizedTest
  @CsvSource({"a, a", "a/b.txt, b.txt", "/b.txt, b.txt", "a/b/, b", "a.zip!/c/d, d", "/, ''"})
  void theLastPartIsWhatIsBehindTheLastSlash(String path, String last) {
    assertEquals(last, FileNames.last(path));
  }

  @ParameterizedTest
  @CsvSource({
    "in/river, river",
    "in/river/, river",
    "river.git, river",
    "river.zip, river",
    "river-sources.jar, river",
    "River-1.2.tar.gz, River-1.2",
    "river.tgz, river",
    "river.TAR.ZST, river",
    "river.bundle.gz, river",
    "river.git.bundle, river",
    ".git, .git",
    "sources.zip, sources"
  })
  void aRepositoryHasTheNameOfItsArchiveWithoutSuffixes(String path, String name) {
    assertEquals(name, FileNames.repository(path));
  }
}

package io.winnow.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderDigestTest {
  @TempDir Path first;
  @TempDir Path second;

  @BeforeEach
  void writeTheSameIntoBoth() throws IOException {
    for (Path folder : List.of(first, second)) {
      Files.createDirectories(folder.resolve("table"));
      Files.writeString(folder.resolve("table/a"), "one");
      Files.writeString(folder.resolve("b"), "two");
    }
  }

  @Test
  void equalFoldersHaveEqualDigestsWhateverElseDiffers() throws IOException {
    Files.createDirectories(second.resolve("empty"));
    Files.setLastModifiedTime(
        second.resolve("b"), java.nio.file.attribute.FileTime.fromMillis(1_000_000));
    assertEquals(FolderDigest.of(first), FolderDigest.of(second));
    assertEquals(List.of(), FolderDigest.differences(first, second, name -> true, 9));
  }

  @Test
  void contentNameAndPresenceCount() throws IOException {
    String before = FolderDigest.of(second);
    Files.writeString(second.resolve("b"), "three");
    assertNotEquals(before, FolderDigest.of(second));
    Files.move(second.resolve("table/a"), second.resolve("table/c"));
    Files.writeString(first.resolve("table/z"), "");
    assertEquals(
        List.of(
            "b differs",
            "table/a is only in the first",
            "table/c is only in the second",
            "table/z is only in the first"),
        FolderDigest.differences(first, second, name -> true, 9));
    assertEquals(1, FolderDigest.differences(first, second, name -> true, 1).size());
  }

  @Test
  void whatDoesNotCountIsNotRead() throws IOException {
    Files.writeString(second.resolve("run.json"), "12:00");
    assertNotEquals(FolderDigest.of(first), FolderDigest.of(second));
    assertEquals(FolderDigest.of(first), FolderDigest.of(second, name -> !name.equals("run.json")));
  }

  @Test
  void anEmptyFolderHasTheDigestOfNothing() {
    assertEquals(
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        FolderDigest.of(first.resolve("nowhere")));
  }
}

package io.winnow.corpus.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileFaultTest {
  @Test
  void whatTheMachineLacksIsASentence() {
    assertEquals(Optional.of("/a may not be opened"), lack(new AccessDeniedException("/a")));
    assertEquals(
        Optional.of("/a may not be opened"),
        lack(new FileNotFoundException("/a (Permission denied)")));
    assertEquals(
        Optional.of("no space is left on the disk"),
        lack(new IOException("No space left on device")));
    assertEquals(
        Optional.of("/a: no space is left on the disk"),
        lack(new FileSystemException("/a", null, "No space left on device")));
    assertTrue(
        lack(new InvalidPathException("\u010daj.jsonl", "unmappable"))
            .orElseThrow()
            .startsWith("the name \u010daj.jsonl cannot be a file's here"));
    assertEquals(Optional.empty(), lack(new IllegalStateException("/a")));
    assertEquals(Optional.empty(), lack(new NoSuchFileException("/a")));
  }

  @Test
  void aFileThatIsNotThereIsOneOnlyWhereSomebodyNamedIt() {
    Path none = Path.of("/no/such/file");
    IOException fault = assertThrows(IOException.class, () -> Files.newInputStream(none));
    assertEquals(Optional.of("there is no file /no/such/file"), FileFault.sentence(fault));
    LostInput lost = assertThrows(LostInput.class, () -> Bytes.raw("/no/such/file"));
    assertEquals(
        Optional.of("there is no file /no/such/file"), FileFault.sentence(lost.getCause()));
  }

  @Test
  void aFilesystemThatThereIsNotIsNamedWithThoseThatThereAre() {
    NoSuchFilesystem fault =
        assertThrows(NoSuchFilesystem.class, () -> Filesystems.require("nowhere://bucket/x"));
    assertEquals(
        "there is no filesystem nowhere for nowhere://bucket/x; there are: file (a path without a"
            + " scheme is local)",
        fault.getMessage());
    assertEquals(Optional.empty(), Filesystems.fault("file:///a/b"));
    assertEquals(Optional.empty(), Filesystems.fault("a/b:c"));
  }

  private static Optional<String> lack(Throwable fault) {
    return FileFault.lack(fault);
  }
}

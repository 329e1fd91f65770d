package io.winnow.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocsTest {
  private static final Path REFERENCE = Path.of("../docs/reference");

  /** If not: {@code ./winnow docs}. */
  @Test
  void theReferenceIsThatOfTheProgram() throws IOException {
    TreeMap<String, String> there = new TreeMap<>();
    try (Stream<Path> files = Files.list(REFERENCE)) {
      for (Path file : files.toList()) {
        there.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    TreeMap<String, String> made = new TreeMap<>(DocsCommand.pages());
    assertEquals(made.keySet(), there.keySet());
    made.forEach(
        (name, page) -> assertEquals(page, there.get(name), name + " is stale: ./winnow docs"));
  }
}

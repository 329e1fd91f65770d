package io.winnow.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** The recipes that the page shows are files, which its commands run. */
  @Test
  void thePageOfOwnRecipesShowsTheFilesThatItRuns() throws IOException {
    String page = Files.readString(Path.of("../docs/own-recipe.md"));
    Matcher shown =
        Pattern.compile("`(samples/own/\\w+\\.yaml)`:\n\n```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(page);
    int recipes = 0;
    while (shown.find()) {
      recipes++;
      assertEquals(Files.readString(Path.of("..", shown.group(1))), shown.group(2), shown.group(1));
    }
    assertEquals(2, recipes);
  }
}

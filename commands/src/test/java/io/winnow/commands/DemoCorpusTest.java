package io.winnow.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.recipe.RecipeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCorpusTest {
  private static final Path RECIPE = Path.of("../samples/demo.yaml");

  @TempDir Path folder;

  @Test
  void withoutNpmTheRecipeAsksForNothingThatOnlyNpmCarries() throws IOException {
    List<String> all = paths(List.of());
    List<String> without = paths(DemoCorpus.WITHOUT_NPM);
    for (DemoCorpus.Archive archive : DemoCorpus.ARCHIVES) {
      if (archive.npmPackage() != null) {
        assertTrue(all.stream().anyMatch(path -> path.contains(archive.file())), archive.file());
        assertFalse(
            without.stream().anyMatch(path -> path.contains(archive.file())), archive.file());
      }
    }
    assertEquals(all.size() - 3, without.size());
  }

  private static List<String> paths(List<String> overrides) throws IOException {
    return RecipeFile.load(RECIPE, overrides, StageWords.vocabulary()).recipe().sources().stream()
        .map(Recipe.Source::paths)
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void whereThereIsNoNpmNothingIsLeftBehind() throws IOException {
    String none = folder.resolve("no-such-program").toString();
    assertFalse(DemoCorpus.pack(none, "a-package@1.0.0", folder.resolve("a.tgz")));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }
}

package io.winnow.commands;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallRunTest {
  @TempDir Path folder;

  @BeforeEach
  void writeInputs() throws IOException {
    Files.createDirectories(folder.resolve("in/deep"));
    Files.writeString(folder.resolve("in/few.txt"), "few words");
    Files.write(folder.resolve("half"), new byte[(int) SmallRun.BYTES / 2 + 1]);
  }

  @Test
  void overridesCountLikeTheRecipe() throws IOException {
    String recipe = Files.writeString(folder.resolve("recipe.yaml"), "a: half").toString();
    assertTrue(SmallRun.isSmall("run", recipe, "--set", "b=in/few.txt"));
    assertFalse(SmallRun.isSmall("run", recipe, "--set", "b=[half]"));
    assertFalse(SmallRun.isSmall("run", "--set=b=[half]", recipe));
    assertFalse(SmallRun.isSmall("run", recipe, "--set", "stages=[signals, score]"));
    assertFalse(SmallRun.isSmall("run", recipe, "--set", "score.characters=300"));
  }

  private boolean isSmall(String recipe) throws IOException {
    Path file = Files.writeString(folder.resolve("recipe.yaml"), recipe);
    return SmallRun.isSmall("run", "--set", "a=b", file.toString(), "--out", "out");
  }

  private boolean pathIsSmall(String path) throws IOException {
    return isSmall("sources: [{name: all, paths: [\"" + path + "\"]}]");
  }

  @Test
  void filesOfARecipeAreAddedUpWhateverTheyAreNamedFor() throws IOException {
    assertTrue(pathIsSmall("in/**"));
    assertTrue(pathIsSmall("half"));
    assertFalse(isSmall("sources: [half]\nbenchmarks: " + folder.resolve("half")));
    Files.move(folder.resolve("half"), folder.resolve("in/deep/half"));
    assertTrue(pathIsSmall("in/*"));
    Files.write(folder.resolve("in/deep/other"), new byte[(int) SmallRun.BYTES / 2]);
    assertFalse(pathIsSmall("in/*"));
    assertFalse(pathIsSmall("*.jsonl"));
    assertFalse(pathIsSmall("in"));
    assertTrue(pathIsSmall("elsewhere/in/*"));
  }

  @Test
  void linksAreFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("in/link"), folder.resolve("half"));
    assertTrue(pathIsSmall("in/*"));
    Files.createSymbolicLink(folder.resolve("in/deep/link"), folder.resolve("half"));
    assertFalse(pathIsSmall("in/*"));
  }

  @Test
  void whatIsNotUnderstoodIsLarge() throws IOException {
    assertTrue(isSmall("stages: [signals]"));
    assertFalse(isSmall("stages: [signals, score]"));
    assertFalse(isSmall("score: {model: m}"));
    assertFalse(pathIsSmall("s3://bucket/in"));
    assertFalse(pathIsSmall("$DATA/in"));
    assertFalse(isSmall("a: [b"));
    assertFalse(SmallRun.isSmall("run", folder.resolve("none.yaml").toString()));
    assertFalse(SmallRun.isSmall("run"));
  }
}

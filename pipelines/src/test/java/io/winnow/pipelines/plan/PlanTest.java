package io.winnow.pipelines.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.corpus.stage.Stage;
import io.winnow.pipelines.recipe.RecipeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
  @TempDir Path folder;

  @Test
  void thePrefilterRunsWhereItIsNamedAndWhereStagesNeedIt() throws IOException {
    assertEquals(1, prefilters("signals, prefilter"), "alone, for who wants to look at the table");
    assertEquals(0, prefilters("signals, exact"));
    assertEquals(1, prefilters("signals, minhash"));
    assertEquals(1, prefilters("signals, prefilter, minhash"));
  }

  private long prefilters(String stages) throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.yaml"),
            "name: x\nsources: [{name: s, kind: web, paths: [in]}]\nstages: [" + stages + "]\n");
    RecipeFile file = RecipeFile.load(recipe, List.of(), StageWords.vocabulary());
    return Plan.of(file, EarlierRuns.of(file)).stages().stream()
        .map(Stage::name)
        .filter("prefilter"::equals)
        .count();
  }
}

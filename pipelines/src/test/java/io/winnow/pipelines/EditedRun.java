package io.winnow.pipelines;

import io.winnow.pipelines.engine.Progress;
import io.winnow.pipelines.engine.StageRecord;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.report.ReportFiles;
import io.winnow.pipelines.run.Curation;
import io.winnow.pipelines.run.CurationOptions;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** A run of a recipe by the program that the class loader of this class has loaded. */
public final class EditedRun implements Callable<Map<String, Integer>> {
  private final Path recipe;
  private final Path out;

  public EditedRun(Path recipe, Path out) {
    this.recipe = recipe;
    this.out = out;
  }

  /** How many pieces each stage computed; none are left out. */
  @Override
  public Map<String, Integer> call() throws Exception {
    Runner runner = Runners.direct(2);
    Map<String, Integer> computed = new TreeMap<>();
    for (StageRecord stage :
        Curation.run(
                RecipeFile.load(recipe, List.of(), StageWords.vocabulary()),
                new CurationOptions(
                    out.toString(),
                    runner::options,
                    runner.name(),
                    runner.parallelism(),
                    Progress.none(),
                    1,
                    true),
                ReportFiles::drawIn)
            .stages()) {
      if (stage.computed() > 0) {
        computed.merge(stage.name(), stage.computed(), Integer::sum);
      }
    }
    return computed;
  }
}

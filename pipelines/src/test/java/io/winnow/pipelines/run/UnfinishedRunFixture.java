package io.winnow.pipelines.run;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.readers.Reading;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.SourceSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Leaves a folder as a run leaves it that was killed before its end. */
public final class UnfinishedRunFixture {
  private UnfinishedRunFixture() {}

  public static void note(Path out, Path recipe) throws IOException {
    Map<SourceSettings, List<InputFile>> inputs = new LinkedHashMap<>();
    for (SourceSettings source :
        RecipeFile.load(recipe, List.of(), StageWords.vocabulary()).sources()) {
      inputs.put(source, Reading.list(source));
    }
    UnfinishedRun.beginOrContinue(new CorpusFolder(out.toString()), Curation.noted(inputs));
  }
}

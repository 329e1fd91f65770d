package io.winnow.pipelines;

import io.winnow.corpus.Kind;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.Stage;
import io.winnow.pipelines.code.CodeDigest;
import io.winnow.pipelines.engine.Progress;
import io.winnow.pipelines.ingest.Ingest;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.run.Curation;
import io.winnow.pipelines.run.CurationOptions;
import io.winnow.readers.Reading;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A run of a recipe by traced classes. */
public final class TracedRun implements Callable<Map<String, List<Set<String>>>>, Progress {
  private final Path recipe;
  private final Path out;
  private final List<String> overrides;
  private final Map<String, Set<String>> seen = new TreeMap<>();
  private String stage = "";

  public TracedRun(Path recipe, Path out, List<String> overrides) {
    this.recipe = recipe;
    this.out = out;
    this.overrides = overrides;
  }

  /** For each stage that computed something, what has run, and what its key holds. */
  @Override
  public Map<String, List<Set<String>>> call() throws Exception {
    Runner runner = Runners.direct(2);
    Curation.run(
        RecipeFile.load(recipe, overrides, StageWords.vocabulary()),
        new CurationOptions(
            out.toString(), runner::options, runner.name(), runner.parallelism(), this, 1, true),
        Curation.Ending.NONE);
    Map<String, Set<String>> keys = new HashMap<>();
    Set<String> ingest = new TreeSet<>(CodeDigest.classes(Ingest.class));
    for (Kind kind : Kind.values()) {
      ingest.addAll(CodeDigest.classesOfInstance(Reading.of(kind)));
    }
    keys.put(Ingest.NAME, ingest);
    for (Traces.Asked asked : Traces.asked()) {
      Stage stage = (Stage) asked.stage();
      keys.put(stage.name(), held(stage, (ShardFunction) asked.function()));
    }
    Map<String, List<Set<String>>> stages = new TreeMap<>();
    seen.forEach(
        (name, classes) -> stages.put(name, List.of(classes, keys.getOrDefault(name, Set.of()))));
    return stages;
  }

  /**
   * The classes that the key of a stage holds.
   *
   * @param function of a shard; null for a stage that reads all shards
   */
  static Set<String> held(Stage stage, @Nullable ShardFunction function)
      throws ClassNotFoundException {
    String around = "io.winnow.pipelines.engine." + (function == null ? "WriteTable" : "ShardWork");
    Set<String> key = new TreeSet<>(CodeDigest.classes(stage.getClass(), Class.forName(around)));
    if (function != null) {
      key.addAll(CodeDigest.classesOfInstance(function));
    }
    return key;
  }

  @Override
  public void begin(String name, int pieces, int cached) {
    stage = pieces > 0 ? name : "";
    Traces.clear();
  }

  @Override
  public void done(int pieces) {}

  @Override
  public void end() {
    if (!stage.isEmpty()) {
      seen.computeIfAbsent(stage, name -> new TreeSet<>()).addAll(Traces.seen());
    }
  }
}

package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.classifiers.EmbedSettings;
import io.winnow.classifiers.EmbedTexts;
import io.winnow.corpus.Kind;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.dedup.minhash.SignTexts;
import io.winnow.dedup.sketch.MinHashParameters;
import io.winnow.glm.ScoreDocuments;
import io.winnow.glm.ScoreSettings;
import io.winnow.pipelines.code.CodeDigest;
import io.winnow.pipelines.ingest.Ingest;
import io.winnow.pipelines.plan.MeasureTexts;
import io.winnow.readers.Reading;
import io.winnow.testing.Arrangement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs while a stage is computed is in its key. */
@Tag("slow")
class ClosureTest {
  /** Says that a stage is to run, and watches it; nothing of it changes what comes out. */
  private static final Predicate<String> DRIVER =
      Pattern.compile(
              "io/winnow/(pipelines/recipe/Recipe|(runners/.*|pipelines/(TracedRun|run/Curation"
                  + "|run/CurationOptions|ingest/Ingested|engine/Engine|engine/InProcess"
                  + "|engine/Jobs|engine/JobOptions|engine/ReceiptWatch))(\\$.*)?)")
          .asMatchPredicate();

  @TempDir Path folder;

  @Test
  void allThatRunsInAStageIsInItsKey() throws Exception {
    Path recipe = Samples.copy(Files.createDirectory(folder.resolve("in")), Arrangement.AS_GIVEN);
    ScoringTest.writeCheckpoint(folder.resolve("glm"));
    Map<String, List<Set<String>>> stages =
        run(
            recipe,
            List.of(
                "stages=[signals, exact, forks, prefilter, minhash, embed, classify, semdedup,"
                    + " contamination, repeats, score]",
                "score.model=" + folder.resolve("glm"),
                "score.window=64",
                "score.stride=32",
                "score.characters=100",
                "score.sequences=0.1",
                "mixtures[0].export=[jsonl.zst]",
                "mixtures[1].export=[jsonl.zst]",
                "guards.cluster=0.9",
                "guards.minimum-documents=10"));
    assertTrue(stages.containsKey("export pretrain-1 as jsonl.zst"));
    assertTrue(stages.size() >= 37, stages.keySet().toString());
    assertEquals(Map.of(), notHeld(stages));
  }

  @Test
  void aKindsKeyHoldsItsOwnReaders() {
    Map<Kind, String> own =
        Map.of(
            Kind.WEB, "web/WebReader",
            Kind.BOOK, "book/BookReader",
            Kind.PAPER, "paper/latex/",
            Kind.CODE, "code/CodeReader",
            Kind.SOCIAL, "social/StackExchangePosts");
    for (Kind kind : Kind.values()) {
      Set<String> classes = CodeDigest.classesOfInstance(Reading.of(kind));
      own.forEach(
          (other, name) ->
              assertEquals(
                  kind == other,
                  classes.stream().anyMatch(c -> c.startsWith("io/winnow/readers/" + name)),
                  kind + " and " + name));
    }
    assertEquals(
        List.of(),
        CodeDigest.classes(Ingest.class).stream()
            .filter(name -> own.values().stream().anyMatch(name::contains))
            .toList());
  }

  /** Where a stage's classes lie that no change elsewhere is to reach. */
  @Test
  void expensiveStagesDoNotHoldTheReportTheRecipeOrReaders() throws Exception {
    String glm = folder.resolve("glm").toString();
    ScoringTest.writeCheckpoint(folder.resolve("glm"));
    for (Stage stage :
        List.of(
            new EmbedTexts(new EmbedSettings("minilm", 128)),
            new SignTexts(MinHashParameters.standard()),
            new ScoreDocuments(new ScoreSettings(glm, 0, 64, 32, 1, 0.3, 0.6), glm),
            new MeasureTexts("o200k"))) {
      ShardFunction function = ((Work.PerShard) stage.work(new NoShards())).function();
      assertEquals(
          List.of(),
          TracedRun.held(stage, function).stream()
              .filter(name -> name.matches("io/winnow/(report|readers|pipelines/recipe)/.*"))
              .toList(),
          stage.name());
    }
  }

  private record NoShards() implements Inputs {
    @Override
    public CorpusFolder folder() {
      return new CorpusFolder("none");
    }

    @Override
    public List<Shard> shards() {
      return List.of();
    }

    @Override
    public List<Receipt> receipts(Table table) {
      return List.of();
    }
  }

  /** Classes that ran in a stage and are not in its key, by stage. */
  private static Map<String, Set<String>> notHeld(Map<String, List<Set<String>>> stages) {
    Map<String, Set<String>> found = new TreeMap<>();
    stages.forEach(
        (stage, classes) -> {
          Set<String> left = new TreeSet<>(classes.get(0));
          left.removeIf(DRIVER);
          assertTrue(!left.isEmpty(), stage + " ran nothing");
          left.removeAll(classes.get(1));
          if (!left.isEmpty()) {
            found.put(stage, left);
          }
        });
    return found;
  }

  @SuppressWarnings("unchecked")
  private Map<String, List<Set<String>>> run(Path recipe, List<String> overrides) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    TracingLoader loader = new TracingLoader();
    thread.setContextClassLoader(loader);
    try {
      return ((Callable<Map<String, List<Set<String>>>>)
              loader
                  .loadClass(TracedRun.class.getName())
                  .getConstructor(Path.class, Path.class, List.class)
                  .newInstance(recipe, folder.resolve("out"), overrides))
          .call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}

package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.report.ReportFiles;
import io.winnow.runners.Runners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two runs of one recipe, the second with other settings, side by side. */
class ReportComparisonTest {
  @Test
  void aComparisonSaysWhatWasAskedOtherwiseAndWhatBecameOfDocuments(@TempDir Path folder)
      throws IOException {
    FinishedSamples samples = FinishedSamples.get();
    Path now = samples.copyTo(folder.resolve("now"));
    Samples.run(
        samples.recipe(),
        now,
        Runners.direct(2),
        "minhash.threshold=0.99",
        "rules.too-short.drop=words < 60");
    RunFolder after = RunFolder.open(now.toString());
    ReportFiles.compare(after, RunFolder.open(samples.out().toString()));
    String page = Files.readString(now.resolve("report/comparison.html"));
    assertTrue(page.contains("<bdi>minhash.threshold</bdi>"), page);
    assertTrue(page.contains("words &lt; 60"), page);

    JsonNode json = new ObjectMapper().readTree(now.resolve("report/comparison.json").toFile());
    assertTrue(json.path("before").textValue().endsWith("/out"), json.toString());
    assertTrue(json.path("after").textValue().endsWith("/now"), json.toString());
    assertFalse(json.path("after").textValue().startsWith("/"), "no machine's path");
    JsonNode documents = json.path("documents");
    long all = after.manifest().shards().stream().mapToLong(shard -> shard.rows()).sum();
    assertEquals(all, documents.path("compared").longValue(), "the same inputs");
    long moved = 0;
    long gained = 0;
    for (JsonNode move : documents.path("moves")) {
      long number = move.path("documents").longValue();
      moved += number;
      gained += number * sign(move.path("after")) - number * sign(move.path("before"));
      assertEquals(Math.min(3, number), move.path("examples").size());
    }
    assertTrue(moved > 0);
    assertEquals(all, moved + documents.path("same").longValue());
    assertEquals(kept(after) - kept(RunFolder.open(samples.out().toString())), gained);
  }

  private static int sign(JsonNode fate) {
    return fate.path("outcome").textValue().equals("KEPT") ? 1 : 0;
  }

  private static long kept(RunFolder run) {
    return run.manifest().books().stream().mapToLong(source -> source.kept()).sum();
  }
}

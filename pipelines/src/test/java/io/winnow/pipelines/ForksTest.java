package io.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.run.GuardStopped;
import io.winnow.pipelines.run.RunResult;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.SharedFlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@ExtendWith(SharedFlink.class)
class ForksTest {
  @TempDir Path folder;

  /** Equal files and changed ones: of a fork nothing is left, and the original loses nothing. */
  @Test
  void aForkGoesAsAWholeAndTheOriginalStaysWhole(Runner flink) throws IOException {
    write("original", 0, 8);
    write("fork", 0, 6);
    Files.writeString(
        folder.resolve("code/fork/Mine6.java"), source(6) + "// with a change of my own\n");
    write("other", 20, 27);
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: forks
        sources:
          - {name: repositories, kind: code, paths: ["code/*"]}
        stages: [signals, exact, forks, prefilter, minhash]
        exact: {by: [content]}
        minhash: {bands: 50, rows: 2}
        survivor: [longest, id]
        """);
    RunResult direct = run("direct", Runners.direct(2));
    RunResult other = run("flink", flink);
    assertEquals(direct.manifest(), other.manifest());
    assertEquals(Map.of("forks/fork", 7L), direct.manifest().books().get(0).dropped());
    TreeSet<String> said = new TreeSet<>();
    RunFolder.open(folder.resolve("direct").toString())
        .visit(
            "clusters_repositories",
            List.of("files", "shared", "similarity"),
            null,
            row -> said.add(row[0] + " " + row[1] + " " + row[2]) || true);
    assertEquals(new TreeSet<>(List.of("7 6 " + 6.0 / 7, "8 8 1.0")), said);
    for (Runner runner : List.of(Runners.direct(2), flink)) {
      String[] strict = {"guards.minimum-documents=1", "guards.cluster=0.3"};
      GuardStopped stopped = assertThrows(GuardStopped.class, () -> run("strict", runner, strict));
      String fault = String.valueOf(stopped.getMessage());
      assertTrue(
          fault.contains(
              "of forks takes 7 of the 22 documents of source repositories, which is 31.8 %;"
                  + " guards.cluster allows 30.0 %. Some of them:"),
          fault);
      assertEquals(3, fault.lines().filter(line -> line.contains("code/fork/")).count(), fault);
    }
    run("strict", Runners.direct(2), "guards.minimum-documents=1", "guards.cluster=0.35");
  }

  /** A rule takes the larger copy, so the smaller one is no fork, and its files stay. */
  @Test
  void whatARuleDropsIsNothingToGoFor(Runner flink) throws IOException {
    write("original", 0, 8);
    write("fork", 0, 6);
    Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: forks
        sources:
          - {name: large, kind: code, paths: ["code/original"]}
          - {name: small, kind: code, paths: ["code/fork"]}
        stages: [signals, exact, forks]
        forks: {minimum-files: 3}
        exact: {by: [content]}
        rules:
          - {name: refused, drop: "words > 0", sources: [large]}
        survivor: [longest, id]
        """);
    RunResult direct = run("direct", Runners.direct(2));
    RunResult other = run("flink", flink);
    assertEquals(direct.manifest(), other.manifest());
    assertEquals(Map.of("rules/refused", 8L), direct.manifest().books().get(0).dropped());
    assertEquals(Map.of(), direct.manifest().books().get(1).dropped());
  }

  private RunResult run(String out, Runner runner, String... overrides) throws IOException {
    return Samples.run(folder.resolve("recipe.yaml"), folder.resolve(out), runner, overrides);
  }

  private void write(String repository, int from, int to) throws IOException {
    Path files = Files.createDirectories(folder.resolve("code").resolve(repository));
    for (int i = from; i < to; i++) {
      Files.writeString(files.resolve("Part" + i + ".java"), source(i));
    }
  }

  private static String source(int number) {
    StringBuilder source =
        new StringBuilder("/** Part " + number + ". */\nclass Part" + number + " {\n");
    for (int i = 0; i < 12; i++) {
      int value = number * 31 + i;
      source.append("  int field" + value + " = compute" + value * 7 + "(" + value * 13 + ");\n");
    }
    return source + "}\n";
  }
}

package io.winnow.testing;

import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.PipelineScenario.Trial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The contract of everything that runs pipelines: the same output whatever the runner, the
 * parallelism, the names and the order of the input, and the restarts.
 */
public final class Conformance {
  private static final int LISTED_DIFFERENCES = 5;

  private Conformance() {}

  /** One way to run, before it has a folder. */
  public record Way(String name, Runner runner, Arrangement arrangement) {}

  /**
   * All ways: Direct; Flink at 1, 2 and 4; input renamed and reordered; every function failing
   * once.
   *
   * @param flink an embedded Flink with four slots and restarts, such as {@link SharedFlink} lends
   */
  public static List<Way> allWays(Runner flink) {
    return List.of(
        new Way("direct", Runners.directWithChecks(2), Arrangement.AS_GIVEN),
        new Way("flink at 1", flink.at(1), Arrangement.AS_GIVEN),
        new Way("flink at 2", flink.at(2), Arrangement.AS_GIVEN),
        new Way("flink at 4", flink.at(4), Arrangement.AS_GIVEN),
        new Way("input renamed and reordered", flink.at(2), Arrangement.RENAMED_AND_REORDERED),
        new Way("bundles replayed", Observed.disturbing(flink.at(2)), Arrangement.AS_GIVEN));
  }

  /**
   * Runs a scenario in all given ways and fails if two digests differ.
   *
   * @param folder empty; afterwards it holds the outputs
   * @return the digest that all ways agree on
   */
  public static String requireSameEverywhere(PipelineScenario scenario, List<Way> ways, Path folder)
      throws Exception {
    List<String> digests = new ArrayList<>();
    List<Path> outputs = new ArrayList<>();
    for (int index = 0; index < ways.size(); index++) {
      Way way = ways.get(index);
      Path input = Files.createDirectories(folder.resolve(index + "-input"));
      Path output = Files.createDirectories(folder.resolve(index + "-output"));
      scenario.run(new Trial(way.name(), way.runner(), way.arrangement(), input, output));
      if (way.runner() instanceof Observed observed && observed.disturbs()) {
        if (observed.failures() == 0) {
          throw new AssertionError(
              way.name() + ": no function failed, so nothing was replayed; is the input empty?");
        }
        observed.close();
      }
      outputs.add(output);
      digests.add(scenario.digest(output));
    }
    StringBuilder message = new StringBuilder();
    for (int index = 1; index < ways.size(); index++) {
      if (!digests.get(index).equals(digests.get(0))) {
        describe(scenario, ways, digests, outputs, index, message);
      }
    }
    if (!message.isEmpty()) {
      throw new AssertionError(message.toString());
    }
    return digests.get(0);
  }

  private static void describe(
      PipelineScenario scenario,
      List<Way> ways,
      List<String> digests,
      List<Path> outputs,
      int index,
      StringBuilder message) {
    message.append(
        String.format(
            Locale.ROOT,
            "'%s' and '%s' differ: %s, %s%n",
            ways.get(0).name(),
            ways.get(index).name(),
            digests.get(0),
            digests.get(index)));
    for (String line :
        FolderDigest.differences(
            outputs.get(0), outputs.get(index), scenario::counts, LISTED_DIFFERENCES)) {
      message.append("  ").append(line).append(System.lineSeparator());
    }
  }
}

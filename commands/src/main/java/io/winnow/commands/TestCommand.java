package io.winnow.commands;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Known here for its help; the script {@code ./winnow} runs the build, before there is a jar. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description =
        "Everything that CI runs: the build with all its tests, then the commands of the README. "
            + "Works from a checkout, through the script ./winnow.")
final class TestCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new UsageError("winnow test builds the project: run ./winnow test in a checkout");
  }
}

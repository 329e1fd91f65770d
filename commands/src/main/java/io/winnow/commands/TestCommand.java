package io.winnow.commands;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Known here for its help; the script {@code ./winnow} runs the build, before there is a jar. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description =
        "Everything that CI runs: the build with all its tests, then the commands of the README. "
            + "Works from a checkout, through the script ./winnow.")
final class TestCommand implements Callable<Integer> {
  @Option(
      names = "--quick",
      description =
          "What to run before each commit: the build, without slow tests and without the commands"
              + " of the README.")
  private boolean quick;

  @Override
  public Integer call() {
    throw new UsageError(
        "winnow test builds the project: run ./winnow test"
            + (quick ? " --quick" : "")
            + " in a checkout");
  }
}

package io.winnow.commands;

import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.report.ReportFiles;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description =
        "Draws the report of a finished run again, or compares two runs. Prints where the page"
            + " lies.",
    footer = {"", "Examples:", "  winnow report out/", "  winnow report out/ --against earlier/"})
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "Folder of a finished run.")
  private String directory = "";

  @Option(
      names = "--against",
      paramLabel = "DIR2",
      description = "Another finished run to compare with.")
  private @Nullable String against;

  @Override
  public Integer call() throws IOException {
    RunFolder run = RunFolder.open(directory);
    String page =
        against == null ? ReportFiles.draw(run) : ReportFiles.compare(run, RunFolder.open(against));
    spec.commandLine().getOut().println(page);
    return ExitCode.DONE;
  }
}

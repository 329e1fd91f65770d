package io.winnow.commands;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "model",
    mixinStandardHelpOptions = true,
    description = "Makes the models that embed and score documents.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ModelTrainCommand.class,
      ModelDistillCommand.class,
      ModelRandomGlmCommand.class,
      ModelBenchmarkGlmCommand.class
    },
    footer = {
      "",
      "The script winnow knows one more, which is a program of its own:",
      "  train-glm  Trains a small GLM; winnow model train-glm --help says how."
    })
final class ModelCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "which command? There are train, distill, random-glm, benchmark-glm");
  }
}

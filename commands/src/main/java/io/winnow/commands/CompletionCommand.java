package io.winnow.commands;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description =
        "Prints a script by which bash and zsh complete commands and options of winnow when TAB is"
            + " pressed.",
    footer = {
      "",
      "Examples:",
      "  source <(winnow completion)",
      "  winnow completion > ~/.local/share/bash-completion/completions/winnow"
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(AutoComplete.bash("winnow", Winnow.line()));
    return ExitCode.DONE;
  }
}

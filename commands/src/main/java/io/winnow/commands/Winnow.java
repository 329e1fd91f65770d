package io.winnow.commands;

import io.winnow.corpus.table.Suggestion;
import io.winnow.pipelines.manifest.Version;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: {@code winnow COMMAND}. */
@Command(
    name = "winnow",
    description =
        "Turns raw web crawls, books, papers, code and discussions into training mixtures for"
            + " language models, and can say of every document why it is in, out, or in three"
            + " times.%n",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Winnow.BuildVersion.class,
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0    done",
      "  1    internal error",
      "  2    wrong usage or recipe; a file, model, host or filesystem that is not",
      "       there; a full disk",
      "  3    done, but more dead letters than the recipe allows",
      "  4    refused: inputs changed under an unfinished run, two runs on one",
      "       output, damaged files, a model that fails its checks",
      "  5    a guard stopped the run",
      "  6    the books do not balance",
      "  130  interrupted; the same command goes on",
      "",
      "Every option can be given as an environment variable too: --runner as WINNOW_RUNNER.",
      "Results go to stdout, everything else to stderr.",
      "",
      "Begin with:  winnow demo"
    })
public final class Winnow implements Runnable {
  /** In the order of the help. */
  private static final List<Entry<String, Class<?>>> COMMANDS =
      List.of(
          Map.entry("demo", DemoCommand.class),
          Map.entry("run", RunCommand.class),
          Map.entry("dry-run", DryRunCommand.class),
          Map.entry("validate", ValidateCommand.class),
          Map.entry("show", ShowCommand.class),
          Map.entry("explain", ExplainCommand.class),
          Map.entry("clusters", ClustersCommand.class),
          Map.entry("report", ReportCommand.class),
          Map.entry("extract", ExtractCommand.class),
          Map.entry("score", ScoreCommand.class),
          Map.entry("model", ModelCommand.class),
          Map.entry("completion", CompletionCommand.class),
          Map.entry("docs", DocsCommand.class),
          Map.entry("test", TestCommand.class));

  @Spec private CommandSpec spec = CommandSpec.create();

  /** What {@code --version} says. */
  static final class BuildVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"winnow " + Version.word()};
    }
  }

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        run(
            new PrintWriter(System.out, false, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            arguments));
  }

  /** Runs a command; gives its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = line(arguments);
    line.setOut(out);
    line.setErr(err);
    line.setDefaultValueProvider(new EnvironmentDefaults(System.getenv()));
    line.setExecutionExceptionHandler(new Faults());
    line.setParameterExceptionHandler(Winnow::wrongUsage);
    line.setUsageHelpAutoWidth(true);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    int code = execute(line, arguments);
    out.flush();
    err.flush();
    return code;
  }

  private static int execute(CommandLine line, String... arguments) {
    // Help may be asked for a command only that there is.
    CommandLine command = line;
    for (String argument : arguments) {
      if (argument.startsWith("-") || command.getSubcommands().isEmpty()) {
        break;
      }
      CommandLine next = command.getSubcommands().get(argument);
      if (next == null) {
        return unknown(command, argument);
      }
      command = next;
    }
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      return Faults.tell(e, line.getErr());
    }
  }

  private static int unknown(CommandLine line, String command) {
    List<String> known = List.copyOf(line.getSubcommands().keySet());
    line.getErr()
        .println(
            "winnow: "
                + (line.getParent() == null ? "there is" : line.getCommandName() + " has")
                + " no command "
                + command
                + Suggestion.question(command, known));
    return ExitCode.WRONG_USAGE;
  }

  /** Knows what these arguments need. */
  static CommandLine line(String... arguments) {
    CommandLine line = new CommandLine(new Winnow());
    needed(arguments).forEach(command -> line.addSubcommand(command.getKey(), command.getValue()));
    return line;
  }

  /**
   * The command that is named, or, where help or a suggestion may be wanted, all. Looking through
   * the options of them all is most of what a short command costs.
   */
  private static List<Entry<String, Class<?>>> needed(String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    if (first.equals("--version")) {
      return List.of();
    }
    return COMMANDS.stream()
        .filter(command -> command.getKey().equals(first))
        .findFirst()
        .map(List::of)
        .orElse(COMMANDS);
  }

  /** A sentence and where help is, instead of the whole usage. */
  private static int wrongUsage(ParameterException fault, String[] arguments) {
    CommandLine line = fault.getCommandLine();
    String message = fault.getMessage();
    if (fault instanceof MissingParameterException) {
      message = unknownOption(line, arguments).orElse(message);
    }
    if (fault instanceof UnmatchedArgumentException unmatched) {
      List<String> known = new ArrayList<>(line.getSubcommands().keySet());
      line.getCommandSpec().optionsMap().keySet().forEach(known::add);
      message +=
          Suggestion.among(unmatched.getUnmatched().get(0), known)
              .map(name -> "; did you mean " + name + "?")
              .orElse("");
    }
    line.getErr().println("winnow: " + message);
    line.getErr().println(line.getCommandSpec().qualifiedName() + " --help says what there is");
    return ExitCode.WRONG_USAGE;
  }

  /** Why something may be missing: it was given by another name. */
  private static Optional<String> unknownOption(CommandLine line, String[] arguments) {
    Set<String> known = line.getCommandSpec().optionsMap().keySet();
    return Arrays.stream(arguments)
        .map(argument -> argument.split("=", 2)[0])
        .filter(argument -> argument.startsWith("--") && !known.contains(argument))
        .findFirst()
        .map(
            option ->
                "there is no option "
                    + option
                    + known.stream()
                        .filter(name -> name.length() > 3 && option.startsWith(name))
                        .findFirst()
                        .or(() -> Suggestion.among(option, known))
                        .map(near -> "; did you mean " + near + "?")
                        .orElse(""));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }
}

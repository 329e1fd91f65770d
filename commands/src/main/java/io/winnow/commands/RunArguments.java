package io.winnow.commands;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that runs a recipe in full. */
final class RunArguments {
  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "Changes a setting of the recipe: minhash.bands=20, rules.NAME.drop=\"...\";"
              + " rules.NAME=null takes a rule away.")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      description = "How progress is written to stderr.")
  private LogFormat logFormat = LogFormat.TEXT;

  @Mixin private RunnerOptions runner = new RunnerOptions();

  List<String> overrides() {
    return overrides;
  }

  /** Changes settings before those that were asked for do. */
  void override(List<String> settings) {
    List<String> all = new ArrayList<>(settings);
    all.addAll(overrides);
    overrides = all;
  }

  boolean json() {
    return logFormat == LogFormat.JSON;
  }

  RunnerOptions runner() {
    return runner;
  }
}

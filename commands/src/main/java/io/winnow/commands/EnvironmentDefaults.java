package io.winnow.commands;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Takes what the command line leaves out from the environment: {@code WINNOW_FLINK_MASTER}. */
final class EnvironmentDefaults implements IDefaultValueProvider {
  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!argument.isOption()) {
      return null;
    }
    String name = ((OptionSpec) argument).longestName();
    String variable =
        "WINNOW_" + name.replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
    return environment.get(variable);
  }
}

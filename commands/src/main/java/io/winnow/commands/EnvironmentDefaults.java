package io.winnow.commands;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes what the command line leaves out from the environment: {@code WINNOW_FLINK_MASTER}. What
 * asks for help or the version is asked on the command line only: an image may have a variable
 * {@code WINNOW_VERSION} of its own.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {
  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)
        || option.usageHelp()
        || option.versionHelp()
        || option.hidden()) {
      return null;
    }
    String name = option.longestName();
    String variable =
        "WINNOW_" + name.replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
    return environment.get(variable);
  }
}

package io.winnow.commands;

import io.winnow.runners.EmbeddedFlinkSettings;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where jobs run. */
final class RunnerOptions {
  enum Kind {
    DIRECT,
    FLINK
  }

  @Option(
      names = "--runner",
      paramLabel = "direct|flink",
      description = "Where jobs run: flink (default; embedded, or --flink-master) or direct.")
  private Kind kind = Kind.FLINK;

  @Option(
      names = "--flink-master",
      paramLabel = "HOST:PORT",
      description =
          "REST address of a Flink cluster. Winnow's jar is sent with every job; put it into the "
              + "cluster's lib folder and give --flink-jar-on-cluster to save that.")
  private @Nullable String flinkMaster;

  @Option(
      names = "--flink-jar-on-cluster",
      description = "Send no jar: the cluster's lib folder holds it.")
  private boolean jarOnCluster;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Workers that share the work; as many as there are processors by default.")
  private int parallelism = Runtime.getRuntime().availableProcessors();

  int parallelism() {
    return parallelism;
  }

  String name() {
    return flinkMaster != null ? "flink " + flinkMaster : kind.name().toLowerCase(Locale.ROOT);
  }

  /** The runner; nothing is started before its first job. */
  Runner open(String out) {
    if (parallelism < 1) {
      throw new UsageError("--parallelism must be at least 1, but was " + parallelism);
    }
    if (flinkMaster != null && kind == Kind.DIRECT) {
      throw new UsageError("--flink-master is for --runner flink, but --runner is direct");
    }
    if (kind == Kind.DIRECT) {
      return Runners.direct(parallelism);
    }
    if (flinkMaster != null) {
      try {
        Runners.requireAddress(flinkMaster);
      } catch (IllegalArgumentException e) {
        throw new UsageError("--flink-master: " + e.getMessage());
      }
      return Runners.flinkCluster(
          flinkMaster, parallelism, jarOnCluster ? List.of() : List.of(jar()));
    }
    Path temporary =
        out.contains("://") ? Path.of(System.getProperty("java.io.tmpdir")) : Path.of(out);
    return Runners.embeddedFlink(
        EmbeddedFlinkSettings.standard(parallelism, temporary.toAbsolutePath()));
  }

  private static Path jar() {
    try {
      URI place = Winnow.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      if (!place.getPath().endsWith(".jar")) {
        throw new UsageError("--flink-master needs Winnow as one jar, as ./winnow builds it");
      }
      return Path.of(place);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the program's own place is no URI", e);
    }
  }
}

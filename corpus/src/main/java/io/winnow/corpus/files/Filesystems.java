package io.winnow.corpus.files;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Which filesystems there are: those of Beam that are on the class path. */
public final class Filesystems {
  /** Those that Beam has modules for. */
  private static final List<String> POSSIBLE = List.of("file", "gs", "s3", "hdfs", "azfs");

  /** As Beam tells schemes from other names. */
  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][-a-zA-Z0-9+.]*):/.*");

  private Filesystems() {}

  /**
   * Makes sure that there is a filesystem for a path.
   *
   * @throws NoSuchFilesystem naming those that there are
   */
  public static void require(String path) {
    fault(path)
        .ifPresent(
            fault -> {
              throw new NoSuchFilesystem(fault);
            });
  }

  /** A sentence, where there is no filesystem for a path. */
  public static Optional<String> fault(String path) {
    Matcher scheme = SCHEME.matcher(path);
    return !scheme.matches() || has(scheme.group(1))
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "there is no filesystem %s for %s; there are: %s (a path without a scheme is"
                    + " local)",
                scheme.group(1),
                path,
                String.join(", ", POSSIBLE.stream().filter(Filesystems::has).toList())));
  }

  private static boolean has(String scheme) {
    if (isRegistered(scheme)) {
      return true;
    }
    // Beam looks for those beside its own when it makes the first pipeline, or now.
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    return isRegistered(scheme);
  }

  private static boolean isRegistered(String scheme) {
    try {
      FileSystems.matchNewResource(scheme + "://a/b", false);
      return true;
    } catch (IllegalArgumentException e) {
      return !String.valueOf(e.getMessage()).startsWith("No filesystem found");
    }
  }
}

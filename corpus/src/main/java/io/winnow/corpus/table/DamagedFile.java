package io.winnow.corpus.table;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.fs.ResourceId;

/** A file that a run wrote is no longer what it wrote; the message says which, and what to do. */
public final class DamagedFile extends IOException {
  private static final String IS_DAMAGED = " is damaged or gone (";
  private static final Pattern MESSAGE =
      Pattern.compile(
          Pattern.quote(DamagedFile.class.getName()) + ": (.+?)" + Pattern.quote(IS_DAMAGED));

  public DamagedFile(ResourceId file, Exception cause) {
    super(
        file
            + IS_DAMAGED
            + (cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getMessage().lines().findFirst().orElse(""))
            + "); delete it if it is there, and run the recipe again",
        cause);
  }

  /**
   * The file because of which something failed, in this process or in one that sent no more than
   * the text of its failure; empty if it failed for another reason.
   */
  public static Optional<String> in(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher matcher = MESSAGE.matcher(cause.toString());
      if (matcher.find()) {
        return Optional.of(matcher.group(1));
      }
    }
    return Optional.empty();
  }
}

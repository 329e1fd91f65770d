package io.winnow.corpus.table;

import java.io.IOException;
import org.apache.beam.sdk.io.fs.ResourceId;

/** A file that a run wrote is no longer what it wrote; the message says which, and what to do. */
public final class DamagedFile extends IOException {
  public DamagedFile(ResourceId file, Exception cause) {
    super(
        file
            + " is damaged or gone ("
            + (cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getMessage().lines().findFirst().orElse(""))
            + "); delete it if it is there, and run the recipe again",
        cause);
  }
}

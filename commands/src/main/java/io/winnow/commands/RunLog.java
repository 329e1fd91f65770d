package io.winnow.commands;

import io.winnow.corpus.files.FileFault;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where the log of this process goes; to be said before anything logs. */
final class RunLog {
  /** Read by log4j2.xml. */
  static final String PROPERTY = "winnow.log";

  private RunLog() {}

  /**
   * Names the log in the folder of a run, unless it is on another filesystem: before anything reads
   * an input or looks at the folder, since that logs. The file is made with its first line.
   */
  static void name(String folder) {
    if (!folder.contains("://")) {
      System.setProperty(PROPERTY, folder + "/winnow.log");
    }
  }

  /**
   * Makes the folder of a run, where the log goes too.
   *
   * @throws UsageError if it is no folder and cannot be made one
   */
  static void in(String folder) {
    if (!folder.contains("://")) {
      try {
        Path out = Files.createDirectories(Path.of(folder));
        if (!Files.isWritable(out)) {
          throw new UsageError("--out " + folder + ": nothing can be written there");
        }
      } catch (FileAlreadyExistsException e) {
        throw new UsageError("--out " + folder + " cannot be a folder: it is a file");
      } catch (InvalidPathException | IOException e) {
        throw new UsageError(
            "--out "
                + folder
                + " cannot be a folder: "
                + FileFault.sentence(e).orElse(String.valueOf(e.getMessage())));
      }
    }
    name(folder);
  }
}

package io.winnow.corpus.files;

import java.io.FileNotFoundException;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says in a sentence what a person can mend about files and disks. */
public final class FileFault {
  /** What operating systems say, wherever in a message. */
  private static final Map<String, String> SAID =
      Map.of(
          "No space left on device", "no space is left on the disk",
          "Disk quota exceeded", "the quota of the disk is used up",
          "Read-only file system", "the disk can only be read",
          "Too many open files", "too many files are open; ulimit -n says how many may be");

  private FileFault() {}

  /**
   * A sentence for what was thrown where somebody's file was opened; empty where it says nothing of
   * files.
   *
   * @param fault its own causes are not looked at
   */
  public static Optional<String> sentence(Throwable fault) {
    if (fault instanceof NoSuchFileException || isMissing(fault)) {
      return Optional.of("there is no file " + file(fault).replaceFirst(" \\(No such .*\\)$", ""));
    }
    return lack(fault);
  }

  private static boolean isMissing(Throwable fault) {
    return fault instanceof FileNotFoundException && lack(fault).isEmpty();
  }

  /**
   * The same, wherever it was thrown: what the machine lacks or does not allow. That a file is not
   * there may be a fault of the program.
   */
  public static Optional<String> lack(Throwable fault) {
    if (fault instanceof InvalidPathException path) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the name %s cannot be a file's here, where names are in %s; a locale such as"
                  + " LC_ALL=C.UTF-8 has all names",
              path.getInput(),
              System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name())));
    }
    String message = String.valueOf(fault.getMessage());
    if (fault instanceof AccessDeniedException
        || fault instanceof FileNotFoundException && message.contains("Permission denied")) {
      return Optional.of(file(fault).replace(" (Permission denied)", "") + " may not be opened");
    }
    String where = fault instanceof FileSystemException ? file(fault) + ": " : "";
    return SAID.keySet().stream()
        .filter(message::contains)
        .findFirst()
        .map(said -> where + SAID.get(said));
  }

  private static String file(Throwable fault) {
    return fault instanceof FileSystemException named
        ? String.valueOf(named.getFile())
        : String.valueOf(fault.getMessage());
  }
}

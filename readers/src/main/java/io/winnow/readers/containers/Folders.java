package io.winnow.readers.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The files below a folder on disk. */
public final class Folders {
  private Folders() {}

  /** Regular files below a folder, without links and without what git keeps, sorted by path. */
  public static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Collection<Path> regular =
          files
              .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .filter(file -> !isBelowGit(folder.relativize(file)))
              .toList();
      return regular.stream().sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Whether a path, relative to a folder, leads to what git keeps. */
  public static boolean isBelowGit(Path path) {
    for (Path part : path) {
      if (part.toString().equals(".git")) {
        return true;
      }
    }
    return false;
  }
}

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
    try (Stream<Path> files = walk(folder)) {
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

  /**
   * All that is below a folder, and itself. The folder may be a link, as folders of data often are;
   * links below it are not followed.
   */
  public static Stream<Path> walk(Path folder) throws IOException {
    Path real = folder.toRealPath();
    return Files.walk(real).map(file -> folder.resolve(real.relativize(file)));
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

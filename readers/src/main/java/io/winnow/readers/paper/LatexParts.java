package io.winnow.readers.paper;

import io.winnow.corpus.files.LostInput;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** The files that LaTeX files include. One that is larger than a record may be is not there. */
abstract class LatexParts implements AutoCloseable {
  /** For a file that stands alone. */
  static final LatexParts NONE =
      new LatexParts() {
        @Override
        Optional<byte[]> read(String folder, String name) {
          return Optional.empty();
        }
      };

  /** Whether there are so many that some had to be left out. */
  boolean tooMany() {
    return false;
  }

  /**
   * A file.
   *
   * @param folder of the main file; empty, or with a slash behind it
   * @param name as {@link io.winnow.readers.paper.latex.LatexText} asks for it: below the folder
   */
  abstract Optional<byte[]> read(String folder, String name);

  /** Those below the folder of a main file, which is none of them itself. */
  Function<String, Optional<String>> below(String main) {
    String folder = main.substring(0, main.lastIndexOf('/') + 1);
    return name ->
        main.equals(folder + name) ? Optional.empty() : read(folder, name).map(TextDecoding::text);
  }

  @Override
  public void close() {}

  /** Local files. Links are not followed: a version of an input covers what is below its folder. */
  static final class OnDisk extends LatexParts {
    private final int maximum;

    OnDisk(int maximum) {
      this.maximum = maximum;
    }

    @Override
    Optional<byte[]> read(String folder, String name) {
      try {
        Path file = Path.of(folder).resolve(name);
        boolean there =
            !Folders.isBelowGit(Path.of(name))
                && !hasLinks(Path.of(folder), Path.of(name))
                && Files.isRegularFile(file)
                && Files.size(file) <= maximum;
        return there ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
      } catch (InvalidPathException e) {
        return Optional.empty(); // what no file can be called
      } catch (IOException e) {
        throw new LostInput(e);
      }
    }

    private static boolean hasLinks(Path folder, Path name) {
      Path way = folder;
      for (Path step : name) {
        way = way.resolve(step);
        if (Files.isSymbolicLink(way)) {
          return true;
        }
      }
      return false;
    }
  }
}

package io.winnow.commands;

import io.winnow.corpus.files.FileFault;
import io.winnow.corpus.files.Filesystems;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.recipe.RecipeFile;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Looks at the folder that a run is to be written to, before anything is. */
final class OutFolder {
  /** One of these is in the folder of every run that has begun. */
  private static final List<String> OF_A_RUN =
      List.of("manifest.json", "unfinished.json", "receipts", ".lock");

  /** Files as a run writes them, to see whether a source would read them. */
  private static final List<String> WRITTEN =
      List.of("", "manifest.json", "winnow.log", "signals/web.parquet", "report/index.html");

  private OutFolder() {}

  /**
   * Makes sure that a run may be written to a folder.
   *
   * @throws UsageError if there is no such filesystem, or the folder holds other things
   * @throws io.winnow.pipelines.recipe.RecipeException if a source of the recipe would read it
   */
  static void require(String out, RecipeFile recipe) {
    Filesystems.fault(out)
        .ifPresent(
            fault -> {
              throw new UsageError("--out: " + fault);
            });
    if (out.contains("://")) {
      return;
    }
    Path folder;
    try {
      folder = Path.of(out).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new UsageError("--out: " + FileFault.sentence(e).orElse(out + " is no path"));
    }
    requireOwn(out, folder);
    requireOutside(out, folder, recipe);
  }

  private static void requireOwn(String out, Path folder) {
    if (!Files.isDirectory(folder)
        || OF_A_RUN.stream().anyMatch(name -> Files.exists(folder.resolve(name)))) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> others =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("winnow.log"))
              .sorted()
              .toList();
      if (!others.isEmpty()) {
        throw new UsageError(
            "--out "
                + out
                + " holds "
                + String.join(", ", others.subList(0, Math.min(3, others.size())))
                + (others.size() > 3 ? " and " + (others.size() - 3) + " more" : "")
                + " and no run of Winnow; name a folder that is new or empty");
      }
    } catch (IOException e) {
      throw new UsageError(
          "--out " + out + ": " + FileFault.sentence(e).orElse("the folder cannot be listed"));
    }
  }

  private static void requireOutside(String out, Path folder, RecipeFile recipe) {
    List<Recipe.Source> sources = recipe.recipe().sources();
    for (int i = 0; i < sources.size(); i++) {
      List<String> paths = sources.get(i).paths();
      for (int j = 0; j < paths.size(); j++) {
        if (reads(recipe.absolute(paths.get(j)), folder)) {
          throw recipe.fault(
              "sources[" + i + "].paths[" + j + "]",
              paths.get(j)
                  + " would read what the run writes to --out "
                  + out
                  + "; name a folder outside");
        }
      }
    }
  }

  private static boolean reads(String path, Path folder) {
    if (path.contains("://")) {
      return false;
    }
    try {
      if (folder.startsWith(Path.of(path).normalize())) {
        return true;
      }
      // A pattern that names a folder reads all below it.
      for (Path at = folder.getParent(); at != null; at = at.getParent()) {
        if (matches(path, at)) {
          return true;
        }
      }
      return WRITTEN.stream().anyMatch(file -> matches(path, folder.resolve(file)));
    } catch (InvalidPathException | PatternSyntaxException e) {
      return false; // said where the inputs are listed
    }
  }

  private static boolean matches(String pattern, Path file) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(file);
  }
}

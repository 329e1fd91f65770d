package io.winnow.mixtures.repository;

import io.winnow.corpus.Chance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** In which order the files of a repository follow each other. */
public enum FileOrder {
  /**
   * Documentation and build files, then each file after those that it imports: connected files
   * first, the largest connected component before smaller ones, files that nothing connects last
   * (Granite Code, arXiv 2405.04324).
   */
  DEPENDENCIES,
  /** The files of a folder, then its folders, by name. */
  PATH,
  /** By chance (DeepSeek-Coder-V2). */
  RANDOM,
  /** Documentation and build files first, then by path. */
  DOCUMENTATION;

  /** By path: a folder's files before its folders. */
  static final Comparator<RepositoryFile> BY_PATH =
      ((Comparator<RepositoryFile>) (a, b) -> comparePaths(a.path(), b.path()))
          .thenComparing(RepositoryFile::id);

  private static final Set<String> BUILD_FILES =
      Set.of(
          "pom.xml",
          "build.gradle",
          "build.gradle.kts",
          "settings.gradle",
          "settings.gradle.kts",
          "build.xml",
          "build.sbt",
          "package.json",
          "tsconfig.json",
          "setup.py",
          "setup.cfg",
          "pyproject.toml",
          "requirements.txt",
          "cargo.toml",
          "go.mod",
          "gemfile",
          "rakefile",
          "makefile",
          "cmakelists.txt",
          "configure.ac",
          "meson.build",
          "dockerfile",
          "build",
          "workspace");

  /** As a recipe writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** By the word of a recipe. */
  public static FileOrder of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /**
   * The files in this order, whatever order they come in.
   *
   * @param seed of the recipe, for {@link #RANDOM}
   */
  public List<RepositoryFile> sort(List<RepositoryFile> files, long seed) {
    List<RepositoryFile> sorted = new ArrayList<>(files);
    sorted.sort(BY_PATH);
    switch (this) {
      case PATH -> {}
      case RANDOM ->
          sorted.sort(
              Comparator.comparingLong(
                      (RepositoryFile file) -> Chance.bits(file.id(), "order of files", seed))
                  .thenComparing(RepositoryFile::id));
      case DOCUMENTATION -> sorted.sort(Comparator.comparing(file -> !explains(file)));
      case DEPENDENCIES -> {
        List<RepositoryFile> first = sorted.stream().filter(FileOrder::explains).toList();
        List<RepositoryFile> code = sorted.stream().filter(file -> !explains(file)).toList();
        sorted = new ArrayList<>(first);
        sorted.addAll(new ImportGraph(code).sort());
      }
    }
    return sorted;
  }

  /** Whether a file is documentation or says how the rest is built. */
  private static boolean explains(RepositoryFile file) {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    String language = file.language() == null ? "" : file.language();
    return name.startsWith("readme")
        || language.equals("markdown")
        || language.equals("restructuredtext")
        || language.equals("text")
        || name.endsWith(".gemspec")
        || BUILD_FILES.contains(name);
  }

  private static int comparePaths(String a, String b) {
    int from = 0;
    while (true) {
      // Up to here both have the same folders.
      int slashA = a.indexOf('/', from);
      int slashB = b.indexOf('/', from);
      if (slashA < 0 || slashB < 0) {
        return slashA < 0 && slashB < 0 ? a.compareTo(b) : slashA < 0 ? -1 : 1;
      }
      int folders = a.substring(from, slashA).compareTo(b.substring(from, slashB));
      if (folders != 0) {
        return folders;
      }
      from = slashA + 1;
    }
  }
}

package io.winnow.readers;

import io.winnow.corpus.Digest;
import io.winnow.corpus.Kind;
import io.winnow.corpus.files.Filesystems;
import io.winnow.corpus.table.Suggestion;
import io.winnow.readers.code.GitTree;
import io.winnow.readers.containers.FileNames;
import io.winnow.readers.containers.Folders;
import io.winnow.readers.containers.Selection;
import io.winnow.readers.paper.LatexPapers;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.MissingInput;
import io.winnow.readers.source.Records;
import io.winnow.readers.source.SourceSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.jspecify.annotations.Nullable;

/** Expands the paths of a source. Local ones may be folders; others are what Beam's match finds. */
final class InputListing {
  private final SourceSettings source;
  private final SortedMap<String, InputFile> inputs = new TreeMap<>();
  private final Map<Path, String> versions = new HashMap<>();
  private String inside = "";

  /** Whether the path at hand leads to an input, be it one that an earlier path has brought. */
  private boolean brought;

  InputListing(SourceSettings source) {
    this.source = source;
  }

  List<InputFile> list() throws IOException {
    List<MissingInput.Fault> faults = new ArrayList<>();
    for (int i = 0; i < source.paths().size(); i++) {
      try {
        add(source.paths().get(i));
      } catch (MissingInput e) {
        faults.add(new MissingInput.Fault("paths[" + i + "]", e.getMessage()));
      }
    }
    if (!faults.isEmpty()) {
      throw new MissingInput(source.name(), faults);
    }
    return new ArrayList<>(inputs.values());
  }

  private void add(String path) throws IOException {
    brought = false;
    String container = Selection.container(path);
    inside = new Selection(path).isWhole() ? "" : Selection.inside(path);
    if (path.contains("://")) {
      addRemote(container);
    } else {
      addLocal(container);
    }
    if (!brought) {
      throw new MissingInput("there is nothing at " + path + meant(container));
    }
  }

  /** What goes behind a path that leads nowhere: the neighbour that may have been meant. */
  private static String meant(String path) {
    Path file = path.contains("://") ? null : Path.of(path).toAbsolutePath();
    Path folder = file == null ? null : file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return "";
    }
    try (Stream<Path> neighbours = Files.list(folder)) {
      List<String> names = neighbours.map(near -> near.getFileName().toString()).sorted().toList();
      return Suggestion.among(file.getFileName().toString(), names)
          .map(name -> "; did you mean " + folder.resolve(name) + "?")
          .orElse("");
    } catch (IOException | UncheckedIOException e) {
      return ""; // what cannot be listed has no names to suggest
    }
  }

  private void addRemote(String path) throws IOException {
    String noFilesystem = Filesystems.fault(path).orElse(null);
    if (noFilesystem != null) {
      throw new MissingInput(noFilesystem);
    }
    try {
      for (MatchResult.Metadata file : org.apache.beam.sdk.io.FileSystems.match(path).metadata()) {
        add(
            file.resourceId().toString(),
            file.sizeBytes(),
            Long.toString(file.lastModifiedMillis()));
      }
    } catch (FileNotFoundException e) {
      throw new MissingInput("there is nothing at " + path);
    }
  }

  private void addLocal(String pattern) throws IOException {
    try {
      Path plain = Path.of(pattern);
      if (Files.exists(plain)) {
        addFound(plain);
        return;
      }
    } catch (InvalidPathException e) {
      throw new MissingInput(pattern + " is no path");
    }
    Path base = base(pattern);
    if (!Files.isDirectory(base)) {
      return;
    }
    List<Path> found;
    try (Stream<Path> files = Folders.walk(base)) {
      found = files.filter(file -> matches(pattern, file)).sorted().toList();
    }
    Path folder = null;
    for (Path path : found) {
      if (folder == null || !path.startsWith(folder)) {
        addFound(path);
        folder = Files.isDirectory(path) ? path : folder;
      }
    }
  }

  private boolean matches(String pattern, Path file) {
    try {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      return matcher.matches(file);
    } catch (PatternSyntaxException e) {
      throw new MissingInput(pattern + " is no pattern: " + e.getDescription());
    }
  }

  /** The longest folder in front of the first wildcard. */
  private static Path base(String pattern) {
    int wildcard = pattern.length();
    for (char c : new char[] {'*', '?', '[', '{'}) {
      int at = pattern.indexOf(c);
      wildcard = at >= 0 ? Math.min(wildcard, at) : wildcard;
    }
    int slash = pattern.lastIndexOf('/', wildcard);
    return Path.of(slash < 0 ? "." : slash == 0 ? "/" : pattern.substring(0, slash));
  }

  private void addFound(Path path) throws IOException {
    if (!inside.isEmpty() && (Files.isDirectory(path) || !FileNames.isArchive(path.toString()))) {
      throw new MissingInput(path + inside + " looks for files inside of what is no archive");
    }
    if (!Files.isDirectory(path)) {
      addFile(path);
    } else if (source.kind() == Kind.CODE) {
      addRepository(path);
    } else {
      for (Path file : Folders.files(path)) {
        addFile(file);
      }
    }
  }

  private void addFile(Path file) throws IOException {
    String version = Long.toString(Files.getLastModifiedTime(file).toMillis());
    if (source.kind() == Kind.PAPER && LatexPapers.mayInclude(file.toString())) {
      Path folder = file.resolveSibling("");
      String below = versions.get(folder);
      if (below == null) {
        below = version(folder);
        versions.put(folder, below);
      }
      version = below;
    }
    add(file.toString(), Files.size(file), version);
  }

  /**
   * Changes with every file below a folder, any of which a LaTeX file there may include. What
   * cannot be opened cannot be included either.
   */
  private static String version(Path folder) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return Folders.isBelowGit(folder.relativize(path))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.put(
                  folder.relativize(path).toString(),
                  attributes.size() + " " + attributes.lastModifiedTime().toMillis());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException fault) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path path, @Nullable IOException fault) {
            return FileVisitResult.CONTINUE;
          }
        });
    Digest digest = new Digest();
    files.forEach((path, state) -> digest.add(path).add(state));
    return digest.hex();
  }

  private void addRepository(Path folder) throws IOException {
    GitTree git;
    try {
      git = GitTree.open(folder);
    } catch (IOException e) {
      // A dead letter when it is read; another one once something else is wrong with it.
      String version = new Digest().add(Records.sentence(e)).hex();
      put(folder.toString(), 0, version);
      return;
    }
    if (git != null) {
      try (git) {
        GitTree.Size size = git.size();
        // Objects that come back are a change, too.
        String version = git.commit() + (size.broken() == 0 ? "" : "-" + size.broken());
        put(folder.toString(), size.bytes(), version);
      }
      return;
    }
    Digest digest = new Digest();
    long size = 0;
    for (Path file : Folders.files(folder)) {
      size += Files.size(file);
      digest
          .add(folder.relativize(file).toString())
          .add(Files.size(file))
          .add(Files.getLastModifiedTime(file).toMillis());
    }
    put(folder.toString(), size, digest.hex());
  }

  private void add(String path, long size, String version) {
    put(path + inside, size, version);
  }

  private void put(String path, long size, String version) {
    inputs.put(path, new InputFile(path, size, version));
    brought = true;
  }
}

package io.winnow.corpus.read;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * The files of a git repository's HEAD, from its objects: work tree and index are not looked at.
 */
final class GitTree implements AutoCloseable {
  private final Repository repository;
  private final RevCommit head;

  private GitTree(Repository repository, RevCommit head) {
    this.repository = repository;
    this.head = head;
  }

  /** Opens a folder as a repository, bare or not; null if it is none or has no commit yet. */
  static @Nullable GitTree open(Path folder) throws IOException {
    Path inside = folder.resolve(".git");
    File place;
    if (Files.exists(inside)) {
      place = inside.toFile();
    } else if (Files.isDirectory(folder.resolve("objects"))
        && Files.isRegularFile(folder.resolve("HEAD"))) {
      place = folder.toFile();
    } else {
      return null;
    }
    Repository repository;
    try {
      FileRepositoryBuilder builder = new FileRepositoryBuilder().setMustExist(true);
      // A .git that is a file points elsewhere, as in work trees and submodules.
      repository =
          (place.isDirectory() ? builder.setGitDir(place) : builder.setWorkTree(folder.toFile()))
              .build();
    } catch (RepositoryNotFoundException e) {
      return null;
    }
    ObjectId id = repository.resolve("HEAD^{commit}");
    if (id == null) {
      repository.close();
      return null;
    }
    try (RevWalk walk = new RevWalk(repository)) {
      return new GitTree(repository, walk.parseCommit(id));
    }
  }

  /** Name of HEAD's commit. */
  String commit() {
    return head.name();
  }

  /** When HEAD was committed, milliseconds since 1970. */
  long commitMillis() {
    return head.getCommitTime() * 1000L;
  }

  /** Name of the repository: that of its origin, else that of its folder. */
  String name(Path folder) {
    String origin = repository.getConfig().getString("remote", "origin", "url");
    if (origin != null && !FileNames.last(origin).isEmpty()) {
      return FileNames.repository(origin);
    }
    return FileNames.repository(folder.toAbsolutePath().normalize().toString());
  }

  /** Bytes of all files. */
  long bytes() throws IOException {
    long[] sum = {0};
    visit((path, size, content) -> sum[0] += size);
    return sum[0];
  }

  /** Meets the files in the tree's order. */
  interface Visitor {
    void file(String path, long size, Archive.Content content) throws IOException;
  }

  void visit(Visitor visitor) throws IOException {
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(head.getTree());
      walk.setRecursive(true);
      while (walk.next()) {
        FileMode mode = walk.getFileMode(0);
        if (mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE) {
          ObjectId id = walk.getObjectId(0);
          ObjectLoader loader = walk.getObjectReader().open(id);
          visitor.file(walk.getPathString(), loader.getSize(), () -> open(loader));
        }
      }
    }
  }

  private static InputStream open(ObjectLoader loader) throws IOException {
    return loader.openStream();
  }

  @Override
  public void close() {
    repository.close();
  }
}

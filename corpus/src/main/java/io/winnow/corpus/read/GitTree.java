package io.winnow.corpus.read;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TransportBundleStream;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * The files of a git repository's HEAD, from its objects: work tree and index are not looked at.
 */
final class GitTree implements AutoCloseable {
  private final Repository repository;
  private final RevCommit head;
  private final @Nullable Path unpacked;

  private GitTree(Repository repository, RevCommit head, @Nullable Path unpacked) {
    this.repository = repository;
    this.head = head;
    this.unpacked = unpacked;
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
      return new GitTree(repository, walk.parseCommit(id), null);
    }
  }

  /**
   * Unpacks a git bundle into the temporary folder, which goes when the tree is closed. What it
   * calls HEAD is read; else its branch main or master; else its first branch.
   *
   * @throws IOException if it is no bundle, is damaged, has no commit, or is only an increment to a
   *     repository that is not here
   */
  static GitTree ofBundle(InputStream bundle) throws IOException {
    Path folder;
    try {
      folder = Files.createTempDirectory("winnow-bundle-");
    } catch (IOException e) {
      throw new LostInput(e);
    }
    Repository repository = null;
    boolean done = false;
    try {
      repository = new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
      repository.create(true);
      ObjectId head = fetch(repository, bundle);
      try (RevWalk walk = new RevWalk(repository)) {
        GitTree tree = new GitTree(repository, walk.parseCommit(head), folder);
        done = true;
        return tree;
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } finally {
      if (!done) {
        if (repository != null) {
          repository.close();
        }
        delete(folder);
      }
    }
  }

  private static ObjectId fetch(Repository repository, InputStream bundle)
      throws IOException, URISyntaxException {
    Map<String, Ref> branches = new TreeMap<>();
    ObjectId head = null;
    try (TransportBundleStream transport =
        new TransportBundleStream(repository, new URIish("bundle"), bundle)) {
      FetchResult result =
          transport.fetch(
              NullProgressMonitor.INSTANCE, List.of(new RefSpec("+refs/*:refs/bundle/*")));
      for (Ref ref : result.getAdvertisedRefs()) {
        if (ref.getName().equals(Constants.HEAD)) {
          head = ref.getObjectId();
        } else if (ref.getName().startsWith(Constants.R_HEADS)) {
          branches.put(ref.getName(), ref);
        }
      }
    } catch (TransportException | NotSupportedException | IllegalArgumentException e) {
      throw new IOException("the bundle cannot be unpacked: " + e.getMessage(), e);
    }
    for (String name : List.of("refs/heads/main", "refs/heads/master")) {
      Ref branch = branches.get(name);
      head = head == null && branch != null ? branch.getObjectId() : head;
    }
    if (head == null && !branches.isEmpty()) {
      head = branches.values().iterator().next().getObjectId();
    }
    if (head == null) {
      throw new IOException("the bundle has no branch");
    }
    return head;
  }

  private static void delete(Path folder) {
    try {
      FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
    } catch (IOException e) {
      throw new LostInput(e);
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
    if (unpacked != null) {
      delete(unpacked);
    }
  }
}

package io.winnow.readers.code;

import io.winnow.corpus.files.LostInput;
import io.winnow.readers.containers.Archive;
import io.winnow.readers.containers.FileNames;
import io.winnow.readers.source.Decoding;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystemException;
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
import org.eclipse.jgit.lib.ObjectReader;
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
public final class GitTree implements AutoCloseable {
  private final Repository repository;
  private final RevCommit head;
  private final @Nullable Path unpacked;

  private GitTree(Repository repository, RevCommit head, @Nullable Path unpacked) {
    this.repository = repository;
    this.head = head;
    this.unpacked = unpacked;
  }

  /**
   * Opens a folder as a repository, bare or not; null if it is none or has no commit yet.
   *
   * @throws IOException if the repository or its HEAD is damaged
   */
  public static @Nullable GitTree open(Path folder) throws IOException {
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
    Repository repository = null;
    boolean done = false;
    try {
      FileRepositoryBuilder builder = new FileRepositoryBuilder().setMustExist(true);
      // A .git that is a file points elsewhere, as in work trees and submodules.
      Repository opened =
          read(
              (place.isDirectory()
                      ? builder.setGitDir(place)
                      : builder.setWorkTree(folder.toFile()))
                  ::build);
      repository = opened;
      ObjectId id = read(() -> opened.resolve("HEAD^{commit}"));
      if (id == null) {
        if (read(() -> opened.exactRef(Constants.HEAD)) == null) {
          throw new IOException("the repository's HEAD names neither a branch nor a commit");
        }
        return null;
      }
      try (RevWalk walk = new RevWalk(opened)) {
        GitTree tree = new GitTree(opened, read(() -> walk.parseCommit(id)), null);
        done = true;
        return tree;
      }
    } catch (RepositoryNotFoundException e) {
      return null;
    } finally {
      if (!done && repository != null) {
        repository.close();
      }
    }
  }

  /** A step of JGit, of whose faults those of the filesystem are told apart from damage. */
  private static <T> T read(Decoding<T> step) throws IOException {
    try {
      return Decoding.checked(step);
    } catch (FileNotFoundException | FileSystemException e) {
      throw new LostInput(e);
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
    Path folder = LostInput.guard(() -> Files.createTempDirectory("winnow-bundle-"));
    Repository repository = null;
    boolean done = false;
    try {
      repository = empty(folder);
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

  private static Repository empty(Path folder) {
    return LostInput.guard(
        () -> {
          Repository repository =
              new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
          repository.create(true);
          return repository;
        });
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
    LostInput.guard(
        () -> FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING));
  }

  /** Name of HEAD's commit. */
  public String commit() {
    return head.name();
  }

  /** When HEAD was committed, milliseconds since 1970. */
  long commitMillis() {
    return head.getCommitTime() * 1000L;
  }

  /** Name of the repository: that of its origin, else that of its folder. */
  public String name(Path folder) {
    String origin = repository.getConfig().getString("remote", "origin", "url");
    if (origin != null && !FileNames.last(origin).isEmpty()) {
      return FileNames.repository(origin);
    }
    return FileNames.repository(folder.toAbsolutePath().normalize().toString());
  }

  /**
   * What there is to read.
   *
   * @param bytes of all files
   * @param broken files and folders that are not to be had
   */
  public record Size(long bytes, long broken) {}

  public Size size() {
    long[] sums = {0, 0};
    visit(
        new Visitor() {
          @Override
          public void file(String path, Content content) {
            try {
              sums[0] += content.bytes();
            } catch (IOException e) {
              sums[1]++; // a dead letter when it is read
            }
          }

          @Override
          public void broken(String path, IOException fault) {
            sums[1]++;
          }
        });
    return new Size(sums[0], sums[1]);
  }

  /** Meets the files in the tree's order, and unless it says so, nothing else. */
  @FunctionalInterface
  interface Visitor {
    void file(String path, Content content);

    /** The files of a folder, or from there on, are not to be had; of all of them if it is "". */
    default void broken(String path, IOException fault) {}
  }

  /** A file, which may be missing. */
  record Content(ObjectReader objects, ObjectId id) implements Archive.Content {
    long bytes() throws IOException {
      return read(() -> objects.getObjectSize(id, Constants.OBJ_BLOB));
    }

    @Override
    public InputStream open() throws IOException {
      return read(() -> objects.open(id, Constants.OBJ_BLOB).openStream());
    }
  }

  void visit(Visitor visitor) {
    String path = "";
    try (TreeWalk walk = new TreeWalk(repository)) {
      read(() -> walk.addTree(head.getTree()));
      while (read(walk::next)) {
        path = walk.getPathString();
        FileMode mode = walk.getFileMode(0);
        if (mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE) {
          visitor.file(path, new Content(walk.getObjectReader(), walk.getObjectId(0)));
        } else if (mode == FileMode.TREE) {
          enter(walk, path, visitor);
        }
      }
    } catch (IOException e) {
      visitor.broken(path, e);
    }
  }

  /** Goes on with the files of a folder, or behind it if it is missing. */
  private static void enter(TreeWalk walk, String path, Visitor visitor) {
    try {
      read(
          () -> {
            walk.enterSubtree();
            return path;
          });
    } catch (IOException e) {
      visitor.broken(path, e);
    }
  }

  @Override
  public void close() {
    repository.close();
    if (unpacked != null) {
      delete(unpacked);
    }
  }
}

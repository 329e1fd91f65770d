package io.winnow.runners;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder that disappears with everything in it: when it is deleted, or, if the JVM was killed,
 * when the next one is made beside it. A lock on the file next to it says that it is in use; the
 * operating system lets go of that lock when a process ends, however it ends.
 */
record TemporaryFolder(Path path, Path lockFile, FileChannel lock) {
  private static final String PREFIX = "winnow-flink-";
  private static final String LOCK = ".lock";

  /**
   * Lock files of this process. They are not even opened by its sweeps: POSIX lets go of all locks
   * that a process has on a file when it closes it anywhere.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  static TemporaryFolder create(Path parent) {
    try {
      Files.createDirectories(parent);
      sweep(parent);
      while (true) {
        Path lockFile = Files.createTempFile(parent, PREFIX, LOCK);
        OWN.add(lockFile);
        FileChannel channel = locked(lockFile);
        if (channel != null) {
          return new TemporaryFolder(Files.createDirectory(guarded(lockFile)), lockFile, channel);
        }
        // Swept by another process in the moment before it was locked.
        OWN.remove(lockFile);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what is still there; Flink's own clean-up may run at the same time. */
  void delete() {
    try (lock) {
      delete(path);
      Files.deleteIfExists(lockFile);
      OWN.remove(lockFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes the folders of processes that are no more. */
  private static void sweep(Path parent) throws IOException {
    try (DirectoryStream<Path> lockFiles = Files.newDirectoryStream(parent, PREFIX + "*" + LOCK)) {
      for (Path lockFile : lockFiles) {
        if (OWN.contains(lockFile)) {
          continue;
        }
        try (FileChannel channel = locked(lockFile)) {
          if (channel != null) {
            delete(guarded(lockFile));
            Files.deleteIfExists(lockFile);
          }
        }
      }
    }
  }

  private static Path guarded(Path lockFile) {
    String name = lockFile.getFileName().toString();
    return lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length()));
  }

  /** Holds a lock until it is closed; null if somebody else holds it or it is gone. */
  private static @Nullable FileChannel locked(Path lockFile) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
    } catch (NoSuchFileException | AccessDeniedException e) {
      return null; // Swept by somebody else, or not ours.
    }
    try {
      FileLock held = channel.tryLock();
      if (held != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this JVM.
    }
    channel.close();
    return null;
  }

  private static void delete(Path folder) throws IOException {
    SimpleFileVisitor<Path> visitor =
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        };
    if (Files.exists(folder)) {
      Files.walkFileTree(folder, visitor);
    }
  }
}

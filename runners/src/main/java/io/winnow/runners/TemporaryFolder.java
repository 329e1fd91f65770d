package io.winnow.runners;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder that disappears with everything in it. */
final class TemporaryFolder {
  private TemporaryFolder() {}

  static Path create(Path parent) {
    try {
      Files.createDirectories(parent);
      return Files.createTempDirectory(parent, "winnow-flink-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what is still there; Flink's own clean-up may run at the same time. */
  static void delete(Path folder) {
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
    try {
      if (Files.exists(folder)) {
        Files.walkFileTree(folder, visitor);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

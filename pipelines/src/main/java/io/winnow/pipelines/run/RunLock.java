package io.winnow.pipelines.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two runs from writing one folder. The operating system holds the lock and lets go of it
 * when the process ends, however it ends. Other filesystems than the local one have no such lock;
 * there two runs must be kept apart by whoever starts them.
 */
final class RunLock implements AutoCloseable {
  private final @Nullable FileChannel channel;

  private RunLock(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @param folder as the user gave it
   * @throws Refused if another run holds it
   */
  static RunLock take(String folder) throws IOException {
    if (folder.contains("://")) {
      return new RunLock(null);
    }
    Path directory = Path.of(folder);
    Files.createDirectories(directory);
    FileChannel channel =
        FileChannel.open(
            directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      locked = false;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw new Refused(
          "another run is writing to "
              + folder
              + "; wait until it has ended, or name another --out");
    }
    return new RunLock(channel);
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    if (open != null) {
      open.close();
    }
  }
}

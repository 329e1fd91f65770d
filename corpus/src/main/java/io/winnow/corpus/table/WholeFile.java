package io.winnow.corpus.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/** Writes a small file whole or not at all: temporary name in the same folder, then rename. */
public final class WholeFile {
  private WholeFile() {}

  /** Writes {@code bytes} as {@code target}, replacing a file that is there. */
  public static void write(ResourceId target, byte[] bytes) throws IOException {
    ResourceId temporary = temporary(target);
    try (WritableByteChannel channel = FileSystems.create(temporary, "application/octet-stream")) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
    FileSystems.rename(List.of(temporary), List.of(target));
  }

  static ResourceId temporary(ResourceId target) {
    return target
        .getCurrentDirectory()
        .resolve(
            target.getFilename() + TableWriter.TEMPORARY + UUID.randomUUID(),
            StandardResolveOptions.RESOLVE_FILE);
  }
}

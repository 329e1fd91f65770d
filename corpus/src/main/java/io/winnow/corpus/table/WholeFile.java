package io.winnow.corpus.table;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * A file of any format that is written whole or not at all: bytes go to a file with a temporary
 * name in the same folder, which {@link #commit} renames. Not committed before {@link #close}: the
 * temporary file is deleted.
 */
public final class WholeFile implements AutoCloseable {
  /** What a temporary file's name contains; a sweep may delete such files when no run is on. */
  public static final String TEMPORARY = ".tmp-";

  private final ResourceId target;
  private final ResourceId temporary;
  private final WritableByteChannel channel;
  private final Digest digest = new Digest();
  private long bytes;
  private boolean open = true;

  /** Starts a file that will appear as {@code target} when it is committed. */
  public WholeFile(ResourceId target) throws IOException {
    this.target = target;
    this.temporary =
        target
            .getCurrentDirectory()
            .resolve(
                target.getFilename() + TEMPORARY + UUID.randomUUID(),
                StandardResolveOptions.RESOLVE_FILE);
    this.channel = FileSystems.create(temporary, "application/octet-stream");
  }

  /** Writes a small file, replacing one that is there. */
  public static void write(ResourceId target, byte[] bytes) throws IOException {
    try (WholeFile file = new WholeFile(target)) {
      file.stream().write(bytes);
      file.commit(0);
    }
  }

  /** Where the bytes go; closing it does nothing. */
  public OutputStream stream() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        digest.raw(from, offset, length);
        ByteBuffer buffer = ByteBuffer.wrap(from, offset, length);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        bytes += length;
      }
    };
  }

  /** Bytes so far. */
  long bytes() {
    return bytes;
  }

  /**
   * Finishes the file under its final name, replacing one that is there.
   *
   * @param rows that it holds
   */
  public TableFile commit(long rows) throws IOException {
    require(open, "the file %s is closed already", target);
    open = false;
    channel.close();
    FileSystems.rename(List.of(temporary), List.of(target));
    return new TableFile(digest.hex(), rows, bytes);
  }

  @Override
  public void close() throws IOException {
    if (open) {
      open = false;
      channel.close();
      FileSystems.delete(List.of(temporary), StandardMoveOptions.IGNORE_MISSING_FILES);
    }
  }
}

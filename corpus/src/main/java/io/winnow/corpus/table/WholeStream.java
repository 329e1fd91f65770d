package io.winnow.corpus.table;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * Writes a file of any format whole or not at all: bytes go to a file with a temporary name in the
 * same folder, which {@link #commit} renames. Not committed before {@link #close}: the temporary
 * file is deleted.
 */
public final class WholeStream implements AutoCloseable {
  private final ResourceId target;
  private final ResourceId temporary;
  private final WritableByteChannel channel;
  private final Digest digest = new Digest();
  private long bytes;
  private boolean open = true;

  /** Starts a file that will appear as {@code target} when it is committed. */
  public WholeStream(ResourceId target) throws IOException {
    this.target = target;
    this.temporary = WholeFile.temporary(target);
    this.channel = FileSystems.create(temporary, "application/octet-stream");
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

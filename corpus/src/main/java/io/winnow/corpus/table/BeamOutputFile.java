package io.winnow.corpus.table;

import io.winnow.corpus.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A file that Parquet writes through Beam's filesystems; it digests the bytes on their way. */
final class BeamOutputFile implements OutputFile {
  private final ResourceId target;
  private final Digest digest = new Digest();
  private long position;

  BeamOutputFile(ResourceId target) {
    this.target = target;
  }

  long bytes() {
    return position;
  }

  /** Of all bytes written; call once, at the end. */
  String digest() {
    return digest.hex();
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    WritableByteChannel channel = FileSystems.create(target, "application/vnd.apache.parquet");
    return new PositionOutputStream() {
      @Override
      public long getPos() {
        return position;
      }

      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        digest.raw(bytes, offset, length);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        position += length;
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }
}

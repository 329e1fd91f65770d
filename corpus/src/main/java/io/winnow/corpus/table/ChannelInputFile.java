package io.winnow.corpus.table;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file that Parquet reads through a channel, such as those of Beam's filesystems. */
public final class ChannelInputFile implements InputFile {
  private final Opener opener;
  private final long length;
  private final String name;

  /**
   * @param opener called once for each stream that Parquet wants
   * @param length in bytes
   */
  public ChannelInputFile(Opener opener, long length) {
    this(opener, length, "it");
  }

  private ChannelInputFile(Opener opener, long length, String name) {
    this.opener = opener;
    this.length = length;
    this.name = name;
  }

  static ChannelInputFile of(ResourceId file) throws IOException {
    return new ChannelInputFile(
        () -> seekable(file),
        FileSystems.matchSingleFileSpec(file.toString()).sizeBytes(),
        file.toString());
  }

  /** Opens a channel at the beginning of the file. */
  @FunctionalInterface
  public interface Opener {
    SeekableByteChannel open() throws IOException;
  }

  private static SeekableByteChannel seekable(ResourceId file) throws IOException {
    ReadableByteChannel channel = FileSystems.open(file);
    if (channel instanceof SeekableByteChannel seekable) {
      return seekable;
    }
    channel.close();
    throw new IOException("the filesystem of " + file + " cannot seek, which Parquet needs");
  }

  @Override
  public long getLength() {
    return length;
  }

  /** What Parquet's messages call it, which dead letters repeat: the same in every run. */
  @Override
  public String toString() {
    return name;
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    SeekableByteChannel channel = opener.open();
    return new DelegatingSeekableInputStream(Channels.newInputStream(channel)) {
      @Override
      public long getPos() throws IOException {
        return channel.position();
      }

      @Override
      public void seek(long position) throws IOException {
        channel.position(position);
      }
    };
  }
}

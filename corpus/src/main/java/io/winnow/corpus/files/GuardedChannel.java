package io.winnow.corpus.files;

import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A file for reading at any place, whose faults are those of the filesystem: {@link LostInput}. */
record GuardedChannel(SeekableByteChannel channel) implements SeekableByteChannel {
  @Override
  public int read(ByteBuffer buffer) {
    return LostInput.guard(() -> channel.read(buffer));
  }

  @Override
  public long position() {
    return LostInput.guard(() -> channel.position());
  }

  @Override
  public SeekableByteChannel position(long position) {
    LostInput.guard(() -> channel.position(position));
    return this;
  }

  @Override
  public long size() {
    return LostInput.guard(channel::size);
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    LostInput.guard(channel::close);
  }

  @Override
  public int write(ByteBuffer buffer) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }
}

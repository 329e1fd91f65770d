package io.winnow.corpus.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A file for reading at any place, whose faults are those of the filesystem: {@link LostInput}. */
final class GuardedChannel implements SeekableByteChannel {
  private final SeekableByteChannel channel;

  GuardedChannel(SeekableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read(ByteBuffer buffer) {
    try {
      return channel.read(buffer);
    } catch (IOException e) {
      throw new LostInput(e);
    }
  }

  @Override
  public long position() {
    try {
      return channel.position();
    } catch (IOException e) {
      throw new LostInput(e);
    }
  }

  @Override
  public SeekableByteChannel position(long position) {
    try {
      channel.position(position);
      return this;
    } catch (IOException e) {
      throw new LostInput(e);
    }
  }

  @Override
  public long size() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw new LostInput(e);
    }
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new LostInput(e);
    }
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

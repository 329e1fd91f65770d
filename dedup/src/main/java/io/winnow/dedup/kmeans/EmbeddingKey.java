package io.winnow.dedup.kmeans;

import io.winnow.corpus.Chance;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** An embedding as tables hold it, to be looked up by its bytes. */
public final class EmbeddingKey {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] embedding;
  private final long hash;

  public EmbeddingKey(byte[] embedding) {
    this.embedding = embedding;
    this.hash = hash(embedding);
  }

  /** 64 bits that all bytes have a part in; eight bytes at a time. */
  public static long hash(byte[] embedding) {
    long hash = embedding.length;
    int at = 0;
    for (; at + Long.BYTES <= embedding.length; at += Long.BYTES) {
      hash = Long.rotateLeft(hash ^ (long) LONG.get(embedding, at), 29) * 0x9E3779B97F4A7C15L;
    }
    for (; at < embedding.length; at++) {
      hash = Long.rotateLeft(hash ^ embedding[at], 29) * 0x9E3779B97F4A7C15L;
    }
    return Chance.mix(hash);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EmbeddingKey that
        && hash == that.hash
        && Arrays.equals(embedding, that.embedding);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }
}

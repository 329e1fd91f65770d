package io.winnow.corpus;

/**
 * Where a document lies: (shard number, row number) in one 64-bit number. Internal to one run: rows
 * are what shuffles carry, because they are small and sort in the order of the shards.
 */
public final class RowId {
  private RowId() {}

  /** Packs a shard's number and a row's number in it, both from 0. */
  public static long of(int shard, int row) {
    return ((long) shard << 32) | row;
  }

  public static int shard(long rowId) {
    return (int) (rowId >>> 32);
  }

  public static int row(long rowId) {
    return (int) rowId;
  }
}

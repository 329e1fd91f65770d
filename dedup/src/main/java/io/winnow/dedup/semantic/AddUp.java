package io.winnow.dedup.semantic;

import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Adds up what was counted for each threshold, in whole numbers. */
final class AddUp extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
  /** The first column says which threshold; the others are summed. */
  static final Schema COUNTED =
      Schema.of(
          Column.number("index", ""),
          Column.number("documents", ""),
          Column.number("gone", ""),
          Column.number("sampled", ""),
          Column.number("pairs", ""),
          Column.number("together", ""));

  private final double[] thresholds;

  AddUp(double[] thresholds) {
    this.thresholds = thresholds.clone();
  }

  @ProcessElement
  public void add(
      @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
    long[][] sums = new long[thresholds.length][COUNTED.size() - 1];
    for (byte[] block : blocks.getValue()) {
      PackedRows.unpack(
          COUNTED,
          block,
          row -> {
            long[] sum = sums[Math.toIntExact((Long) Objects.requireNonNull(row[0]))];
            for (int i = 0; i < sum.length; i++) {
              sum[i] += (Long) Objects.requireNonNull(row[i + 1]);
            }
          });
    }
    PackedRows packed =
        new PackedRows(
            SemanticTables.THRESHOLDS_SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
    for (int t = 0; t < thresholds.length; t++) {
      long[] s = sums[t];
      packed.add(0, (long) t, thresholds[t], s[0], s[1], s[2], s[3], s[4]);
    }
    packed.flush();
  }
}

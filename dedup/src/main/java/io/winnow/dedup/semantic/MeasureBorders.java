package io.winnow.dedup.semantic;

import io.winnow.corpus.table.PackedRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * What the borders between cells cost: of all pairs of a sample that are similar enough, how many
 * are compared, found by comparing all with all.
 *
 * <p>Memory: the sample, 10 bytes a dimension.
 */
final class MeasureBorders extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
  /** Documents in the sample, about, where there are more: a fifth of a second of products. */
  static final int SAMPLE = 5000;

  private final double[] thresholds;

  MeasureBorders(double[] thresholds) {
    this.thresholds = thresholds.clone();
  }

  /**
   * Where a document of the sample is compared.
   *
   * @param neighbours cells that it is looked for in as well
   */
  private record Place(long cell, int[] neighbours) {
    boolean meets(Place other) {
      return cell == other.cell || looksAt(other) || other.looksAt(this);
    }

    private boolean looksAt(Place other) {
      for (int neighbour : neighbours) {
        if (neighbour == other.cell) {
          return true;
        }
      }
      return false;
    }
  }

  @ProcessElement
  public void measure(
      @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
    List<Place> places = new ArrayList<>();
    List<byte[]> embeddings = new ArrayList<>();
    for (byte[] block : blocks.getValue()) {
      PackedRows.unpack(
          ReadMembers.SAMPLED,
          block,
          row -> {
            places.add(
                new Place((Long) Objects.requireNonNull(row[0]), ReadMembers.neighbours(row[2])));
            embeddings.add((byte[]) Objects.requireNonNull(row[1]));
          });
    }
    long[] pairs = new long[thresholds.length];
    long[] together = new long[thresholds.length];
    count(places, embeddings, pairs, together);
    PackedRows packed =
        new PackedRows(AddUp.COUNTED, (partition, block) -> out.output(KV.of(partition, block)));
    for (int t = 0; t < thresholds.length; t++) {
      packed.add(0, (long) t, 0L, 0L, (long) places.size(), pairs[t], together[t]);
    }
    packed.flush();
  }

  private void count(List<Place> places, List<byte[]> embeddings, long[] pairs, long[] together) {
    double lowest = Arrays.stream(thresholds).min().orElseThrow();
    try (InnerProducts products = new InnerProducts(embeddings.get(0).length / 2)) {
      new AllPairs(products)
          .find(
              embeddings,
              embeddings,
              lowest,
              (i, j, product) -> {
                boolean meet = j < i && places.get(i).meets(places.get(j));
                for (int t = 0; t < thresholds.length; t++) {
                  pairs[t] += j < i && product >= thresholds[t] ? 1 : 0;
                  together[t] += meet && product >= thresholds[t] ? 1 : 0;
                }
              });
    }
  }
}

package io.winnow.dedup.pairs;

import io.winnow.corpus.shuffle.BlockExchange;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.table.Schema;
import java.io.IOException;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * What {@link io.winnow.corpus.shuffle.Exchange} is to rows, for pairs of 64-bit numbers: 16 bytes
 * each on their way, and no object for any of them, as a corpus has a pair for each band of each
 * document.
 */
public final class PairExchange {
  private PairExchange() {}

  /**
   * Takes a piece of work to pairs.
   *
   * @param <T> a piece
   */
  @FunctionalInterface
  public interface Reader<T> extends Serializable {
    void read(T piece, PackedPairs out) throws IOException;
  }

  /** Takes the pairs of a partition to other pairs. */
  @FunctionalInterface
  public interface Grouper extends Serializable {
    void group(Pairs pairs, PackedPairs out);
  }

  /** Takes the pairs of a partition to rows. */
  @FunctionalInterface
  public interface Writer extends Serializable {
    void write(Pairs pairs, PackedRows out);
  }

  /**
   * Reads pieces of work into pairs.
   *
   * @param pair what the two numbers are
   */
  public static <T> PTransform<PCollection<T>, PCollection<KV<Integer, byte[]>>> read(
      Schema pair, Partitions partitions, Reader<T> reader) {
    return BlockExchange.read(
        pair,
        (piece, out) -> {
          PackedPairs packed = new PackedPairs(partitions.count(), out);
          reader.read(piece, packed);
          packed.flush();
        });
  }

  /**
   * Groups pairs into other pairs.
   *
   * @param pair what the two numbers of those are
   */
  public static PTransform<PCollection<KV<Integer, byte[]>>, PCollection<KV<Integer, byte[]>>>
      group(Schema pair, Partitions partitions, Grouper grouper) {
    return BlockExchange.group(
        pair,
        (blocks, out) -> {
          PackedPairs packed = new PackedPairs(partitions.count(), out);
          grouper.group(new Pairs(blocks), packed);
          packed.flush();
        });
  }

  /** Groups pairs into rows. */
  public static PTransform<PCollection<KV<Integer, byte[]>>, PCollection<KV<Integer, byte[]>>>
      write(Schema row, Writer writer) {
    return BlockExchange.group(
        row,
        (blocks, out) -> {
          PackedRows packed = new PackedRows(row, out);
          writer.write(new Pairs(blocks), packed);
          packed.flush();
        });
  }
}

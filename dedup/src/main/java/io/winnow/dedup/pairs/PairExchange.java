package io.winnow.dedup.pairs;

import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.table.Schema;
import java.io.IOException;
import java.io.Serializable;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
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
    return PTransform.compose(
        input ->
            input
                .apply("Pairs", ParDo.of(new Read<>(partitions, reader)))
                .setCoder(BlockCoder.of(pair)));
  }

  /**
   * Groups pairs into other pairs.
   *
   * @param pair what the two numbers of those are
   */
  public static PTransform<PCollection<KV<Integer, byte[]>>, PCollection<KV<Integer, byte[]>>>
      group(Schema pair, Partitions partitions, Grouper grouper) {
    return PTransform.compose(
        input ->
            input
                .apply("By partition", GroupByKey.create())
                .apply("Pairs", ParDo.of(new Group(partitions, grouper)))
                .setCoder(BlockCoder.of(pair)));
  }

  /** Groups pairs into rows. */
  public static PTransform<PCollection<KV<Integer, byte[]>>, PCollection<KV<Integer, byte[]>>>
      write(Schema row, Writer writer) {
    return PTransform.compose(
        input ->
            input
                .apply("By partition", GroupByKey.create())
                .apply("Rows", ParDo.of(new Write(row, writer)))
                .setCoder(BlockCoder.of(row)));
  }

  private static PackedPairs packer(
      Partitions partitions, DoFn.OutputReceiver<KV<Integer, byte[]>> out) {
    return new PackedPairs(
        partitions.count(), (partition, block) -> out.output(KV.of(partition, block)));
  }

  private static final class Read<T> extends DoFn<T, KV<Integer, byte[]>> {
    private final Partitions partitions;
    private final Reader<T> reader;

    Read(Partitions partitions, Reader<T> reader) {
      this.partitions = partitions;
      this.reader = reader;
    }

    @ProcessElement
    public void read(@Element T piece, OutputReceiver<KV<Integer, byte[]>> out) throws IOException {
      PackedPairs packed = packer(partitions, out);
      reader.read(piece, packed);
      packed.flush();
    }
  }

  private static final class Group
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final Partitions partitions;
    private final Grouper grouper;

    Group(Partitions partitions, Grouper grouper) {
      this.partitions = partitions;
      this.grouper = grouper;
    }

    @ProcessElement
    public void group(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      PackedPairs packed = packer(partitions, out);
      grouper.group(new Pairs(blocks.getValue()), packed);
      packed.flush();
    }
  }

  private static final class Write
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final Schema row;
    private final Writer writer;

    Write(Schema row, Writer writer) {
      this.row = row;
      this.writer = writer;
    }

    @ProcessElement
    public void write(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      PackedRows packed = new PackedRows(row, (shard, block) -> out.output(KV.of(shard, block)));
      writer.write(new Pairs(blocks.getValue()), packed);
      packed.flush();
    }
  }
}

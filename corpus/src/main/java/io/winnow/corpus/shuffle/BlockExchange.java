package io.winnow.corpus.shuffle;

import io.winnow.corpus.table.Schema;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * What {@link Exchange} is to rows, for blocks that steps pack and unpack themselves, where there
 * are too many rows for an object each.
 */
public final class BlockExchange {
  private BlockExchange() {}

  /**
   * Takes a piece of work to blocks.
   *
   * @param <T> a piece
   */
  @FunctionalInterface
  public interface Step<T> extends Serializable {
    /**
     * @param out takes (partition, block)
     */
    void take(T piece, BiConsumer<Integer, byte[]> out) throws IOException;
  }

  /**
   * Takes pieces of work to blocks.
   *
   * @param out what the rows are that they hold
   */
  public static <T> PTransform<PCollection<T>, PCollection<KV<Integer, byte[]>>> read(
      Schema out, Step<T> step) {
    return PTransform.compose(
        input -> input.apply("Blocks", ParDo.of(new Take<>(step))).setCoder(BlockCoder.of(out)));
  }

  /**
   * Takes the blocks of a partition to other blocks.
   *
   * @param out what the rows are that those hold
   */
  public static PTransform<PCollection<KV<Integer, byte[]>>, PCollection<KV<Integer, byte[]>>>
      group(Schema out, Step<Iterable<byte[]>> step) {
    Step<KV<Integer, Iterable<byte[]>>> ofAll = (blocks, to) -> step.take(blocks.getValue(), to);
    return PTransform.compose(
        input ->
            input
                .apply("By partition", GroupByKey.create())
                .apply("Blocks", ParDo.of(new Take<>(ofAll)))
                .setCoder(BlockCoder.of(out)));
  }

  private static final class Take<T> extends DoFn<T, KV<Integer, byte[]>> {
    private final Step<T> step;

    Take(Step<T> step) {
      this.step = step;
    }

    @ProcessElement
    public void take(@Element T piece, OutputReceiver<KV<Integer, byte[]>> out) throws IOException {
      step.take(piece, (partition, block) -> out.output(KV.of(partition, block)));
    }
  }
}

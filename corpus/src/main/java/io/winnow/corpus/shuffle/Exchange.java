package io.winnow.corpus.shuffle;

import io.winnow.corpus.table.Schema;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * The steps of which every shuffle consists. {@code read} takes pieces of work, such as shards, to
 * rows with a partition each; {@code group} brings the rows of a partition together in one worker
 * and takes them to other rows; {@code join} does so with rows of several kinds. Rows move in
 * blocks ({@link PackedRows}).
 *
 * <pre>{@code
 * shards
 *     .apply("Files", Exchange.read(FILE, (Shard shard, PackedRows out) -> ...))
 *     .apply("Gather", Exchange.group(FILE, HOLDER, (rows, out) -> ...))
 * }</pre>
 */
public final class Exchange {
  private Exchange() {}

  /**
   * Takes a piece of work to rows.
   *
   * @param <T> a piece
   */
  @FunctionalInterface
  public interface Reader<T> extends Serializable {
    void read(T piece, PackedRows out) throws IOException;
  }

  /**
   * Takes a piece of work to rows of several kinds.
   *
   * @param <T> a piece
   */
  @FunctionalInterface
  public interface LaneReader<T> extends Serializable {
    void read(T piece, Lanes out) throws IOException;
  }

  /** Takes the rows of a partition to other rows. */
  @FunctionalInterface
  public interface Grouper extends Serializable {
    void group(Rows rows, PackedRows out) throws IOException;
  }

  /** Takes the rows of a partition, whose number it is told, to rows of several kinds. */
  @FunctionalInterface
  public interface LaneGrouper extends Serializable {
    void group(int partition, Rows rows, Lanes out) throws IOException;
  }

  /** Takes the rows of a partition, which are of several kinds, to rows of several other kinds. */
  @FunctionalInterface
  public interface Joiner extends Serializable {
    void join(int partition, LaneRows rows, Lanes out) throws IOException;
  }

  /** Where a step puts rows of several kinds. */
  @FunctionalInterface
  public interface Lanes {
    PackedRows to(Lane lane);
  }

  /** Reads pieces of work into rows of one kind. */
  public static <T> PTransform<PCollection<T>, PCollection<KV<Integer, byte[]>>> read(
      Schema out, Reader<T> reader) {
    Lane only = new Lane("rows", out);
    LaneReader<T> toLane = (piece, lanes) -> reader.read(piece, lanes.to(only));
    return PTransform.compose(input -> only.of(reading(List.of(only), toLane, input)));
  }

  /** Reads pieces of work into rows of several kinds. */
  public static <T> PTransform<PCollection<T>, PCollectionTuple> read(
      List<Lane> out, LaneReader<T> reader) {
    return PTransform.compose(input -> reading(out, reader, input));
  }

  /** Groups rows into rows of one other kind. */
  public static PTransform<PCollection<KV<Integer, byte[]>>, PCollection<KV<Integer, byte[]>>>
      group(Schema in, Schema out, Grouper grouper) {
    Lane only = new Lane("rows", out);
    LaneGrouper toLane = (partition, rows, lanes) -> grouper.group(rows, lanes.to(only));
    return PTransform.compose(input -> only.of(grouping(in, List.of(only), toLane, input)));
  }

  /** Groups rows into rows of several other kinds. */
  public static PTransform<PCollection<KV<Integer, byte[]>>, PCollectionTuple> group(
      Schema in, List<Lane> out, LaneGrouper grouper) {
    return PTransform.compose(input -> grouping(in, out, grouper, input));
  }

  /**
   * Groups rows of several kinds together.
   *
   * @param in kinds of the rows of each collection, in the order of the collections
   */
  public static PTransform<PCollectionList<KV<Integer, byte[]>>, PCollectionTuple> join(
      List<Lane> in, List<Lane> out, Joiner joiner) {
    return PTransform.compose(input -> joining(List.copyOf(in), out, joiner, input));
  }

  private static <T> PCollectionTuple reading(
      List<Lane> out, LaneReader<T> reader, PCollection<T> input) {
    List<Lane> lanes = List.copyOf(out);
    TupleTagList others = TupleTagList.empty();
    for (Lane lane : lanes.subList(1, lanes.size())) {
      others = others.and(lane.tag());
    }
    PCollectionTuple rows =
        input.apply(
            "Rows", ParDo.of(new Read<>(lanes, reader)).withOutputTags(lanes.get(0).tag(), others));
    for (Lane lane : lanes) {
      lane.of(rows).setCoder(BlockCoder.of(lane.schema()));
    }
    return rows;
  }

  private static PCollectionTuple grouping(
      Schema in, List<Lane> out, LaneGrouper grouper, PCollection<KV<Integer, byte[]>> input) {
    LaneReader<KV<Integer, Iterable<byte[]>>> reader =
        (partition, lanes) ->
            grouper.group(partition.getKey(), new Rows(in, partition.getValue()), lanes);
    return reading(out, reader, input.apply("By partition", GroupByKey.create()));
  }

  private static PCollectionTuple joining(
      List<Lane> in, List<Lane> out, Joiner joiner, PCollectionList<KV<Integer, byte[]>> input) {
    PCollectionList<KV<Integer, byte[]>> marked = PCollectionList.empty(input.getPipeline());
    for (int i = 0; i < in.size(); i++) {
      marked =
          marked.and(
              input
                  .get(i)
                  .apply("Mark " + in.get(i).name(), ParDo.of(new Mark(i)))
                  .setCoder(BlockCoder.of(LaneRows.columns(in))));
    }
    LaneReader<KV<Integer, Iterable<byte[]>>> reader =
        (partition, lanes) ->
            joiner.join(partition.getKey(), new LaneRows(in, partition.getValue()), lanes);
    return reading(
        out,
        reader,
        marked
            .apply("All kinds", Flatten.pCollections())
            .apply("By partition", GroupByKey.create()));
  }

  /** Packers of all lanes while a function works. */
  private static final class Packers implements Lanes {
    private final Map<Lane, PackedRows> packers = new LinkedHashMap<>();

    Packers(List<Lane> lanes, DoFn.MultiOutputReceiver out) {
      for (Lane lane : lanes) {
        TupleTag<KV<Integer, byte[]>> tag = lane.tag();
        packers.put(
            lane,
            new PackedRows(
                lane.schema(), (partition, block) -> out.get(tag).output(KV.of(partition, block))));
      }
    }

    @Override
    public PackedRows to(Lane lane) {
      PackedRows packer = packers.get(lane);
      if (packer == null) {
        throw new IllegalArgumentException("this step has no lane " + lane.name());
      }
      return packer;
    }

    void flush() {
      packers.values().forEach(PackedRows::flush);
    }
  }

  private static final class Read<T> extends DoFn<T, KV<Integer, byte[]>> {
    private final List<Lane> lanes;
    private final LaneReader<T> reader;

    Read(List<Lane> lanes, LaneReader<T> reader) {
      this.lanes = lanes;
      this.reader = reader;
    }

    @ProcessElement
    public void read(@Element T piece, MultiOutputReceiver out) throws IOException {
      Packers packers = new Packers(lanes, out);
      reader.read(piece, packers);
      packers.flush();
    }
  }

  private static final class Mark extends DoFn<KV<Integer, byte[]>, KV<Integer, byte[]>> {
    private final int lane;

    Mark(int lane) {
      this.lane = lane;
    }

    @ProcessElement
    public void mark(@Element KV<Integer, byte[]> block, OutputReceiver<KV<Integer, byte[]>> out) {
      out.output(KV.of(block.getKey(), LaneRows.mark(lane, block.getValue())));
    }
  }
}

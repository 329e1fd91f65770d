package io.winnow.dedup.minhash;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
import org.jspecify.annotations.Nullable;

/**
 * From components to clusters: the documents of a component that are still kept come together with
 * their sketches, and {@link SurvivorSearch} says which of them go, and for whom. What earlier runs
 * have kept is asked for where a pair leads to it, and stays.
 *
 * <p>Memory: a partition of about {@value #MEMBERS_PER_PARTITION} documents or the largest
 * component: 300 bytes a document and 40 a pair, 17 KB at most a survivor in components of many,
 * and {@link SketchStore}. A shard sends equal sketches once.
 */
public final class FindSurvivors extends PTransform<PCollection<Shard>, PCollectionTuple> {
  /** Packed rows of {@link NearCopyTables#CLUSTERS_SCHEMA}. */
  public static final TupleTag<KV<Integer, byte[]>> CLUSTERS = new TupleTag<>("clusters") {};

  /** Packed rows of {@link NearCopyTables#EDGES_SCHEMA}. */
  public static final TupleTag<KV<Integer, byte[]>> EDGES = new TupleTag<>("edges") {};

  static final int MEMBERS_PER_PARTITION = 20_000;

  private static final TupleTag<KV<Integer, byte[]>> PARTS = new TupleTag<>("parts") {};
  private static final TupleTag<KV<Integer, byte[]>> ASKED = new TupleTag<>("asked") {};

  /** What meets by component: a member (other is missing) or a pair. */
  static final Schema PART =
      Schema.of(
          Column.number("component", ""),
          Column.number("row_id", ""),
          Column.number("other", ""),
          Column.number("number", "copies of a member, bands of a pair"),
          Column.id("id", ""),
          Column.bytes("order", ""),
          Column.id("digest", "of the sketch"),
          Column.bytes("sketch", "missing if the shard has sent it before"));

  /** Row of an earlier run that a component asks for, by shard. */
  private static final Schema QUESTION =
      Schema.of(Column.number("row", ""), Column.number("component", ""));

  private final double threshold;
  private final Tables tables;
  private final ArrayList<SignedShard> earlier;
  private final int partitions;

  /**
   * What is read of the corpus.
   *
   * @param folder of the run
   * @param ownShards how many shards it has
   * @param decided name of the aligned table with {@code kept} and {@code survivor_order}
   * @param equal name of the list of groups of exact copies, with {@code row, by, size}
   */
  public record Tables(CorpusFolder folder, int ownShards, String decided, String equal)
      implements Serializable {}

  /**
   * @param threshold Jaccard similarity from which on the less preferred of two documents goes; 0:
   *     all of a component go but the first
   * @param members how many rows the list of components has
   * @param earlier shards of earlier runs, numbered on from those of the corpus
   */
  public FindSurvivors(double threshold, Tables tables, long members, List<SignedShard> earlier) {
    this.threshold = threshold;
    this.tables = tables;
    this.earlier = new ArrayList<>(earlier);
    this.partitions = (int) Math.max(8, members / MEMBERS_PER_PARTITION + 1);
  }

  @Override
  public PCollectionTuple expand(PCollection<Shard> shards) {
    PCollectionTuple own =
        shards.apply(
            "Members",
            ParDo.of(new ReadMembers(tables, partitions))
                .withOutputTags(PARTS, TupleTagList.of(ASKED)));
    PCollection<KV<Integer, byte[]>> old =
        own.get(ASKED)
            .setCoder(BlockCoder.of(QUESTION))
            .apply("By earlier shard", GroupByKey.create())
            .apply("Earlier members", ParDo.of(new ReadEarlier(tables, earlier, partitions)))
            .setCoder(BlockCoder.of(PART));
    PCollectionTuple found =
        PCollectionList.of(own.get(PARTS).setCoder(BlockCoder.of(PART)))
            .and(old)
            .apply("All members", Flatten.pCollections())
            .apply("By component", GroupByKey.create())
            .apply(
                "Survivors",
                ParDo.of(new Survive(threshold, tables.ownShards()))
                    .withOutputTags(CLUSTERS, TupleTagList.of(EDGES)));
    found.get(CLUSTERS).setCoder(BlockCoder.of(NearCopyTables.CLUSTERS_SCHEMA));
    found.get(EDGES).setCoder(BlockCoder.of(NearCopyTables.EDGES_SCHEMA));
    return found;
  }

  /** Sends members to the partitions of their components, each different sketch once. */
  private static final class Sender {
    private final PackedRows packed;
    private final int partitions;
    private final Map<Integer, Set<DocumentId>> sent = new HashMap<>();

    Sender(int partitions, DoFn.OutputReceiver<KV<Integer, byte[]>> out) {
      this.partitions = partitions;
      packed = new PackedRows(PART, (partition, block) -> out.output(KV.of(partition, block)));
    }

    void member(long component, long rowId, long copies, Object id, Object order, byte[] sketch) {
      DocumentId digest = new Digest().raw(sketch, 0, sketch.length).id();
      int partition = partition(component);
      boolean first = sent.computeIfAbsent(partition, p -> new HashSet<>()).add(digest);
      packed.add(
          partition, component, rowId, null, copies, id, order, digest, first ? sketch : null);
    }

    void pair(long component, long rowId, long other, long bands) {
      packed.add(partition(component), component, rowId, other, bands, null, null, null, null);
    }

    void flush() {
      packed.flush();
    }

    private int partition(long component) {
      return (int) ((Hashes.mix(component) >>> 32) * partitions >>> 32);
    }
  }

  private static final class ReadMembers extends DoFn<Shard, KV<Integer, byte[]>> {
    private final Tables tables;
    private final int partitions;

    ReadMembers(Tables tables, int partitions) {
      this.tables = tables;
      this.partitions = partitions;
    }

    @ProcessElement
    public void read(@Element Shard shard, MultiOutputReceiver out) throws IOException {
      Map<Long, Long> components = new HashMap<>();
      visit(
          FindComponents.TABLE,
          shard,
          List.of("row", "component"),
          row -> components.put(number(row[0]), number(row[1])));
      if (components.isEmpty()) {
        return;
      }
      Map<Long, Long> copies = new HashMap<>();
      visit(
          tables.equal(),
          shard,
          List.of("row", "by", "size"),
          row -> {
            if ("content".equals(row[1])) {
              copies.put(number(row[0]), number(row[2]));
            }
          });
      Set<Long> living = new HashSet<>();
      Sender sender = new Sender(partitions, out.get(PARTS));
      try (AlignedReader reader =
          AlignedReader.open(
              tables.folder(),
              shard.name(),
              Columns.of(tables.decided(), "kept", "survivor_order"),
              Columns.of(DocumentTable.IDS.name(), "id"),
              Columns.of(SignatureTable.NAME, "sketch"))) {
        long row = 0;
        for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
          Long component = components.get(row);
          if (component != null && Boolean.TRUE.equals(values[0])) {
            living.add(row);
            sender.member(
                component,
                RowId.of(shard.number(), (int) row),
                copies.getOrDefault(row, 1L),
                Objects.requireNonNull(values[2]),
                Objects.requireNonNull(values[1]),
                (byte[]) Objects.requireNonNull(values[3]));
          }
          row++;
        }
      }
      sendPairs(shard, components, living, sender, out);
      sender.flush();
    }

    private void sendPairs(
        Shard shard,
        Map<Long, Long> components,
        Set<Long> living,
        Sender sender,
        MultiOutputReceiver out)
        throws IOException {
      // Whom a dead document has met may have to do with the living of its component.
      Map<Integer, Set<List<Long>>> asked = new TreeMap<>();
      visit(
          FindPairs.TABLE,
          shard,
          List.of("row", "other", "bands"),
          row -> {
            long at = number(row[0]);
            long other = number(row[1]);
            long component = Objects.requireNonNull(components.get(at), "a pair of no component");
            if (RowId.shard(other) >= tables.ownShards()) {
              asked
                  .computeIfAbsent(RowId.shard(other), s -> new TreeSet<>(FindSurvivors::compare))
                  .add(List.of((long) RowId.row(other), component));
            }
            if (living.contains(at)) {
              long rowId = RowId.of(shard.number(), (int) at);
              sender.pair(component, rowId, other, number(row[2]));
            }
          });
      PackedRows questions =
          new PackedRows(QUESTION, (to, block) -> out.get(ASKED).output(KV.of(to, block)));
      asked.forEach((to, rows) -> rows.forEach(row -> questions.add(to, row.get(0), row.get(1))));
      questions.flush();
    }

    private void visit(String table, Shard shard, List<String> columns, PackedRows.RowConsumer rows)
        throws IOException {
      try (TableReader reader =
          TableReader.open(tables.folder().table(table, shard.name()), columns)) {
        for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
          rows.accept(row);
        }
      }
    }
  }

  private static int compare(List<Long> a, List<Long> b) {
    int byRow = Long.compare(a.get(0), b.get(0));
    return byRow == 0 ? Long.compare(a.get(1), b.get(1)) : byRow;
  }

  /** In a shard of an earlier run, the rows that components ask for. */
  private static final class ReadEarlier
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final Tables tables;
    private final ArrayList<SignedShard> earlier;
    private final int partitions;

    ReadEarlier(Tables tables, List<SignedShard> earlier, int partitions) {
      this.tables = tables;
      this.earlier = new ArrayList<>(earlier);
      this.partitions = partitions;
    }

    @ProcessElement
    public void read(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      SignedShard signed = earlier.get(blocks.getKey() - tables.ownShards());
      Map<Long, Set<Long>> asked = new HashMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            QUESTION,
            block,
            row -> asked.computeIfAbsent(number(row[0]), r -> new TreeSet<>()).add(number(row[1])));
      }
      Sender sender = new Sender(partitions, out);
      try (AlignedReader reader =
          AlignedReader.open(
              signed.folder(),
              signed.shard().name(),
              Columns.of(DocumentTable.IDS.name(), "id"),
              Columns.of(SignatureTable.NAME, "sketch"))) {
        long row = 0;
        for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
          for (long component : asked.getOrDefault(row, Set.of())) {
            sender.member(
                component,
                RowId.of(signed.shard().number(), (int) row),
                1,
                Objects.requireNonNull(values[0]),
                new byte[0],
                (byte[]) Objects.requireNonNull(values[1]));
          }
          row++;
        }
      }
      sender.flush();
    }
  }

  /** Walks through the components of a partition. */
  private static final class Survive
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final double threshold;
    private final int ownShards;

    Survive(double threshold, int ownShards) {
      this.threshold = threshold;
      this.ownShards = ownShards;
    }

    @ProcessElement
    public void survive(@Element KV<Integer, Iterable<byte[]>> blocks, MultiOutputReceiver out)
        throws IOException {
      PackedRows clusters =
          new PackedRows(
              NearCopyTables.CLUSTERS_SCHEMA,
              (shard, block) -> out.get(CLUSTERS).output(KV.of(shard, block)));
      PackedRows edges =
          new PackedRows(
              NearCopyTables.EDGES_SCHEMA,
              (shard, block) -> out.get(EDGES).output(KV.of(shard, block)));
      try (ComponentParts parts = new ComponentParts(threshold, ownShards)) {
        for (byte[] block : blocks.getValue()) {
          parts.addAll(block);
        }
        parts.describe(clusters, edges);
      }
      clusters.flush();
      edges.flush();
    }
  }

  static long number(@Nullable Object value) {
    return (Long) Objects.requireNonNull(value);
  }
}

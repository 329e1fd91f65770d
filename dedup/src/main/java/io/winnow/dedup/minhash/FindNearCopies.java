package io.winnow.dedup.minhash;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.RowId;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.BlockCoder;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.DocumentTable;
import io.winnow.corpus.table.PackedRows;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.Members;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;

/**
 * From signatures to clusters of near copies, in five steps of thin rows:
 *
 * <ol>
 *   <li>each band of each signature gives a (hash, row) pair, 16 bytes; equal hashes meet in one
 *       partition, sorted, and each row of an equal run gets an edge to the run's first;
 *   <li>equal edges meet and are counted: in how many bands two rows met;
 *   <li>one worker unites the edges ({@link UnionFind}); every row in a component of two and more
 *       gets its root, the component's smallest row;
 *   <li>in the shard of each row, its root, id and signature come together;
 *   <li>by component, the smallest id becomes the cluster's name, and edges get the similarity that
 *       their ends' signatures estimate.
 * </ol>
 *
 * <p>Memory: a partition of pairs ({@value #PAIRS_PER_PARTITION}, 48 bytes each while they sort) or
 * the pairs of the most frequent band hash; 8 bytes a document in the uniting worker; a partition
 * of clusters, about {@value #ROWS_PER_CLUSTER_PARTITION} signatures, or the largest cluster.
 */
public final class FindNearCopies extends PTransform<PCollection<Shard>, PCollectionTuple> {
  /** Packed rows of {@link Members#SCHEMA}. */
  public static final TupleTag<KV<Integer, byte[]>> MEMBERS = new TupleTag<>("members") {};

  /** Packed rows of {@link #EDGE_SCHEMA}. */
  public static final TupleTag<KV<Integer, byte[]>> EDGES = new TupleTag<>("edges") {};

  /** Name of the list of edges. */
  public static final String EDGE_TABLE = "edges_minhash";

  /** Of the list of edges, in the shard of the edge's first row. */
  public static final Schema EDGE_SCHEMA =
      Schema.of(
          new Column("row", ColumnType.LONG, "row in the shard"),
          new Column("cluster", ColumnType.ID, "smallest document id of the cluster"),
          new Column("a", ColumnType.ID, "one document"),
          new Column("b", ColumnType.ID, "another"),
          new Column("similarity", ColumnType.DOUBLE, "Jaccard similarity by their signatures"),
          new Column("bands", ColumnType.LONG, "in how many bands they met"));

  private static final int PAIRS_PER_PARTITION = 2_000_000;
  private static final int ROWS_PER_CLUSTER_PARTITION = 50_000;

  /** What {@link PackedPairs} holds at first. */
  private static final Schema BAND =
      Schema.of(
          new Column("band_hash", ColumnType.LONG, ""), new Column("row_id", ColumnType.LONG, ""));

  /** And then: two rows that met in a band; once they are counted, every second pair is a count. */
  private static final Schema PAIR =
      Schema.of(
          new Column("row_id", ColumnType.LONG, ""), new Column("other", ColumnType.LONG, ""));

  /** A row's component, in the row's shard. */
  private static final Schema LABEL =
      Schema.of(
          new Column("row", ColumnType.LONG, ""),
          new Column("root", ColumnType.LONG, ""),
          new Column("size", ColumnType.LONG, ""));

  /** What meets by component: a member (other is missing) or an edge (signature is missing). */
  private static final Schema PART =
      Schema.of(
          new Column("root", ColumnType.LONG, ""),
          new Column("row_id", ColumnType.LONG, ""),
          new Column("other", ColumnType.LONG, ""),
          new Column("number", ColumnType.LONG, ""),
          new Column("id", ColumnType.ID, ""),
          new Column("signature", ColumnType.BYTES, ""));

  private final MinHashParameters parameters;
  private final CorpusFolder folder;
  private final List<Shard> shards;
  private final String signatures;

  /**
   * @param shards all there are, numbered from 0
   * @param signatures name of the aligned table with the column {@code signature}
   */
  public FindNearCopies(
      MinHashParameters parameters, CorpusFolder folder, List<Shard> shards, String signatures) {
    this.parameters = parameters;
    this.folder = folder;
    this.shards = new ArrayList<>(shards);
    this.signatures = signatures;
  }

  @Override
  public PCollectionTuple expand(PCollection<Shard> input) {
    long rows = shards.stream().mapToLong(Shard::rows).sum();
    int partitions = (int) Math.max(8, rows * parameters.bands() / PAIRS_PER_PARTITION + 1);
    int clusterPartitions = (int) Math.max(8, rows / ROWS_PER_CLUSTER_PARTITION + 1);
    PCollection<KV<Integer, byte[]>> edges =
        input
            .apply("Bands", ParDo.of(new ReadBands(parameters, folder, signatures, partitions)))
            .setCoder(BlockCoder.of(BAND))
            .apply("By band hash", GroupByKey.create())
            .apply("Edges", ParDo.of(new FindEdges(partitions)))
            .setCoder(BlockCoder.of(PAIR))
            .apply("By edge", GroupByKey.create())
            .apply("Distinct edges", ParDo.of(new CountEdges()))
            .setCoder(BlockCoder.of(PAIR));
    PCollectionTuple clusters =
        edges
            .apply("To one worker", GroupByKey.create())
            .apply("Unite", ParDo.of(new Unite(shards)))
            .setCoder(BlockCoder.of(LABEL))
            .apply("By shard", GroupByKey.create())
            .apply(
                "Members and edges",
                ParDo.of(new ReadMembers(folder, shards, signatures, clusterPartitions)))
            .setCoder(BlockCoder.of(PART))
            .apply("By cluster", GroupByKey.create())
            .apply(
                "Clusters",
                ParDo.of(new Describe()).withOutputTags(MEMBERS, TupleTagList.of(EDGES)));
    clusters.get(MEMBERS).setCoder(BlockCoder.of(Members.SCHEMA));
    clusters.get(EDGES).setCoder(BlockCoder.of(EDGE_SCHEMA));
    return clusters;
  }

  /** Shards to (hash, row) pairs. */
  private static final class ReadBands extends DoFn<Shard, KV<Integer, byte[]>> {
    private final MinHashParameters parameters;
    private final CorpusFolder folder;
    private final String signatures;
    private final int partitions;

    ReadBands(
        MinHashParameters parameters, CorpusFolder folder, String signatures, int partitions) {
      this.parameters = parameters;
      this.folder = folder;
      this.signatures = signatures;
      this.partitions = partitions;
    }

    @ProcessElement
    public void read(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      PackedPairs packed =
          new PackedPairs(partitions, (partition, block) -> out.output(KV.of(partition, block)));
      long[] signature = new long[parameters.hashes()];
      try (TableReader reader =
          TableReader.open(folder.table(signatures, shard.name()), List.of("signature"))) {
        int row = 0;
        for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
          if (values[0] != null) {
            ByteBuffer.wrap((byte[]) values[0]).asLongBuffer().get(signature);
            for (int band = 0; band < parameters.bands(); band++) {
              long hash = Hashes.band(signature, band, parameters.rows());
              packed.add(partition(hash, partitions), hash, RowId.of(shard.number(), row));
            }
          }
          row++;
        }
      }
      packed.flush();
    }
  }

  /** Upper bits, as the sort inside a partition looks at all. */
  private static int partition(long hash, int partitions) {
    return (int) ((hash >>> 32) * partitions >>> 32);
  }

  /** Runs of equal hashes to edges from each row to the run's first. */
  private static final class FindEdges
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final int partitions;

    FindEdges(int partitions) {
      this.partitions = partitions;
    }

    @ProcessElement
    public void find(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      LongPairs pairs = new LongPairs();
      blocks.getValue().forEach(pairs::addAll);
      pairs.sort();
      PackedPairs packed =
          new PackedPairs(partitions, (partition, block) -> out.output(KV.of(partition, block)));
      int start = 0;
      for (int i = 1; i < pairs.size(); i++) {
        if (pairs.first(i) != pairs.first(start)) {
          start = i;
        } else if (pairs.second(i) != pairs.second(start)) {
          long a = pairs.second(start);
          long b = pairs.second(i);
          packed.add(partition(Hashes.mix(a ^ Hashes.mix(b)), partitions), a, b);
        }
      }
      packed.flush();
    }
  }

  /** Equal edges to one, followed by a pair (its count, 0). */
  private static final class CountEdges
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    @ProcessElement
    public void count(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      LongPairs edges = new LongPairs();
      blocks.getValue().forEach(edges::addAll);
      edges.sort();
      // An edge and its count are two pairs, and a block holds an even number of pairs.
      PackedPairs packed =
          new PackedPairs(1, (partition, block) -> out.output(KV.of(partition, block)));
      int start = 0;
      for (int i = 1; i <= edges.size(); i++) {
        if (i == edges.size()
            || edges.first(i) != edges.first(start)
            || edges.second(i) != edges.second(start)) {
          packed.add(0, edges.first(start), edges.second(start));
          packed.add(0, i - start, 0);
          start = i;
        }
      }
      packed.flush();
    }
  }

  /** All edges to the component of every row that has one, and the edges again, by shard. */
  private static final class Unite
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final ArrayList<Shard> shards;

    Unite(List<Shard> shards) {
      this.shards = new ArrayList<>(shards);
    }

    @ProcessElement
    public void unite(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      long[] starts = new long[shards.size() + 1];
      for (int i = 0; i < shards.size(); i++) {
        starts[i + 1] = starts[i] + shards.get(i).rows();
      }
      UnionFind components = new UnionFind(starts[shards.size()]);
      PackedRows packed = new PackedRows(LABEL, (shard, block) -> out.output(KV.of(shard, block)));
      for (byte[] block : blocks.getValue()) {
        ByteBuffer pairs = ByteBuffer.wrap(block);
        while (pairs.hasRemaining()) {
          long a = pairs.getLong();
          long b = pairs.getLong();
          long bands = pairs.getLong();
          pairs.getLong();
          components.unite(node(starts, a), node(starts, b));
          // An edge goes to its first row's shard as a label with a negative count.
          packed.add(RowId.shard(a), (long) RowId.row(a), b, -bands);
        }
      }
      int[] sizes = components.sizes();
      for (int shard = 0; shard < shards.size(); shard++) {
        for (long node = starts[shard]; node < starts[shard + 1]; node++) {
          int root = components.root((int) node);
          if (sizes[root] > 1) {
            packed.add(shard, node - starts[shard], row(starts, root), (long) sizes[root]);
          }
        }
      }
      packed.flush();
    }

    private static int node(long[] starts, long rowId) {
      return (int) (starts[RowId.shard(rowId)] + RowId.row(rowId));
    }

    private static long row(long[] starts, int node) {
      int shard = Arrays.binarySearch(starts, node);
      // Empty shards begin where the next one does: the last that begins here has the node.
      int found = shard < 0 ? -shard - 2 : shard;
      while (starts[found + 1] <= node) {
        found++;
      }
      return RowId.of(found, (int) (node - starts[found]));
    }
  }

  /** In the shard of a row, its label, id and signature come together. */
  private static final class ReadMembers
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final CorpusFolder folder;
    private final ArrayList<Shard> shards;
    private final String signatures;
    private final int partitions;

    ReadMembers(CorpusFolder folder, List<Shard> shards, String signatures, int partitions) {
      this.folder = folder;
      this.shards = new ArrayList<>(shards);
      this.signatures = signatures;
      this.partitions = partitions;
    }

    @ProcessElement
    public void read(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      Shard shard = shards.get(blocks.getKey());
      Map<Long, Label> labels = new HashMap<>();
      List<long[]> edges = new ArrayList<>(); // (row, other row id, bands)
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            LABEL,
            block,
            values -> {
              long row = number(values[0]);
              long size = number(values[2]);
              if (size < 0) {
                edges.add(new long[] {row, number(values[1]), -size});
              } else {
                labels.put(row, new Label(number(values[1]), size));
              }
            });
      }
      PackedRows packed =
          new PackedRows(PART, (partition, block) -> out.output(KV.of(partition, block)));
      try (AlignedReader reader =
          AlignedReader.open(
              folder,
              shard.name(),
              Columns.of(DocumentTable.IDS, "id"),
              Columns.of(signatures, "signature"))) {
        long row = 0;
        for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
          Label label = labels.get(row);
          if (label != null) {
            long rowId = RowId.of(shard.number(), (int) row);
            packed.add(
                partitionOf(label.root), label.root, rowId, null, label.size, values[0], values[1]);
          }
          row++;
        }
      }
      for (long[] edge : edges) {
        long root = Objects.requireNonNull(labels.get(edge[0]), "an edge without a label").root;
        long rowId = RowId.of(shard.number(), (int) edge[0]);
        packed.add(partitionOf(root), root, rowId, edge[1], edge[2], null, null);
      }
      packed.flush();
    }

    private int partitionOf(long root) {
      return partition(Hashes.mix(root), partitions);
    }

    private record Label(long root, long size) {}
  }

  /** Names the clusters of a partition and weighs their edges. */
  private static final class Describe
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    @ProcessElement
    public void describe(@Element KV<Integer, Iterable<byte[]>> blocks, MultiOutputReceiver out) {
      Map<Long, Member> members = new HashMap<>();
      Map<Long, DocumentId> names = new HashMap<>();
      List<Edge> edges = new ArrayList<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            PART,
            block,
            values -> {
              long root = number(values[0]);
              long rowId = number(values[1]);
              if (values[2] == null) {
                DocumentId id = Objects.requireNonNull((DocumentId) values[4]);
                byte[] signature = Objects.requireNonNull((byte[]) values[5]);
                members.put(rowId, new Member(rowId, root, number(values[3]), id, signature));
                names.merge(root, id, (a, b) -> a.compareTo(b) <= 0 ? a : b);
              } else {
                edges.add(new Edge(root, rowId, number(values[2]), number(values[3])));
              }
            });
      }
      PackedRows packedMembers =
          new PackedRows(
              Members.SCHEMA, (shard, block) -> out.get(MEMBERS).output(KV.of(shard, block)));
      members.values().stream()
          .sorted(Comparator.comparingLong(Member::rowId))
          .forEach(
              member ->
                  packedMembers.add(
                      RowId.shard(member.rowId),
                      (long) RowId.row(member.rowId),
                      names.get(member.root),
                      member.size));
      packedMembers.flush();
      PackedRows packedEdges =
          new PackedRows(EDGE_SCHEMA, (shard, block) -> out.get(EDGES).output(KV.of(shard, block)));
      for (Edge edge : edges) {
        Member a = Objects.requireNonNull(members.get(edge.a));
        Member b = Objects.requireNonNull(members.get(edge.b));
        packedEdges.add(
            RowId.shard(edge.a),
            (long) RowId.row(edge.a),
            names.get(edge.root),
            a.id,
            b.id,
            Signatures.similarity(a.signature, b.signature),
            edge.bands);
      }
      packedEdges.flush();
    }

    private record Member(long rowId, long root, long size, DocumentId id, byte[] signature) {}

    private record Edge(long root, long a, long b, long bands) {}
  }

  private static long number(@Nullable Object value) {
    return (Long) Objects.requireNonNull(value);
  }
}

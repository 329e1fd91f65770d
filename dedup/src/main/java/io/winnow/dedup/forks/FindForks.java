package io.winnow.dedup.forks;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Repositories;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Finds repositories most of whose files are those of another one that is preferred: the one with
 * the most different files, then with the latest file, then with the smallest id. Files are the
 * same if their texts are; texts are not read. A mask says which files count: one that a rule drops
 * anyway must not be what the same file of a fork goes for. Out come packed rows of {@link
 * ForkTables#CLUSTERS_SCHEMA} by shard number.
 *
 * <p>Repositories meet where they share one of the {@value #ANCHORS} smallest digests of their
 * files: two that have half of both their files in common miss each other once in 256 times, more
 * like ones hardly ever. Where they meet they are compared by their sketches. A repository goes
 * only for one that stays.
 *
 * <p>Memory: of a partition about {@value #ROWS_PER_PARTITION} files; of a file that is an anchor
 * of many repositories, their sketches of up to 8 KB; and in one worker 200 bytes for each pair of
 * repositories that are alike.
 */
public final class FindForks
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  private static final int ROWS_PER_PARTITION = 500_000;
  private static final int ANCHORS = 8;

  /** With how many preferred repositories one is compared for each of its anchors. */
  private static final int COMPARISONS = 64;

  private static final Schema FILE =
      Schema.of(
          new Column("repository", ColumnType.ID, ""),
          new Column("text_digest", ColumnType.ID, ""),
          new Column("date", ColumnType.LONG, ""),
          new Column("row_id", ColumnType.LONG, ""));
  private static final Schema ANCHORED =
      Schema.of(
          new Column("anchor", ColumnType.LONG, ""),
          new Column("repository", ColumnType.ID, ""),
          new Column("files", ColumnType.LONG, ""),
          new Column("latest", ColumnType.LONG, ""),
          new Column("digests", ColumnType.BYTES, ""),
          new Column("row_ids", ColumnType.BYTES, ""));
  private static final Schema PAIR =
      Schema.of(
          new Column("fork", ColumnType.ID, ""),
          new Column("fork_files", ColumnType.LONG, ""),
          new Column("fork_latest", ColumnType.LONG, ""),
          new Column("fork_row_ids", ColumnType.BYTES, ""),
          new Column("of", ColumnType.ID, ""),
          new Column("of_files", ColumnType.LONG, ""),
          new Column("of_latest", ColumnType.LONG, ""),
          new Column("of_row_ids", ColumnType.BYTES, ""),
          new Column("shared", ColumnType.LONG, ""));

  private final ForkParameters parameters;
  private final CorpusFolder folder;
  private final String mask;
  private final int partitions;

  /**
   * Searches the repositories of all shards.
   *
   * @param mask name of the aligned table whose column {@code kept} says which files count
   */
  public FindForks(
      ForkParameters parameters, CorpusFolder folder, String mask, List<Shard> shards) {
    long rows = shards.stream().mapToLong(Shard::rows).sum();
    this.parameters = parameters;
    this.folder = folder;
    this.mask = mask;
    this.partitions = (int) Math.max(16, rows / ROWS_PER_PARTITION + 1);
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PCollection<Shard> shards) {
    return shards
        .apply("Files", ParDo.of(new ReadFiles(folder, mask, partitions)))
        .setCoder(BlockCoder.of(FILE))
        .apply("By repository", GroupByKey.create())
        .apply("Sketch", ParDo.of(new Sketch(parameters, partitions)))
        .setCoder(BlockCoder.of(ANCHORED))
        .apply("By anchor", GroupByKey.create())
        .apply("Compare", ParDo.of(new Compare(parameters)))
        .setCoder(BlockCoder.of(PAIR))
        .apply("All pairs", GroupByKey.create())
        .apply("Choose", ParDo.of(new Choose()))
        .setCoder(BlockCoder.of(ForkTables.CLUSTERS_SCHEMA));
  }

  private static int partition(DocumentId id, int partitions) {
    return (int) Long.remainderUnsigned(id.low(), partitions);
  }

  private static DocumentId id(@Nullable Object value) {
    return (DocumentId) Objects.requireNonNull(value);
  }

  private static long number(@Nullable Object value) {
    return (Long) Objects.requireNonNull(value);
  }

  private static final class ReadFiles extends DoFn<Shard, KV<Integer, byte[]>> {
    private final CorpusFolder folder;
    private final String mask;
    private final int partitions;

    ReadFiles(CorpusFolder folder, String mask, int partitions) {
      this.folder = folder;
      this.mask = mask;
      this.partitions = partitions;
    }

    @ProcessElement
    public void read(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out)
        throws IOException {
      PackedRows packed =
          new PackedRows(FILE, (partition, block) -> out.output(KV.of(partition, block)));
      Map<String, DocumentId> repositories = new HashMap<>();
      try (AlignedReader reader =
          AlignedReader.open(
              folder,
              shard.name(),
              Columns.of(
                  DocumentTable.DOCUMENTS, "kind", "source", "repository", "text_digest", "date"),
              Columns.of(mask, "kept"))) {
        int row = 0;
        for (@Nullable Object[] values = reader.next(); values != null; values = reader.next()) {
          if ("code".equals(values[0]) && values[2] != null && Boolean.TRUE.equals(values[5])) {
            String source = (String) Objects.requireNonNull(values[1]);
            String name = (String) values[2];
            DocumentId digest = id(values[3]);
            DocumentId repository =
                repositories.computeIfAbsent(
                    source + "\n" + name, key -> Repositories.id(source, name, digest));
            packed.add(
                partition(repository, partitions),
                repository,
                digest,
                values[4],
                RowId.of(shard.number(), row));
          }
          row++;
        }
      }
      packed.flush();
    }
  }

  /** A repository while its files are gathered. */
  private static final class Gathered {
    private long[] digests = new long[16];
    private int size;
    private long latest = Long.MIN_VALUE;
    private final TreeMap<Integer, Long> firstRowIds = new TreeMap<>(); // by shard

    void add(DocumentId digest, @Nullable Object date, long rowId) {
      if (size == digests.length) {
        digests = Arrays.copyOf(digests, 2 * size);
      }
      // The lower half as a signed number whose order is that of the unsigned one.
      digests[size++] = digest.low() ^ Long.MIN_VALUE;
      latest = date == null ? latest : Math.max(latest, (Long) date);
      firstRowIds.merge(RowId.shard(rowId), rowId, Math::min);
    }

    RepositorySketch sketch(DocumentId id) {
      long[] different = Arrays.stream(digests, 0, size).sorted().distinct().toArray();
      long[] smallest = Arrays.copyOf(different, Math.min(different.length, RepositorySketch.SIZE));
      for (int i = 0; i < smallest.length; i++) {
        smallest[i] ^= Long.MIN_VALUE;
      }
      return new RepositorySketch(id, different.length, latest, smallest);
    }

    byte[] rowIds() {
      ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * firstRowIds.size());
      firstRowIds.values().forEach(bytes::putLong);
      return bytes.array();
    }
  }

  /** Sends the sketch of each repository to where its anchors meet others. */
  private static final class Sketch
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final ForkParameters parameters;
    private final int partitions;

    Sketch(ForkParameters parameters, int partitions) {
      this.parameters = parameters;
      this.partitions = partitions;
    }

    @ProcessElement
    public void sketch(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      TreeMap<DocumentId, Gathered> repositories = new TreeMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            FILE,
            block,
            row ->
                repositories
                    .computeIfAbsent(id(row[0]), key -> new Gathered())
                    .add(id(row[1]), row[2], number(row[3])));
      }
      PackedRows packed =
          new PackedRows(ANCHORED, (partition, block) -> out.output(KV.of(partition, block)));
      repositories.forEach(
          (id, gathered) -> {
            RepositorySketch sketch = gathered.sketch(id);
            if (sketch.files() >= parameters.minimumFiles()) {
              byte[] digests = sketch.digestBytes();
              byte[] rowIds = gathered.rowIds();
              for (int i = 0; i < Math.min(ANCHORS, sketch.digests().length); i++) {
                long anchor = sketch.digests()[i];
                // Anchors are small numbers all: their lower bits are those that differ.
                int partition = (int) ((anchor & Integer.MAX_VALUE) % partitions);
                packed.add(partition, anchor, id, sketch.files(), sketch.latest(), digests, rowIds);
              }
            }
          });
      packed.flush();
    }
  }

  private record Anchored(long anchor, RepositorySketch sketch, byte[] rowIds) {
    static Anchored of(@Nullable Object[] row) {
      return new Anchored(
          number(row[0]),
          new RepositorySketch(
              id(row[1]),
              number(row[2]),
              number(row[3]),
              RepositorySketch.digests((byte[]) Objects.requireNonNull(row[4]))),
          (byte[]) Objects.requireNonNull(row[5]));
    }
  }

  /** Compares the repositories of an anchor with preferred ones of it. */
  private static final class Compare
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final ForkParameters parameters;

    Compare(ForkParameters parameters) {
      this.parameters = parameters;
    }

    @ProcessElement
    public void compare(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      TreeMap<Long, List<Anchored>> groups = new TreeMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            ANCHORED,
            block,
            row -> {
              Anchored anchored = Anchored.of(row);
              groups.computeIfAbsent(anchored.anchor, anchor -> new ArrayList<>()).add(anchored);
            });
      }
      PackedRows packed =
          new PackedRows(PAIR, (partition, block) -> out.output(KV.of(partition, block)));
      for (List<Anchored> group : groups.values()) {
        group.sort((a, b) -> a.sketch.compareTo(b.sketch));
        for (int i = 1; i < group.size(); i++) {
          for (int j = 0; j < Math.min(i, COMPARISONS); j++) {
            send(group.get(i), group.get(j), packed);
          }
        }
      }
      packed.flush();
    }

    private void send(Anchored fork, Anchored of, PackedRows packed) {
      RepositorySketch mine = fork.sketch;
      RepositorySketch theirs = of.sketch;
      long shared = mine.shared(theirs);
      if (shared >= parameters.similarity() * mine.files()) {
        packed.add(
            0,
            mine.id(),
            mine.files(),
            mine.latest(),
            fork.rowIds,
            theirs.id(),
            theirs.files(),
            theirs.latest(),
            of.rowIds,
            shared);
      }
    }
  }

  /** A repository that is like another one, and those before it that it is like. */
  private static final class Node {
    private final RepositorySketch order;
    private final byte[] rowIds;
    private final TreeMap<DocumentId, Long> shared = new TreeMap<>();
    private @Nullable Node survivor; // itself where it stays

    Node(RepositorySketch order, byte[] rowIds) {
      this.order = order;
      this.rowIds = rowIds;
    }
  }

  /** Goes through all that are alike, the preferred first, and lets stay what is like none. */
  private static final class Choose
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    @ProcessElement
    public void choose(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      Map<DocumentId, Node> nodes = new HashMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            PAIR,
            block,
            row -> {
              Node fork = node(nodes, row, 0);
              Node of = node(nodes, row, 4);
              fork.shared.put(of.order.id(), number(row[8]));
            });
      }
      List<Node> inOrder = new ArrayList<>(nodes.values());
      inOrder.sort((a, b) -> a.order.compareTo(b.order));
      for (Node node : inOrder) {
        node.survivor = survivor(node, nodes);
      }
      write(inOrder, out);
    }

    private static Node node(Map<DocumentId, Node> nodes, @Nullable Object[] row, int at) {
      return nodes.computeIfAbsent(
          id(row[at]),
          id ->
              new Node(
                  new RepositorySketch(id, number(row[at + 1]), number(row[at + 2]), new long[0]),
                  (byte[]) Objects.requireNonNull(row[at + 3])));
    }

    /** Of the survivors that it is like the most like one, then the preferred one; or itself. */
    private static Node survivor(Node node, Map<DocumentId, Node> nodes) {
      Node best = node;
      long most = -1;
      for (Map.Entry<DocumentId, Long> like : node.shared.entrySet()) {
        Node other = Objects.requireNonNull(nodes.get(like.getKey()));
        boolean better =
            like.getValue() > most
                || (like.getValue() == most && other.order.compareTo(best.order) < 0);
        if (other.survivor == other && better) {
          best = other;
          most = like.getValue();
        }
      }
      return best;
    }

    private static void write(List<Node> nodes, OutputReceiver<KV<Integer, byte[]>> out) {
      Map<DocumentId, DocumentId> clusters = new HashMap<>(); // smallest id, by survivor
      Map<DocumentId, Integer> sizes = new HashMap<>();
      for (Node node : nodes) {
        DocumentId survivor = Objects.requireNonNull(node.survivor).order.id();
        clusters.merge(survivor, node.order.id(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
        sizes.merge(survivor, 1, Integer::sum);
      }
      PackedRows packed =
          new PackedRows(
              ForkTables.CLUSTERS_SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
      for (Node node : nodes) {
        RepositorySketch mine = node.order;
        DocumentId survivor = Objects.requireNonNull(node.survivor).order.id();
        if (sizes.getOrDefault(survivor, 0) < 2) {
          continue;
        }
        long shared =
            survivor.equals(mine.id())
                ? mine.files()
                : Objects.requireNonNull(node.shared.get(survivor));
        ByteBuffer rowIds = ByteBuffer.wrap(node.rowIds);
        while (rowIds.hasRemaining()) {
          long rowId = rowIds.getLong();
          packed.add(
              RowId.shard(rowId),
              (long) RowId.row(rowId),
              mine.id(),
              clusters.get(survivor),
              survivor,
              (double) shared / mine.files(),
              mine.files(),
              shared);
        }
      }
      packed.flush();
    }
  }
}

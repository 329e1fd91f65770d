package io.winnow.dedup.forks;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Repositories;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
 * Finds repositories most of whose files are those of another one that is preferred: the one with
 * the most different files, then with the latest file, then with the smallest id. Files are the
 * same if their texts are; texts are not read. A mask says which files count: one that a rule drops
 * anyway must not be what the same file of a fork goes for. Out come packed rows of {@link
 * ForkTables#CLUSTERS_SCHEMA} by shard number.
 *
 * <p>Repositories meet at each of their files, so that a small one meets a large one that holds it,
 * and what they share is counted, not estimated. Of a file that more than {@value #COMMON}
 * repositories have (a licence, a library that many copy), each of them meets the {@value
 * #PREFERRED} preferred ones only, and it counts between those: what is counted is never too much,
 * and of a family of any size it is exact for its {@value #PREFERRED} preferred ones. A repository
 * goes only for one that stays.
 *
 * <p>Rows that are shuffled: one of 40 bytes a file, twice; and for each file those pairs of its
 * repositories that meet, added up before they move, {@value #PAIRS_AT_ONCE} at a time.
 *
 * <p>Memory: of a partition about {@value #ROWS_PER_PARTITION} files, 100 bytes each, or the
 * repositories of one file, where those are more; the different pairs of repositories of one
 * partition, 200 bytes each; and in one worker 200 bytes for each pair of repositories that are
 * alike.
 */
public final class FindForks
    extends PTransform<PCollection<Shard>, PCollection<KV<Integer, byte[]>>> {
  private static final int ROWS_PER_PARTITION = 500_000;

  /** A file of more repositories than this is common. */
  static final int COMMON = 100;

  /** With how many preferred repositories one is compared at a common file. */
  static final int PREFERRED = 4;

  private static final int PAIRS_AT_ONCE = 250_000;

  private static final Schema FILE =
      Schema.of(
          Column.id("repository", ""),
          Column.id("text_digest", ""),
          Column.number("date", ""),
          Column.number("row_id", ""));
  private static final Schema HOLDER =
      Schema.of(
          Column.number("digest", ""),
          Column.id("repository", ""),
          Column.number("files", ""),
          Column.number("latest", ""));
  private static final Schema PAIR =
      Schema.of(
          Column.id("fork", ""),
          Column.number("fork_files", ""),
          Column.number("fork_latest", ""),
          Column.id("of", ""),
          Column.number("of_files", ""),
          Column.number("of_latest", ""),
          Column.number("shared", ""));

  /** Where the files of a repository are, or what became of it. */
  private static final Schema TOLD =
      Schema.of(
          Column.id("repository", ""),
          Column.bytes("row_ids", ""),
          Column.id("cluster", ""),
          Column.id("survivor", ""),
          Column.number("files", ""),
          Column.number("shared", ""));

  private static final TupleTag<KV<Integer, byte[]>> HOLDERS = new TupleTag<>("holders");
  private static final TupleTag<KV<Integer, byte[]>> PLACES = new TupleTag<>("places");

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
    PCollectionTuple gathered =
        shards
            .apply("Files", ParDo.of(new ReadFiles(folder, mask, partitions)))
            .setCoder(BlockCoder.of(FILE))
            .apply("By repository", GroupByKey.create())
            .apply(
                "Gather",
                ParDo.of(new Gather(parameters, partitions))
                    .withOutputTags(HOLDERS, TupleTagList.of(PLACES)));
    PCollection<KV<Integer, byte[]>> chosen =
        gathered
            .get(HOLDERS)
            .setCoder(BlockCoder.of(HOLDER))
            .apply("By file", GroupByKey.create())
            .apply("Meet", ParDo.of(new Meet(partitions)))
            .setCoder(BlockCoder.of(PAIR))
            .apply("By pair", GroupByKey.create())
            .apply("Add up", ParDo.of(new AddUp(parameters)))
            .setCoder(BlockCoder.of(PAIR))
            .apply("All pairs", GroupByKey.create())
            .apply("Choose", ParDo.of(new Choose(partitions)))
            .setCoder(BlockCoder.of(TOLD));
    return PCollectionList.of(gathered.get(PLACES).setCoder(BlockCoder.of(TOLD)))
        .and(chosen)
        .apply("Places and choices", Flatten.pCollections())
        .apply("By repository again", GroupByKey.create())
        .apply("Tell", ParDo.of(new Tell()))
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

  private static Repository repository(@Nullable Object[] row, int at) {
    return new Repository(id(row[at]), number(row[at + 1]), number(row[at + 2]));
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
                  DocumentTable.DOCUMENTS.name(),
                  "kind",
                  "source",
                  "repository",
                  "text_digest",
                  "date"),
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

    /** Half of a digest is enough: two of 10^9 files are equal in it once in 40 corpora. */
    void add(DocumentId digest, @Nullable Object date, long rowId) {
      if (size == digests.length) {
        digests = Arrays.copyOf(digests, 2 * size);
      }
      digests[size++] = digest.low();
      latest = date == null ? latest : Math.max(latest, (Long) date);
      firstRowIds.merge(RowId.shard(rowId), rowId, Math::min);
    }

    long[] different() {
      return Arrays.stream(digests, 0, size).sorted().distinct().toArray();
    }

    byte[] rowIds() {
      ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * firstRowIds.size());
      firstRowIds.values().forEach(bytes::putLong);
      return bytes.array();
    }
  }

  /** Counts the files of each repository, and sends it to where each of them meets others. */
  private static final class Gather
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final ForkParameters parameters;
    private final int partitions;

    Gather(ForkParameters parameters, int partitions) {
      this.parameters = parameters;
      this.partitions = partitions;
    }

    @ProcessElement
    public void gather(@Element KV<Integer, Iterable<byte[]>> blocks, MultiOutputReceiver out) {
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
      PackedRows holders =
          new PackedRows(
              HOLDER, (partition, block) -> out.get(HOLDERS).output(KV.of(partition, block)));
      PackedRows places =
          new PackedRows(
              TOLD, (partition, block) -> out.get(PLACES).output(KV.of(partition, block)));
      repositories.forEach(
          (id, gathered) -> {
            long[] digests = gathered.different();
            if (digests.length >= parameters.minimumFiles()) {
              for (long digest : digests) {
                int partition = (int) Long.remainderUnsigned(digest, partitions);
                holders.add(partition, digest, id, (long) digests.length, gathered.latest);
              }
              places.add(partition(id, partitions), id, gathered.rowIds(), null, null, null, null);
            }
          });
      holders.flush();
      places.flush();
    }
  }

  private record Holder(long digest, Repository repository) {}

  /** Two repositories that have a file in common. */
  private record Pair(Repository fork, Repository of) {
    static Pair of(@Nullable Object[] row) {
      return new Pair(repository(row, 0), repository(row, 3));
    }

    void add(int partition, long shared, PackedRows to) {
      to.add(
          partition,
          fork.id(),
          fork.files(),
          fork.latest(),
          of.id(),
          of.files(),
          of.latest(),
          shared);
    }
  }

  /** Counts, for the files of one partition, which of their repositories meet. */
  private static final class Meet extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final int partitions;

    Meet(int partitions) {
      this.partitions = partitions;
    }

    @ProcessElement
    public void meet(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      List<Holder> holders = new ArrayList<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            HOLDER, block, row -> holders.add(new Holder(number(row[0]), repository(row, 1))));
      }
      holders.sort(Comparator.comparingLong(Holder::digest).thenComparing(Holder::repository));
      PackedRows packed =
          new PackedRows(PAIR, (partition, block) -> out.output(KV.of(partition, block)));
      Map<Pair, Long> shared = new HashMap<>();
      int from = 0;
      while (from < holders.size()) {
        int to = from + 1;
        while (to < holders.size() && holders.get(to).digest == holders.get(from).digest) {
          to++;
        }
        int with = to - from > COMMON ? PREFERRED : COMMON;
        for (int i = from + 1; i < to; i++) {
          for (int j = from; j < Math.min(i, from + with); j++) {
            shared.merge(
                new Pair(holders.get(i).repository, holders.get(j).repository), 1L, Long::sum);
          }
          if (shared.size() >= PAIRS_AT_ONCE) {
            send(shared, packed);
          }
        }
        from = to;
      }
      send(shared, packed);
      packed.flush();
    }

    private void send(Map<Pair, Long> shared, PackedRows packed) {
      shared.forEach(
          (pair, files) -> pair.add(partition(pair.fork.id(), partitions), files, packed));
      shared.clear();
    }
  }

  /** Adds up what pairs share, and lets pass those that are alike. */
  private static final class AddUp
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final ForkParameters parameters;

    AddUp(ForkParameters parameters) {
      this.parameters = parameters;
    }

    @ProcessElement
    public void add(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      Map<Pair, Long> shared = new HashMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            PAIR, block, row -> shared.merge(Pair.of(row), number(row[6]), Long::sum));
      }
      PackedRows packed =
          new PackedRows(PAIR, (partition, block) -> out.output(KV.of(partition, block)));
      shared.forEach(
          (pair, files) -> {
            if ((double) files / pair.fork.files() >= parameters.similarity()) {
              pair.add(0, files, packed);
            }
          });
      packed.flush();
    }
  }

  /** A repository that is like another one, and those before it that it is like. */
  private static final class Node {
    private final Repository repository;
    private final TreeMap<DocumentId, Long> shared = new TreeMap<>();
    private @Nullable Node survivor; // itself where it stays

    Node(Repository repository) {
      this.repository = repository;
    }
  }

  /** Goes through all that are alike, the preferred first, and lets stay what is like none. */
  private static final class Choose
      extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    private final int partitions;

    Choose(int partitions) {
      this.partitions = partitions;
    }

    @ProcessElement
    public void choose(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      Map<DocumentId, Node> nodes = new HashMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            PAIR,
            block,
            row -> {
              Pair pair = Pair.of(row);
              node(nodes, pair.of);
              node(nodes, pair.fork).shared.put(pair.of.id(), number(row[6]));
            });
      }
      List<Node> inOrder = new ArrayList<>(nodes.values());
      inOrder.sort(Comparator.comparing(node -> node.repository));
      for (Node node : inOrder) {
        node.survivor = survivor(node, nodes);
      }
      write(inOrder, out);
    }

    private static Node node(Map<DocumentId, Node> nodes, Repository repository) {
      return nodes.computeIfAbsent(repository.id(), id -> new Node(repository));
    }

    /** Of the survivors that it is like the most like one, then the preferred one; or itself. */
    private static Node survivor(Node node, Map<DocumentId, Node> nodes) {
      Node best = node;
      long most = -1;
      for (Map.Entry<DocumentId, Long> like : node.shared.entrySet()) {
        Node other = Objects.requireNonNull(nodes.get(like.getKey()));
        boolean better =
            like.getValue() > most
                || (like.getValue() == most && other.repository.compareTo(best.repository) < 0);
        if (other.survivor == other && better) {
          best = other;
          most = like.getValue();
        }
      }
      return best;
    }

    private void write(List<Node> nodes, OutputReceiver<KV<Integer, byte[]>> out) {
      Map<DocumentId, DocumentId> clusters = new HashMap<>(); // smallest id, by survivor
      Map<DocumentId, Integer> sizes = new HashMap<>();
      for (Node node : nodes) {
        DocumentId survivor = Objects.requireNonNull(node.survivor).repository.id();
        clusters.merge(survivor, node.repository.id(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
        sizes.merge(survivor, 1, Integer::sum);
      }
      PackedRows packed =
          new PackedRows(TOLD, (partition, block) -> out.output(KV.of(partition, block)));
      for (Node node : nodes) {
        Repository mine = node.repository;
        DocumentId survivor = Objects.requireNonNull(node.survivor).repository.id();
        if (sizes.getOrDefault(survivor, 0) > 1) {
          Long shared = survivor.equals(mine.id()) ? mine.files() : node.shared.get(survivor);
          packed.add(
              partition(mine.id(), partitions),
              mine.id(),
              null,
              clusters.get(survivor),
              survivor,
              mine.files(),
              Objects.requireNonNull(shared));
        }
      }
      packed.flush();
    }
  }

  /** Tells each shard that has files of a repository what became of it. */
  private static final class Tell extends DoFn<KV<Integer, Iterable<byte[]>>, KV<Integer, byte[]>> {
    @ProcessElement
    public void tell(
        @Element KV<Integer, Iterable<byte[]>> blocks, OutputReceiver<KV<Integer, byte[]>> out) {
      Map<DocumentId, byte[]> places = new HashMap<>();
      TreeMap<DocumentId, @Nullable Object[]> chosen = new TreeMap<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(
            TOLD,
            block,
            row -> {
              if (row[1] == null) {
                chosen.put(id(row[0]), row);
              } else {
                places.put(id(row[0]), (byte[]) row[1]);
              }
            });
      }
      PackedRows packed =
          new PackedRows(
              ForkTables.CLUSTERS_SCHEMA, (shard, block) -> out.output(KV.of(shard, block)));
      chosen.forEach(
          (repository, row) -> {
            long files = number(row[4]);
            long shared = number(row[5]);
            ByteBuffer rowIds = ByteBuffer.wrap(Objects.requireNonNull(places.get(repository)));
            while (rowIds.hasRemaining()) {
              long rowId = rowIds.getLong();
              packed.add(
                  RowId.shard(rowId),
                  (long) RowId.row(rowId),
                  repository,
                  row[2],
                  row[3],
                  (double) shared / files,
                  files,
                  shared);
            }
          });
      packed.flush();
    }
  }
}

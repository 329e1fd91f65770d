package io.winnow.dedup.forks;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.Repositories;
import io.winnow.corpus.RowId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.Exchange.Lanes;
import io.winnow.corpus.shuffle.Lane;
import io.winnow.corpus.shuffle.LaneRows;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Partitions;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.dedup.forks.RepositoryMeetings.Holder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * The shuffles of {@link ForkClusters}: files come together by repository, repositories by file,
 * pairs of them by pair, those that are alike in one worker; and what becomes of a repository goes
 * where its files are.
 */
final class FindForks {
  private static final Column<DocumentId> REPOSITORY = ForkClusters.REPOSITORY;
  private static final Column<Long> ROW_ID = Column.number("row_id", "where a file lies");
  private static final Schema FILE =
      Schema.of(REPOSITORY, DocumentTable.TEXT_DIGEST, DocumentTable.DATE, ROW_ID);

  private static final Column<Long> DIGEST = Column.number("digest", "half of a text's digest");
  private static final Column<Long> FILES = ForkClusters.FILES;
  private static final Column<Long> LATEST = Column.number("latest", "date of the latest file");
  private static final Lane HOLDERS =
      new Lane("holders", Schema.of(DIGEST, REPOSITORY, FILES, LATEST));

  private static final Column<DocumentId> FORK = Column.id("fork", "the less preferred one");
  private static final Column<Long> FORK_FILES = Column.number("fork_files", "its files");
  private static final Column<Long> FORK_LATEST = Column.number("fork_latest", "its latest date");
  private static final Column<DocumentId> OF = Column.id("of", "the preferred one");
  private static final Column<Long> OF_FILES = Column.number("of_files", "its files");
  private static final Column<Long> OF_LATEST = Column.number("of_latest", "its latest date");
  private static final Column<Long> SHARED = ForkClusters.SHARED;
  private static final Schema PAIR =
      Schema.of(FORK, FORK_FILES, FORK_LATEST, OF, OF_FILES, OF_LATEST, SHARED);

  private static final Column<byte[]> ROW_IDS =
      Column.bytes("row_ids", "where its first file in each shard lies");
  private static final Lane PLACES = new Lane("places", Schema.of(REPOSITORY, ROW_IDS));
  private static final Lane CHOICES =
      new Lane(
          "choices",
          Schema.of(REPOSITORY, ForkClusters.CLUSTER, ForkClusters.SURVIVOR, FILES, SHARED));
  private static final Lane TOLD = new Lane("told", ForkClusters.CLUSTERS.packed());

  private FindForks() {}

  /** Takes shards to the rows of {@link ForkClusters#CLUSTERS}. */
  static PCollection<KV<Integer, byte[]>> of(
      PCollection<ShardInput> shards, ForkSettings limits, Partitions to) {
    PCollectionTuple gathered =
        shards
            .apply("Files", Exchange.read(FILE, (shard, out) -> read(shard, to, out)))
            .apply(
                "Gather",
                Exchange.group(
                    FILE,
                    List.of(HOLDERS, PLACES),
                    (partition, rows, out) -> gather(limits, to, rows, out)));
    PCollection<KV<Integer, byte[]>> chosen =
        HOLDERS
            .of(gathered)
            .apply(
                "Meet", Exchange.group(HOLDERS.schema(), PAIR, (rows, out) -> meet(to, rows, out)))
            .apply("Add up", Exchange.group(PAIR, PAIR, (rows, out) -> addUp(limits, rows, out)))
            .apply(
                "Choose",
                Exchange.group(PAIR, CHOICES.schema(), (rows, out) -> choose(to, rows, out)));
    return TOLD.of(
        PCollectionList.of(PLACES.of(gathered))
            .and(chosen)
            .apply(
                "Tell",
                Exchange.join(
                    List.of(PLACES, CHOICES),
                    List.of(TOLD),
                    (partition, rows, out) -> tell(rows, out.to(TOLD)))));
  }

  private static void read(ShardInput from, Partitions partitions, PackedRows out)
      throws IOException {
    Map<String, DocumentId> repositories = new HashMap<>();
    from.forEach(
        List.of(
            DocumentTable.DOCUMENTS.columns(
                DocumentTable.KIND,
                DocumentTable.SOURCE,
                DocumentTable.REPOSITORY,
                DocumentTable.TEXT_DIGEST,
                DocumentTable.DATE),
            DecisionTables.RULED.columns(DecisionTables.KEPT)),
        (number, row) -> {
          if (isFile(row) && row.is(DecisionTables.KEPT)) {
            DocumentId repository =
                repositories.computeIfAbsent(
                    row.get(DocumentTable.SOURCE) + "\n" + row.get(DocumentTable.REPOSITORY),
                    key -> repository(row));
            out.add(
                partitions.of(repository),
                repository,
                row.get(DocumentTable.TEXT_DIGEST),
                row.getOrNull(DocumentTable.DATE),
                from.rowId(number));
          }
        });
  }

  /** Whether a document is a file of a repository. */
  static boolean isFile(Row row) {
    return Kind.CODE.word().equals(row.getOrNull(DocumentTable.KIND))
        && row.has(DocumentTable.REPOSITORY);
  }

  /** The repository that a file is of. */
  static DocumentId repository(Row file) {
    return Repositories.id(
        file.get(DocumentTable.SOURCE),
        file.get(DocumentTable.REPOSITORY),
        file.get(DocumentTable.TEXT_DIGEST));
  }

  /** Counts the files of each repository, and sends it to where each of them meets others. */
  private static void gather(ForkSettings settings, Partitions partitions, Rows rows, Lanes out) {
    SortedMap<DocumentId, RepositoryFiles> repositories = new TreeMap<>();
    rows.forEach(
        row ->
            repositories
                .computeIfAbsent(row.get(REPOSITORY), key -> new RepositoryFiles())
                .add(
                    row.get(DocumentTable.TEXT_DIGEST),
                    row.getOrNull(DocumentTable.DATE),
                    row.get(ROW_ID)));
    repositories.forEach(
        (id, files) -> {
          long[] digests = files.different();
          if (digests.length >= settings.minimumFiles()) {
            for (long digest : digests) {
              out.to(HOLDERS)
                  .add(partitions.of(digest), digest, id, (long) digests.length, files.latest());
            }
            out.to(PLACES).add(partitions.of(id), id, files.firstRowIds());
          }
        });
  }

  /** Counts, for the files of one partition, which of their repositories meet. */
  private static void meet(Partitions partitions, Rows rows, PackedRows out) {
    new RepositoryMeetings(
            (pair, shared) -> write(partitions.of(pair.fork().id()), pair, shared, out))
        .count(
            rows.map(
                row ->
                    new Holder(
                        row.get(DIGEST),
                        new Repository(row.get(REPOSITORY), row.get(FILES), row.get(LATEST)))));
  }

  /** Adds up what pairs share, and lets pass to one worker those that are alike. */
  private static void addUp(ForkSettings settings, Rows rows, PackedRows out) {
    Map<RepositoryPair, Long> all = new HashMap<>();
    rows.forEach(row -> all.merge(pair(row), row.get(SHARED), Long::sum));
    all.forEach(
        (pair, shared) -> {
          if ((double) shared / pair.fork().files() >= settings.similarity()) {
            write(0, pair, shared, out);
          }
        });
  }

  private static void write(int partition, RepositoryPair pair, long shared, PackedRows out) {
    Repository fork = pair.fork();
    Repository of = pair.of();
    out.add(
        partition,
        fork.id(),
        fork.files(),
        fork.latest(),
        of.id(),
        of.files(),
        of.latest(),
        shared);
  }

  private static RepositoryPair pair(Row row) {
    return new RepositoryPair(
        new Repository(row.get(FORK), row.get(FORK_FILES), row.get(FORK_LATEST)),
        new Repository(row.get(OF), row.get(OF_FILES), row.get(OF_LATEST)));
  }

  private static void choose(Partitions partitions, Rows rows, PackedRows out) {
    ForkChoice choice = new ForkChoice();
    rows.forEach(row -> choice.add(pair(row), row.get(SHARED)));
    choice.choose(
        chosen ->
            out.add(
                partitions.of(chosen.repository()),
                chosen.repository(),
                chosen.cluster(),
                chosen.survivor(),
                chosen.files(),
                chosen.shared()));
  }

  /** Tells each shard that has files of a repository what became of it. */
  private static void tell(LaneRows rows, PackedRows out) throws IOException {
    Map<DocumentId, byte[]> places = new HashMap<>();
    SortedMap<DocumentId, Row> chosen = new TreeMap<>();
    rows.forEach(
        (lane, row) -> {
          if (lane.equals(CHOICES)) {
            chosen.put(row.get(REPOSITORY), row);
          } else {
            places.put(row.get(REPOSITORY), row.get(ROW_IDS));
          }
        });
    chosen.forEach(
        (repository, row) -> {
          long files = row.get(FILES);
          long shared = row.get(SHARED);
          ByteBuffer rowIds = ByteBuffer.wrap(Objects.requireNonNull(places.get(repository)));
          while (rowIds.hasRemaining()) {
            long rowId = rowIds.getLong();
            out.add(
                RowId.shard(rowId),
                (long) RowId.row(rowId),
                repository,
                row.get(ForkClusters.CLUSTER),
                row.get(ForkClusters.SURVIVOR),
                (double) shared / files,
                files,
                shared);
          }
        });
  }
}

package io.winnow.dedup.forks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.Repositories;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import io.winnow.corpus.table.TableReader;
import io.winnow.testing.PipelineConformance;
import io.winnow.testing.PipelineScenario;
import io.winnow.testing.StageRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Forks are those that comparing every repository with every other finds, wherever they lie. */
class ForksConformanceTest extends PipelineConformance {
  private static final ForkSettings SETTINGS = new ForkSettings(0.6, 5);

  private record SourceFile(String repository, String text, @Nullable Long date, boolean kept) {
    SourceFile(String repository, String text, @Nullable Long date) {
      this(repository, text, date, true);
    }
  }

  @Override
  protected PipelineScenario scenario() {
    return trial -> {
      CorpusFolder folder = new CorpusFolder(trial.input().toString());
      List<SourceFile> all = files(new Random(45));
      List<SourceFile> files = trial.arrangement().order(all);
      List<Shard> shards = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        shards.add(
            write(folder, i, files.subList(files.size() * i / 4, files.size() * (i + 1) / 4)));
      }
      StageRun run = new StageRun(folder, shards, trial.runner());
      run.run(new ForkClusters(SETTINGS));
      run.run(new ForkFiles());
      TreeMap<DocumentId, String> found = new TreeMap<>();
      TreeMap<DocumentId, DocumentId> clusters = new TreeMap<>();
      for (Shard shard : shards) {
        for (Row row : rows(folder, shard, ForkClusters.CLUSTERS)) {
          DocumentId repository = row.get(ForkClusters.REPOSITORY);
          String said =
              row.get(ForkClusters.SURVIVOR)
                  + " "
                  + row.get(ForkClusters.SIMILARITY)
                  + " "
                  + row.get(ForkClusters.FILES)
                  + " "
                  + row.get(ForkClusters.SHARED);
          String before = found.put(repository, said);
          assertTrue(before == null || before.equals(said), "shards are told different things");
          if (!repository.equals(row.get(ForkClusters.SURVIVOR))) {
            clusters.put(repository, row.get(ForkClusters.CLUSTER));
          }
        }
      }
      assertEquals(expected(all.stream().filter(SourceFile::kept).toList()), found);
      assertTrue(found.size() > 20, found.toString());
      for (int fork = 0; fork < 5; fork++) {
        DocumentId part = Repositories.id("repos", "part-of-large-" + fork, Digest.ofText(""));
        assertTrue(found.containsKey(part), "a part of the large repository is no fork");
      }
      assertFilesFollowTheirRepositories(folder, shards, files, clusters);
      Files.writeString(trial.output().resolve("forks"), found.toString());
    };
  }

  /** A file goes with its repository, whatever the rules say of it. */
  private static void assertFilesFollowTheirRepositories(
      CorpusFolder folder,
      List<Shard> shards,
      List<SourceFile> files,
      Map<DocumentId, DocumentId> clusters)
      throws IOException {
    List<Row> flagged = new ArrayList<>();
    for (Shard shard : shards) {
      flagged.addAll(rows(folder, shard, ForkFiles.FORKS));
    }
    assertEquals(files.size(), flagged.size());
    for (int i = 0; i < files.size(); i++) {
      String name = files.get(i).repository;
      DocumentId cluster = clusters.get(Repositories.id("repos", name, Digest.ofText("")));
      assertEquals(cluster, flagged.get(i).getOrNull(ForkFiles.CLUSTER), name);
      assertEquals(cluster != null, flagged.get(i).get(ForkFiles.FORK), name);
    }
  }

  private static List<Row> rows(CorpusFolder folder, Shard shard, Table table) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (TableReader reader =
        TableReader.open(folder, shard.name(), new Columns(table, table.schema().columns()))) {
      for (Row row = reader.row(); row != null; row = reader.row()) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** Families of forks that lose and change files, and repositories that share a licence alone. */
  private static List<SourceFile> files(Random random) {
    List<SourceFile> files = new ArrayList<>();
    for (int family = 0; family < 12; family++) {
      int size = 3 + random.nextInt(40);
      for (int fork = random.nextInt(5); fork >= 0; fork--) {
        String name = "family-" + family + "-" + fork;
        files.add(new SourceFile(name, "the licence of all", null));
        int lost = random.nextInt(70);
        for (int file = 0; file < size; file++) {
          if (random.nextInt(100) >= lost) {
            String text = "file " + file + " of " + family;
            Long date = random.nextBoolean() ? (long) random.nextInt(100) : null;
            files.add(new SourceFile(name, text, date, random.nextInt(10) > 0));
          } else if (random.nextBoolean()) {
            files.add(new SourceFile(name, "file " + file + " as " + name + " has it", null));
          }
        }
      }
    }
    large(random, files);
    return files;
  }

  /**
   * A repository that others hold a small part of, a family too large for its files to be compared
   * in all pairs, and what shares with it the common files alone.
   */
  private static void large(Random random, List<SourceFile> files) {
    for (int file = 0; file < 2000; file++) {
      files.add(new SourceFile("large", "large " + file, null));
    }
    for (int fork = 0; fork < 5; fork++) {
      for (int file = 0; file < 10 + 20 * fork; file++) {
        String text = "large " + random.nextInt(2000);
        files.add(new SourceFile("part-of-large-" + fork, text, null));
      }
    }
    for (int fork = 0; fork < RepositoryMeetings.COMMON + 30; fork++) {
      String name = "popular-" + fork;
      files.add(new SourceFile(name, "the licence of all", null));
      for (int file = 0; file < 9; file++) {
        String text = random.nextInt(8) > 0 ? "popular " + file : "own " + file + " of " + name;
        files.add(new SourceFile(name, text, null));
      }
    }
  }

  private static Shard write(CorpusFolder folder, int number, List<SourceFile> files)
      throws IOException {
    Schema schema = DocumentTable.DOCUMENTS.schema();
    List<@Nullable Object[]> documents = new ArrayList<>();
    List<@Nullable Object[]> ruled = new ArrayList<>();
    for (SourceFile file : files) {
      @Nullable Object[] row = new @Nullable Object[schema.size()];
      row[schema.indexOf(DocumentTable.KIND.name())] = Kind.CODE.word();
      row[schema.indexOf(DocumentTable.SOURCE.name())] = "repos";
      row[schema.indexOf(DocumentTable.REPOSITORY.name())] = file.repository;
      row[schema.indexOf(DocumentTable.TEXT_DIGEST.name())] = Digest.ofText(file.text);
      row[schema.indexOf(DocumentTable.DATE.name())] = file.date;
      documents.add(row);
      ruled.add(new @Nullable Object[] {file.kept, null, null});
    }
    StageRun.write(folder, "s" + number, DocumentTable.DOCUMENTS, documents);
    StageRun.write(folder, "s" + number, DecisionTables.RULED, ruled);
    return new Shard(number, "s" + number, files.size(), 1);
  }

  private record Repository(DocumentId id, Set<String> texts, long latest) {}

  /** Whether others meet a repository at a file: at a common one only the preferred ones. */
  private static boolean meet(List<Repository> holders, Repository other) {
    return holders.size() <= RepositoryMeetings.COMMON
        || holders.indexOf(other) < RepositoryMeetings.PREFERRED;
  }

  /** Sets of texts, each against all that stay. */
  private static Map<DocumentId, String> expected(List<SourceFile> files) {
    Map<String, Set<String>> texts = new LinkedHashMap<>();
    Map<String, Long> latest = new LinkedHashMap<>();
    for (SourceFile file : files) {
      texts.computeIfAbsent(file.repository, name -> new HashSet<>()).add(file.text);
      latest.merge(file.repository, file.date == null ? Long.MIN_VALUE : file.date, Math::max);
    }
    List<Repository> repositories = new ArrayList<>();
    texts.forEach(
        (name, of) -> {
          if (of.size() >= SETTINGS.minimumFiles()) {
            DocumentId id = Repositories.id("repos", name, Digest.ofText(""));
            repositories.add(new Repository(id, of, latest.getOrDefault(name, Long.MIN_VALUE)));
          }
        });
    repositories.sort(
        Comparator.comparingInt((Repository one) -> -one.texts.size())
            .thenComparing(one -> -Math.max(one.latest, -Long.MAX_VALUE))
            .thenComparing(Repository::id));
    Map<String, List<Repository>> holders = new HashMap<>(); // in the order of preference
    for (Repository one : repositories) {
      one.texts.forEach(text -> holders.computeIfAbsent(text, key -> new ArrayList<>()).add(one));
    }
    List<Repository> stay = new ArrayList<>();
    TreeMap<DocumentId, String> said = new TreeMap<>();
    for (Repository one : repositories) {
      Repository best = null;
      int most = 0;
      for (Repository other : stay) {
        Set<String> both = new TreeSet<>(one.texts);
        both.retainAll(other.texts);
        both.removeIf(text -> !meet(holders.getOrDefault(text, List.of()), other));
        if (both.size() >= SETTINGS.similarity() * one.texts.size() && both.size() > most) {
          best = other;
          most = both.size();
        }
      }
      if (best == null) {
        stay.add(one);
      } else {
        int size = one.texts.size();
        said.put(one.id, best.id + " " + (double) most / size + " " + size + " " + most);
        int files0 = best.texts.size();
        said.put(best.id, best.id + " 1.0 " + files0 + " " + files0);
      }
    }
    return said;
  }
}

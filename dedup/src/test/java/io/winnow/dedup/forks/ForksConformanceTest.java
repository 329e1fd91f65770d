package io.winnow.dedup.forks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Repositories;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableWriter;
import io.winnow.dedup.Dedup;
import io.winnow.testing.PipelineConformance;
import io.winnow.testing.PipelineScenario;
import io.winnow.testing.SeenRows;
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
import org.apache.beam.sdk.Pipeline;
import org.jspecify.annotations.Nullable;

/** Forks are those that comparing every repository with every other finds, wherever they lie. */
class ForksConformanceTest extends PipelineConformance {
  private static final String MASK = "mask";
  private static final Schema KEPT = Schema.of(Column.flag("kept", ""));
  private static final ForkParameters PARAMETERS = new ForkParameters(0.6, 5);

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
      Pipeline pipeline = Pipeline.create(trial.runner().options("forks"));
      SeenRows seen =
          new SeenRows(
              pipeline
                  .apply("Shards", Tasks.shards(shards))
                  .apply("Forks", Dedup.forks(PARAMETERS, folder, MASK, shards)),
              ForkTables.CLUSTERS_SCHEMA);
      pipeline.run().waitUntilFinish();
      TreeMap<DocumentId, String> found = new TreeMap<>();
      for (SeenRows.Row row : seen.rows()) {
        @Nullable Object[] values = row.values();
        String said = values[3] + " " + values[4] + " " + values[5] + " " + values[6];
        String before = found.put((DocumentId) values[1], said);
        assertTrue(before == null || before.equals(said), "shards are told different things");
      }
      assertEquals(expected(all.stream().filter(SourceFile::kept).toList()), found);
      assertTrue(found.size() > 20, found.toString());
      for (int fork = 0; fork < 5; fork++) {
        DocumentId part = Repositories.id("repos", "part-of-large-" + fork, Digest.ofText(""));
        assertTrue(found.containsKey(part), "a part of the large repository is no fork");
      }
      Files.writeString(trial.output().resolve("forks"), found.toString());
    };
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
    for (int fork = 0; fork < FindForks.COMMON + 30; fork++) {
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
    try (TableWriter writer =
        TableWriter.open(
            folder.table(DocumentTable.DOCUMENTS.name(), "s" + number),
            DocumentTable.DOCUMENTS.schema())) {
      for (SourceFile file : files) {
        @Nullable Object[] row = new @Nullable Object[DocumentTable.DOCUMENTS.schema().size()];
        row[DocumentTable.DOCUMENTS.schema().indexOf("kind")] = "code";
        row[DocumentTable.DOCUMENTS.schema().indexOf("source")] = "repos";
        row[DocumentTable.DOCUMENTS.schema().indexOf("repository")] = file.repository;
        row[DocumentTable.DOCUMENTS.schema().indexOf("text_digest")] = Digest.ofText(file.text);
        row[DocumentTable.DOCUMENTS.schema().indexOf("date")] = file.date;
        writer.write(row);
      }
      writer.commit();
    }
    try (TableWriter writer = TableWriter.open(folder.table(MASK, "s" + number), KEPT)) {
      for (SourceFile file : files) {
        writer.write(file.kept);
      }
      writer.commit();
    }
    return new Shard(number, "s" + number, files.size(), 1);
  }

  private record Repository(DocumentId id, Set<String> texts, long latest) {}

  /** Whether others meet a repository at a file: at a common one only the preferred ones. */
  private static boolean meet(List<Repository> holders, Repository other) {
    return holders.size() <= FindForks.COMMON || holders.indexOf(other) < FindForks.PREFERRED;
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
          if (of.size() >= PARAMETERS.minimumFiles()) {
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
        if (both.size() >= PARAMETERS.similarity() * one.texts.size() && both.size() > most) {
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

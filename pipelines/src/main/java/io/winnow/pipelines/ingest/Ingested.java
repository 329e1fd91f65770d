package io.winnow.pipelines.ingest;

import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.pipelines.engine.Jobs;
import io.winnow.pipelines.engine.Receipts;
import io.winnow.readers.InputReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;

/** What has been read: the shards, and how many records each source had. */
public final class Ingested {
  private final CorpusFolder folder;
  private final Receipts receipts;
  private final List<IngestTask> tasks;

  private Ingested(CorpusFolder folder, Receipts receipts, List<IngestTask> tasks) {
    this.folder = folder;
    this.receipts = receipts;
    this.tasks = List.copyOf(tasks);
  }

  /** Called when inputs were read, in which they must not have changed. */
  @FunctionalInterface
  public interface AfterReading {
    void check() throws IOException;
  }

  /** Reads what has not been read yet. */
  public static Ingested of(
      CorpusFolder folder,
      Receipts receipts,
      List<IngestTask> tasks,
      IngestSettings settings,
      Map<Kind, InputReader> readers,
      Jobs jobs,
      AfterReading after)
      throws IOException {
    Ingested all = new Ingested(folder, receipts, tasks);
    List<IngestTask> todo = new ArrayList<>();
    for (IngestTask task : tasks) {
      if (!all.isThere(task)) {
        todo.add(task);
      }
    }
    jobs.pipeline(
        new Jobs.Title(Ingest.NAME, todo.size(), tasks.size() - todo.size(), List.of(Ingest.NAME)),
        List.of(),
        pipeline -> pipeline.apply(Ingest.NAME, new Ingest(folder, todo, settings, readers)));
    receipts.forget(Ingest.TABLES.stream().map(Table::name).toList());
    if (!todo.isEmpty()) {
      try {
        after.check();
      } catch (IOException | RuntimeException e) {
        // Nobody knows which bytes were read, so they do not count even when the inputs are back.
        FileSystems.delete(
            todo.stream().map(task -> folder.receipt(Ingest.NAME, task.name())).toList(),
            StandardMoveOptions.IGNORE_MISSING_FILES);
        throw e;
      }
    }
    return all;
  }

  private boolean isThere(IngestTask task) throws IOException {
    for (CorpusFolder at = folder; at != null; at = at.below()) {
      Receipt receipt = Receipt.read(at.receipt(Ingest.NAME, task.name())).orElse(null);
      if (receipt != null && receipt.key().equals(task.key()) && shardsAreThere(task, receipt)) {
        if (!at.equals(folder)) {
          // What another attempt left in its place is not to be read.
          FileSystems.delete(
              List.of(folder.receipt(Ingest.NAME, task.name())),
              StandardMoveOptions.IGNORE_MISSING_FILES);
        }
        return true;
      }
    }
    return false;
  }

  private boolean shardsAreThere(IngestTask task, Receipt receipt) throws IOException {
    List<String> tables = Ingest.TABLES.stream().map(Table::name).toList();
    for (int i = 0; i < receipt.counts().get(Ingest.SHARDS); i++) {
      if (!receipts.isThere(tables, Ingest.shardName(task.name(), i), task.key()::equals)) {
        return false;
      }
    }
    return true;
  }

  private Receipt receipt(IngestTask task) throws IOException {
    for (CorpusFolder at = folder; at != null; at = at.below()) {
      Optional<Receipt> receipt = Receipt.read(at.receipt(Ingest.NAME, task.name()));
      if (receipt.isPresent()) {
        return receipt.get();
      }
    }
    throw new IllegalStateException("ingest left no receipt for " + task.name());
  }

  /** The shards, in the order of the sources and of the names of their tasks. */
  public List<Shard> shards() throws IOException {
    List<Shard> shards = new ArrayList<>();
    for (IngestTask task : tasks) {
      long count = receipt(task).counts().get(Ingest.SHARDS);
      for (int i = 0; i < count; i++) {
        String name = Ingest.shardName(task.name(), i);
        Receipt documents = receipts.require(DocumentTable.DOCUMENTS.name(), name);
        shards.add(
            new Shard(
                shards.size(),
                name,
                documents.file().rows(),
                documents.counts().getOrDefault(Ingest.TEXT_BYTES, 0L)));
      }
    }
    return shards;
  }

  /**
   * Records that belong to the run, by source.
   *
   * @param sources of the recipe, in its order
   */
  public Map<String, Long> records(List<String> sources) throws IOException {
    Map<String, Long> records = new LinkedHashMap<>();
    sources.forEach(source -> records.put(source, 0L));
    for (IngestTask task : tasks) {
      Map<String, Long> counts = receipt(task).counts();
      long in = counts.getOrDefault(Ingest.RECORDS, 0L);
      long left = counts.getOrDefault(Ingest.NOT_SAMPLED, 0L);
      records.merge(task.settings().name(), in - left, Long::sum);
    }
    return records;
  }
}

package io.winnow.pipelines.engine;

import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.OtherFile;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Runs stages over the shards of a corpus, each piece once: what is there under the same key is not
 * computed again. An earlier stage that is computed again with the same result leaves everything
 * after it alone.
 */
public final class Engine implements Inputs {
  private final CorpusFolder folder;
  private final List<Shard> shards;
  private final Receipts receipts;
  private final Keys keys;
  private final Jobs jobs;

  /** Files of the tables that are not of shards. */
  private final Map<String, List<String>> parts = new HashMap<>();

  /**
   * @param shards of the corpus
   * @param receipts of the folder
   * @param jobs where work is done
   */
  public Engine(CorpusFolder folder, List<Shard> shards, Receipts receipts, Jobs jobs) {
    this.folder = folder;
    this.shards = List.copyOf(shards);
    this.receipts = receipts;
    this.keys = new Keys(receipts, this.shards);
    this.jobs = jobs;
  }

  @Override
  public CorpusFolder folder() {
    return folder;
  }

  @Override
  public List<Shard> shards() {
    return shards;
  }

  @Override
  public List<Receipt> receipts(Table table) throws IOException {
    List<Receipt> all = new ArrayList<>();
    for (String file : files(table)) {
      all.add(receipts.require(table.name(), file));
    }
    return all;
  }

  /** Names of the files of a table: those of the shards of the corpus, or of a mixture's parts. */
  public List<String> files(Table table) {
    List<String> names = parts.get(table.name());
    return names == null ? shards.stream().map(Shard::name).toList() : names;
  }

  /**
   * Runs a stage, or finds that there is nothing to do.
   *
   * @return whether it belongs to the run: its tables are there
   */
  public boolean run(Stage stage) throws IOException {
    if (!stage.isNeeded(this)) {
      return false;
    }
    Work work = stage.work(this);
    if (work instanceof Work.PerShard each) {
      perShard(stage, each);
    } else if (work instanceof Work.Shuffle shuffle) {
      shuffle(stage, shuffle);
    } else if (work instanceof Work.Parts parts) {
      parts(stage, parts);
    } else if (work instanceof Work.Rounds rounds) {
      rounds(stage, rounds);
    }
    return true;
  }

  private void perShard(Stage stage, Work.PerShard work) throws IOException {
    List<Shard> over = work.over().isEmpty() ? shards : work.over();
    List<String> tables = names(stage);
    if (!work.over().isEmpty()) {
      tables.forEach(table -> parts.put(table, over.stream().map(Shard::name).toList()));
    }
    String code = Keys.code(stage, work.function());
    String settings = stage.settings(this);
    List<ShardTask> todo = new ArrayList<>();
    List<ShardTask> there = new ArrayList<>();
    for (Shard shard : over) {
      String base = keys.ofShard(stage, code, settings, stage.reads(), shard);
      String key = base + Keys.BASE_END + keys.ofShard(stage, "", "", stage.masks(), shard);
      boolean done = receipts.isThere(tables, shard.name(), key::equals);
      boolean earlier =
          !done
              && !stage.masks().isEmpty()
              && receipts.isThere(
                  tables, shard.name(), other -> other.startsWith(base + Keys.BASE_END));
      Shard first = shards.isEmpty() ? shard : shards.get(0);
      (done ? there : todo).add(new ShardTask(shard, first, key, earlier));
    }
    there.parallelStream()
        .filter(task -> !hasOtherFiles(stage, task.shard()))
        .forEachOrdered(todo::add);
    jobs.shards(
        new Jobs.Title(stage.name(), todo.size(), over.size() - todo.size(), tables),
        new ShardWork(folder, stage.writes(), work.function()),
        todo);
    receipts.forget(tables);
  }

  /**
   * Whether the files besides its tables are as they were left, beside those tables. If that is in
   * the folder below, what another attempt left in their place is deleted, as it is of tables.
   */
  private boolean hasOtherFiles(Stage stage, Shard shard) {
    try {
      List<OtherFile> files = stage.otherFiles(folder, shard);
      if (files.isEmpty()) {
        return true;
      }
      CorpusFolder place = folder.holder(names(stage).get(0), shard.name());
      for (OtherFile file : files) {
        if (!file.isThere(place)) {
          return false;
        }
      }
      if (!place.equals(folder)) {
        FileSystems.delete(
            files.stream().map(file -> file.at(folder)).toList(),
            StandardMoveOptions.IGNORE_MISSING_FILES);
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void shuffle(Stage stage, Work.Shuffle work) throws IOException {
    shuffle(stage, work, keys.ofAll(stage, stage.settings(this)));
  }

  private void shuffle(Stage stage, Work.Shuffle work, String key) throws IOException {
    List<String> tables = names(stage);
    boolean done = isThere(tables, key);
    int all = shards.size();
    jobs.pipeline(
        new Jobs.Title(stage.name(), done ? 0 : all, done ? all : 0, tables),
        done ? List.of() : shards,
        pipeline -> {
          Map<String, PCollection<KV<Integer, byte[]>>> blocks = work.transforms().apply(pipeline);
          for (Table table : stage.writes()) {
            PCollection<KV<Integer, byte[]>> packed = blocks.get(table.name());
            if (packed == null) {
              throw new IllegalStateException(stage.name() + " makes no " + table.name());
            }
            packed.apply("Write " + table.name(), new WriteTable(folder, shards, table, key));
          }
        });
    receipts.forget(tables);
  }

  private boolean isThere(List<String> tables, String key) throws IOException {
    for (Shard shard : shards) {
      if (!receipts.isThere(tables, shard.name(), key::equals)) {
        return false;
      }
    }
    return true;
  }

  private void parts(Stage stage, Work.Parts work) throws IOException {
    List<String> tables = names(stage);
    String key = keys.ofAll(stage, stage.settings(this));
    tables.forEach(table -> parts.put(table, work.names()));
    int all = work.names().size();
    boolean done = true;
    for (String name : work.names()) {
      done &= receipts.isThere(tables, name, key::equals);
    }
    jobs.pipeline(
        new Jobs.Title(stage.name(), done ? 0 : all, done ? all : 0, tables),
        List.of(),
        pipeline -> work.transforms().apply(pipeline, key));
    receipts.forget(tables);
    for (String name : work.names()) {
      if (!receipts.isThere(tables, name, key::equals)) {
        throw new IllegalStateException(stage.name() + " left no " + name);
      }
    }
  }

  private void rounds(Stage stage, Work.Rounds work) throws IOException {
    String key = keys.ofAll(stage, stage.settings(this));
    if (isThere(names(stage), key)) {
      shuffle(stage, new Work.Shuffle(pipeline -> Map.of()), key);
      return;
    }
    for (Optional<Stage> next = work.next().next(this);
        next.isPresent();
        next = work.next().next(this)) {
      Stage round = next.get();
      if (names(round).equals(names(stage)) && round.work(this) instanceof Work.Shuffle last) {
        // What the last round writes is the result of the stage, and is there under its key.
        shuffle(round, last, key);
      } else {
        run(round);
      }
    }
  }

  private static List<String> names(Stage stage) {
    return stage.writes().stream().map(Table::name).toList();
  }
}

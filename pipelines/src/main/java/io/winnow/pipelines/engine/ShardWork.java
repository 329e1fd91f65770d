package io.winnow.pipelines.engine;

import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;

/** Each shard on its own, nothing shuffled, no text in any collection. */
final class ShardWork implements Serializable {
  private final CorpusFolder folder;
  private final ArrayList<Table> tables;
  private final ShardFunction function;

  ShardWork(CorpusFolder folder, List<Table> tables, ShardFunction function) {
    this.folder = folder;
    this.tables = new ArrayList<>(tables);
    this.function = function;
  }

  /** Computes the tables of one shard. */
  void compute(ShardTask task) throws IOException {
    if (!task.earlier()) {
      // Before the function, which may write files besides the tables.
      for (Table table : tables) {
        Receipt.letGo(folder.receipt(table.name(), task.shard().name()), task.key());
      }
    }
    try (ShardOutput output = new ShardOutput(folder, task.shard().name(), tables)) {
      function.compute(new ShardInput(folder, task.shard(), task.first(), task.earlier()), output);
      output.commit(task.key());
    }
  }

  /** The same for several, as a job. */
  void apply(Pipeline pipeline, List<ShardTask> tasks) {
    pipeline
        .apply("Shards", Tasks.of(ShardTask.class, tasks, task -> task.shard().textBytes()))
        .apply("Compute", ParDo.of(new Compute(this)));
  }

  private static final class Compute extends DoFn<ShardTask, Void> {
    private final ShardWork work;

    Compute(ShardWork work) {
      this.work = work;
    }

    @ProcessElement
    public void compute(@Element ShardTask task) throws IOException {
      work.compute(task);
    }
  }
}

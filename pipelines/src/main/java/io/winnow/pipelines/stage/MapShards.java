package io.winnow.pipelines.stage;

import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.CorpusFolder;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PDone;

/** A map stage: each shard on its own, nothing shuffled, no text in any collection. */
final class MapShards extends PTransform<PBegin, PDone> {
  private final CorpusFolder folder;
  private final List<ShardTask> tasks;
  private final ShardFunction function;

  MapShards(CorpusFolder folder, List<ShardTask> tasks, ShardFunction function) {
    this.folder = folder;
    this.tasks = tasks;
    this.function = function;
  }

  @Override
  public PDone expand(PBegin begin) {
    begin
        .apply("Shards", Tasks.of(ShardTask.class, tasks, task -> task.shard().textBytes()))
        .apply("Compute", ParDo.of(new Compute(folder, function)));
    return PDone.in(begin.getPipeline());
  }

  private static final class Compute extends DoFn<ShardTask, Void> {
    private final CorpusFolder folder;
    private final ShardFunction function;

    Compute(CorpusFolder folder, ShardFunction function) {
      this.folder = folder;
      this.function = function;
    }

    @ProcessElement
    public void compute(@Element ShardTask task) throws IOException {
      try (ShardOutput output = new ShardOutput(folder, task.shard().name(), function.outputs())) {
        function.compute(folder, task.shard(), task.earlier(), output);
        output.commit(task.key());
      }
    }
  }
}

package io.winnow.pipelines;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import io.winnow.quality.decision.LastDecisions;
import java.io.IOException;
import java.util.List;

/** The map stage {@code decisions}: the last word on every document. */
final class DecisionTable implements ShardFunction {
  private final LastDecisions last;

  DecisionTable(LastDecisions last) {
    this.last = last;
  }

  @Override
  public List<Output> outputs() {
    return List.of(new Output(DecisionTables.DECISIONS.name(), DecisionTables.DECISIONS.schema()));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    last.write(folder, shard, row -> to.write(0, row));
  }
}

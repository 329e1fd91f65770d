package io.winnow.pipelines;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.mixtures.epochs.Component;
import io.winnow.mixtures.epochs.ComponentTotals;
import io.winnow.mixtures.epochs.CopyTable;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The map stage {@code copies_NAME}: which documents enter a mixture, and how often. */
final class CopiesFunction implements ShardFunction {
  private final String mixture;
  private final CopyTable copies;

  CopiesFunction(
      String mixture,
      List<Component> components,
      long seed,
      List<CopyTable.Measured> measured,
      boolean edited) {
    this.mixture = mixture;
    this.copies = new CopyTable(mixture, components, seed, SignalTable.SCHEMA, measured, edited);
  }

  @Override
  public List<Output> outputs() {
    return List.of(new Output(CopyTable.name(mixture), CopyTable.SCHEMA));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    Map<String, ComponentTotals> totals = copies.write(folder, shard, row -> to.write(0, row));
    totals.forEach(
        (component, sum) ->
            sum.counts(component).forEach((name, count) -> to.count(0, name, count)));
  }
}

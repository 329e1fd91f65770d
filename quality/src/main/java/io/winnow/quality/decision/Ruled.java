package io.winnow.quality.decision;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Table;
import java.util.List;

/**
 * Says what the rules leave, whatever becomes of it later: what only looks at documents that may
 * stay, such as the search for forks, asks for it.
 */
public final class Ruled implements Stage {
  private final Policy policy;

  /**
   * @param policy with the flags that are there before it
   */
  public Ruled(Policy policy) {
    this.policy = policy.ruled();
  }

  @Override
  public String name() {
    return "ruled";
  }

  @Override
  public String word() {
    return "forks";
  }

  @Override
  public List<Table> reads() {
    return policy.tables();
  }

  @Override
  public List<Table> writes() {
    return List.of(DecisionTables.RULED);
  }

  @Override
  public String settings(Inputs inputs) {
    return policy.canonical();
  }

  @Override
  public Work work(Inputs inputs) {
    return DecideBlocks.prefilter(policy, inputs, DecisionTables.RULED);
  }
}

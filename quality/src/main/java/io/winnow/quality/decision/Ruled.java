package io.winnow.quality.decision;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;

/**
 * Says what the rules leave, whatever becomes of it later: what only looks at documents that may
 * stay, such as the search for forks, asks for it.
 */
public final class Ruled extends TableStage {
  private final Policy policy;

  /**
   * @param policy with the flags that are there before it
   */
  public Ruled(Policy policy) {
    super("forks", policy.ruled().tables(), DecisionTables.RULED);
    this.policy = policy.ruled();
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

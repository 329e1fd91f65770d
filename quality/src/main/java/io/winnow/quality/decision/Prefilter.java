package io.winnow.quality.decision;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;

/**
 * Says what the expensive stages see: what the prefilter rules, the flags and the round of equal
 * texts leave. Of equal texts it is the very one that the decision will keep, if it keeps any: what
 * is measured of it is there for the later rounds.
 */
public final class Prefilter extends TableStage {
  private final Policy policy;

  /**
   * @param policy with the flags that are there before it
   */
  public Prefilter(Policy policy) {
    super("prefilter", policy.prefilter().tables(), DecisionTables.PREFILTER);
    this.policy = policy.prefilter();
  }

  @Override
  public String settings(Inputs inputs) {
    return policy.canonical();
  }

  @Override
  public Work work(Inputs inputs) {
    return DecideBlocks.prefilter(policy, inputs, DecisionTables.PREFILTER);
  }
}

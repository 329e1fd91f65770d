package io.winnow.quality.decision;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides about every document.
 *
 * <p>First the rules, in order: the first that holds drops the document; then what others marked
 * goes, such as files of forks. Then the rounds: among the living of a group of equal texts, then
 * of equal addresses, one survivor lives on. What is contaminated goes after the round of equal
 * texts, so that it survives nothing else. Only documents in some group are shuffled, as thin rows;
 * the others are decided where they lie. Every document gets exactly one decision, which depends on
 * nothing but the tables and the policy: not on rows, shards or order of arrival.
 *
 * <p>Memory: the thin rows of one partition of groups, about {@value
 * DecideBlocks#ROWS_PER_PARTITION}, or of the largest group, if that is larger; 400 bytes a row.
 */
public final class Decide extends TableStage {
  private final Policy policy;

  public Decide(Policy policy) {
    super("", policy.tables(), List.of(DecisionTables.DECIDED, DecisionTables.CLUSTERS_EXACT));
    this.policy = policy;
  }

  @Override
  public String name() {
    return "decide";
  }

  @Override
  public List<Class<? extends Record>> sections() {
    return List.of(RuleSettings.class);
  }

  @Override
  public String settings(Inputs inputs) {
    return policy.canonical();
  }

  @Override
  public Work work(Inputs inputs) {
    return DecideBlocks.decide(policy, inputs);
  }

  @Override
  public List<Drop> drops() {
    List<Drop> drops = new ArrayList<>();
    policy.rules().forEach(rule -> drops.add(AskRules.drop(rule)));
    return drops;
  }

  @Override
  public List<Table> tells() {
    return List.of(DecisionTables.CLUSTERS_EXACT);
  }
}

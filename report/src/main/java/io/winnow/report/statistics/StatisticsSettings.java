package io.winnow.report.statistics;

import static io.winnow.corpus.Require.require;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * What statistics are about. Only statistics with equal settings can be merged.
 *
 * @param sources names of the sources in the recipe's order
 * @param signals the signals that have histograms, in the order of {@link DocumentFacts#signals}
 * @param rules names of the rules in the recipe's order, as {@link DocumentFacts.Verdicts} counts
 *     them
 * @param thresholds whose nearest documents are remembered
 * @param examples documents remembered for each reason, for the kept and on each side of a
 *     threshold, at least 0
 * @param seed the recipe's seed; chooses the examples
 */
public record StatisticsSettings(
    List<String> sources,
    List<SignalScale> signals,
    List<String> rules,
    List<RuleThreshold> thresholds,
    int examples,
    long seed)
    implements Serializable {
  /** Examples per reason unless a caller wants otherwise. */
  public static final int EXAMPLES = 3;

  public StatisticsSettings {
    sources = List.copyOf(sources);
    signals = List.copyOf(signals);
    rules = List.copyOf(rules);
    thresholds = List.copyOf(thresholds);
    require(
        new HashSet<>(sources).size() == sources.size(), "two sources share a name: %s", sources);
    long names = signals.stream().map(SignalScale::name).distinct().count();
    require(names == signals.size(), "two signals share a name: %s", signals);
    require(examples >= 0, "examples must be at least 0, but was %s", examples);
  }
}

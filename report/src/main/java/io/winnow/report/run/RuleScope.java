package io.winnow.report.run;

import io.winnow.corpus.condition.Condition;
import io.winnow.report.html.HistogramChart.Limit;
import io.winnow.report.run.RunFacts.Source;
import io.winnow.report.statistics.RuleThreshold;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * The documents that a rule can drop, as far as kinds and sources tell: those of some sources.
 *
 * @param sources their names, in the recipe's order
 * @param words for a person: kinds if these say it, or else sources; empty for all documents
 */
public record RuleScope(List<String> sources, String words) {
  private static final String KIND = "kind";
  private static final String SOURCE = "source";

  public RuleScope {
    sources = List.copyOf(sources);
  }

  /** All documents. */
  public static RuleScope all(List<Source> sources) {
    return new RuleScope(sources.stream().map(Source::name).toList(), "");
  }

  /** What a rule can drop by its settings and by what its condition demands. */
  public static RuleScope of(RunFacts.Rule rule, List<Source> sources) {
    Condition condition = Condition.parse(rule.condition());
    Optional<SortedSet<String>> kinds = condition.demanded(KIND);
    Optional<SortedSet<String>> names = condition.demanded(SOURCE);
    return of(
        sources.stream()
            .filter(source -> isAmong(source.kind().word(), rule.kinds()))
            .filter(source -> isAmong(source.name(), rule.sources()))
            .filter(source -> kinds.isEmpty() || kinds.get().contains(source.kind().word()))
            .filter(source -> names.isEmpty() || names.get().contains(source.name()))
            .toList(),
        sources);
  }

  private static boolean isAmong(String name, Collection<String> allowed) {
    return allowed.isEmpty() || allowed.contains(name);
  }

  private static RuleScope of(List<Source> some, List<Source> all) {
    if (some.size() == all.size()) {
      return all(all);
    }
    Set<String> kinds = some.stream().map(s -> s.kind().word()).collect(Collectors.toSet());
    boolean whole = all.stream().filter(s -> kinds.contains(s.kind().word())).toList().equals(some);
    return new RuleScope(
        some.stream().map(Source::name).toList(),
        some.isEmpty()
            ? "no source"
            : some.stream()
                .map(source -> whole ? source.kind().word() : source.name())
                .distinct()
                .collect(Collectors.joining(", ")));
  }

  /**
   * Where tiers and rules draw lines, by the documents that they are for, in the order in which
   * they are asked.
   */
  public static Map<RuleScope, List<Limit>> limits(RunFacts facts) {
    Map<RuleScope, List<Limit>> limits = new LinkedHashMap<>();
    for (RunFacts.Tiers tiers : facts.tiers()) {
      List<Source> some =
          facts.sources().stream().filter(s -> s.kind().word().equals(tiers.kind())).toList();
      List<Limit> own =
          limits.computeIfAbsent(of(some, facts.sources()), scope -> new ArrayList<>());
      own.add(new Limit(tiers.score(), "<", tiers.low(), "low-tier", true));
      own.add(new Limit(tiers.score(), ">=", tiers.high(), "tier high", false));
    }
    for (RunFacts.Rule rule : facts.rules()) {
      Condition condition = Condition.parse(rule.condition());
      List<Condition.Limit> enough = condition.sufficientLimits(Set.of(KIND, SOURCE));
      List<Limit> own =
          limits.computeIfAbsent(of(rule, facts.sources()), scope -> new ArrayList<>());
      for (Condition.Limit limit : condition.limits()) {
        own.add(
            new Limit(
                limit.column(),
                limit.operator(),
                limit.number(),
                rule.name(),
                enough.contains(limit)));
      }
    }
    return limits;
  }

  /**
   * Where rules draw lines that have two sides.
   *
   * @param sources of the recipe
   */
  public static List<RuleThreshold> thresholds(List<RunFacts.Rule> rules, List<Source> sources) {
    List<RuleThreshold> thresholds = new ArrayList<>();
    for (RunFacts.Rule rule : rules) {
      List<String> names = of(rule, sources).sources();
      for (Condition.Limit limit : Condition.parse(rule.condition()).limits()) {
        if (limit.operator().startsWith("<") || limit.operator().startsWith(">")) {
          thresholds.add(
              new RuleThreshold(
                  rule.name(), limit.column(), limit.operator(), limit.number(), names));
        }
      }
    }
    return thresholds;
  }
}

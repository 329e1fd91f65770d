package io.winnow.quality.decision;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.table.Schema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision depends on besides the tables.
 *
 * @param rules asked first, in order
 * @param rounds then held, in the order of {@link Likeness}; each reads its list of members
 * @param survivors keys by which the survivor of a group is chosen, in order; ties go to the
 *     smallest id
 * @param sources names of the recipe's sources, in its order
 * @param signals columns of the table {@code signals}; it is read only if a rule asks for one
 * @param quality kind to the column of {@code scores} by which {@code best-quality} compares; kinds
 *     without one have no quality
 * @param contaminatedShare a document that shares this much with an item of a benchmark is dropped;
 *     infinite where the words in question are cut out, and only what has little else is dropped;
 *     null if nobody looked
 * @param forks whether there is a table {@code forks}, whose files of forks are dropped after the
 *     rules, so that they survive no round
 */
public record Policy(
    List<Rule> rules,
    List<Likeness> rounds,
    List<SurvivorKey> survivors,
    List<String> sources,
    Schema signals,
    Map<Kind, String> quality,
    @Nullable Double contaminatedShare,
    boolean forks)
    implements Serializable {
  /** Name of the aligned table whose column {@code fork} says what belongs to a fork that goes. */
  static final String FORKS = "forks";

  /** Of a corpus without scores in which nobody looked for benchmarks. */
  public Policy(
      List<Rule> rules,
      List<Likeness> rounds,
      List<SurvivorKey> survivors,
      List<String> sources,
      Schema signals) {
    this(rules, rounds, survivors, sources, signals, Map.of(), null);
  }

  /** Of a corpus in which nobody looked for forks. */
  public Policy(
      List<Rule> rules,
      List<Likeness> rounds,
      List<SurvivorKey> survivors,
      List<String> sources,
      Schema signals,
      Map<Kind, String> quality,
      @Nullable Double contaminatedShare) {
    this(rules, rounds, survivors, sources, signals, quality, contaminatedShare, false);
  }

  public Policy {
    quality = Collections.unmodifiableMap(new TreeMap<>(quality));
    rules = List.copyOf(rules);
    rounds = List.copyOf(new TreeSet<>(rounds));
    survivors = List.copyOf(survivors);
    sources = List.copyOf(sources);
    Set<String> names = new HashSet<>();
    for (Rule rule : rules) {
      require(names.add(rule.name()), "two rules are called %s", rule.name());
    }
    // A condition that does not fit the columns is refused here, not in a worker.
    new Rules(rules, allowed(signals));
  }

  /** What the prefilter goes by: it looks at all rules, to know whom a later one condemns. */
  Policy prefilter() {
    return new Policy(
        rules,
        rounds.stream().filter(round -> round == Likeness.CONTENT).toList(),
        survivors,
        sources,
        signals,
        Map.of(),
        null,
        forks);
  }

  /** The rules alone, all of them asked where the prefilter is. */
  Policy ruled() {
    List<Rule> all = new ArrayList<>();
    for (Rule rule : rules) {
      all.add(new Rule(rule.name(), rule.drop(), rule.kinds(), rule.sources(), true));
    }
    return new Policy(all, List.of(), List.of(), sources, signals);
  }

  /** Tables that the rules alone read. */
  public List<String> ruledTables() {
    return ruled().tables();
  }

  /** Tables that the prefilter reads. */
  public List<String> prefilterTables() {
    return prefilter().tables();
  }

  /** The rules that spare later stages what they drop. */
  List<Rule> prefilterRules() {
    return rules.stream().filter(Rule::prefilter).toList();
  }

  /** Columns of {@code signals} that its rules look at, in the order of that table. */
  public List<String> signalColumns() {
    SortedSet<String> wanted = wanted();
    return signals.names().stream().filter(wanted::contains).toList();
  }

  /** Tables that a decision by this policy reads. */
  public List<String> tables() {
    List<String> tables = new ArrayList<>(List.of("documents", "ids"));
    if (!signalColumns().isEmpty()) {
      tables.add("signals");
    }
    rounds.forEach(round -> tables.add(round.members()));
    if (readsScores()) {
      tables.add("scores");
    }
    if (contaminatedShare != null) {
      tables.add("contamination");
    }
    if (forks) {
      tables.add(FORKS);
    }
    return tables;
  }

  /** Whether a round asks for the quality of a document. */
  boolean readsScores() {
    return !quality.isEmpty() && survivors.contains(SurvivorKey.BEST_QUALITY);
  }

  /** Columns of {@code documents} that its rules look at, in the order of that table. */
  List<String> documentColumns() {
    SortedSet<String> wanted = wanted();
    return Rules.documents().names().stream().filter(wanted::contains).toList();
  }

  private SortedSet<String> wanted() {
    SortedSet<String> wanted = new TreeSet<>();
    Schema allowed = allowed(signals);
    rules.forEach(rule -> wanted.addAll(rule.drop().bind(allowed).columns()));
    return wanted;
  }

  private static Schema allowed(Schema signals) {
    return Rules.documents().and(signals);
  }
}

package io.winnow.quality.decision;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.ContaminationTable;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.documents.ScoreTable;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision depends on besides the tables.
 *
 * @param rules asked first, in order
 * @param flags asked next, in order: documents that they mark survive no round
 * @param rounds then held, in the order of {@link Likeness}; each reads its list of members
 * @param survivors keys by which the survivor of a group is chosen, in order; ties go to the
 *     smallest id
 * @param sources names of the recipe's sources, in its order
 * @param offers columns that rules may name besides those of documents; a table is read only if a
 *     rule asks for one
 * @param quality kind to the column of scores by which {@code best-quality} compares; kinds without
 *     one have no quality
 * @param contaminated what goes for what it shares with benchmarks; null if nobody looked
 */
public record Policy(
    List<Rule> rules,
    List<Drop> flags,
    List<Likeness> rounds,
    List<SurvivorKey> survivors,
    List<String> sources,
    List<Offer> offers,
    Map<Kind, String> quality,
    @Nullable Contaminated contaminated)
    implements Serializable {

  /** Of a corpus without scores in which nobody looked for benchmarks or marked anything. */
  public Policy(
      List<Rule> rules,
      List<Likeness> rounds,
      List<SurvivorKey> survivors,
      List<String> sources,
      List<Offer> offers) {
    this(rules, List.of(), rounds, survivors, sources, offers, Map.of(), null);
  }

  public Policy {
    quality = Collections.unmodifiableMap(new TreeMap<>(quality));
    rules = List.copyOf(rules);
    flags = List.copyOf(flags);
    rounds = List.copyOf(new TreeSet<>(rounds));
    survivors = List.copyOf(survivors);
    sources = List.copyOf(sources);
    offers = List.copyOf(offers);
    for (Drop drop : flags) {
      require(
          drop.how() == Drop.How.FLAGGED,
          "the decision looks at flags, but %s drops otherwise",
          drop.stage());
    }
    Set<String> names = new HashSet<>();
    for (Rule rule : rules) {
      require(names.add(rule.name()), "two rules are called %s", rule.name());
    }
    // A condition that does not fit the columns is refused here, not in a worker.
    new Rules(rules, Rules.schema(offers));
  }

  /** The same with other flags: those that are there when a stage begins. */
  public Policy withFlags(List<Drop> newFlags) {
    return new Policy(rules, newFlags, rounds, survivors, sources, offers, quality, contaminated);
  }

  /** The same with scores to compare by. */
  public Policy withQuality(Map<Kind, String> newQuality) {
    return new Policy(rules, flags, rounds, survivors, sources, offers, newQuality, contaminated);
  }

  /** The same where somebody looked for benchmarks, or nobody did. */
  public Policy withContaminated(@Nullable Contaminated newContaminated) {
    return new Policy(rules, flags, rounds, survivors, sources, offers, quality, newContaminated);
  }

  /** What the prefilter goes by: it looks at all rules, to know whom a later one condemns. */
  Policy prefilter() {
    return new Policy(
        rules,
        flags,
        rounds.stream().filter(round -> round == Likeness.CONTENT).toList(),
        survivors,
        sources,
        offers,
        Map.of(),
        null);
  }

  /** The rules and flags alone, all of them asked where the prefilter is. */
  Policy ruled() {
    return new Policy(
        rules.stream().map(rule -> rule.withPrefilter(true)).toList(),
        flags,
        List.of(),
        List.of(),
        List.of(),
        offers,
        Map.of(),
        null);
  }

  /** The rules that spare later stages what they drop. */
  List<Rule> prefilterRules() {
    return rules.stream().filter(Rule::prefilter).toList();
  }

  /** Columns that are read side by side. */
  List<Columns> columns() {
    List<Columns> columns = new ArrayList<>(Rules.columns(rules, offers, AskRules.FIXED));
    columns.add(DocumentTable.IDS.columns(DocumentTable.ID));
    if (readsScores()) {
      Table scores = ScoreTable.of(quality.values().stream().distinct().toList());
      columns.add(scores.columns(scores.schema().names()));
    }
    return columns;
  }

  /** Tables that a decision by this policy reads. */
  List<Table> tables() {
    List<Table> tables =
        new ArrayList<>(columns().stream().map(Columns::table).distinct().toList());
    flags.forEach(drop -> tables.add(table(drop)));
    rounds.forEach(round -> tables.add(round.members()));
    if (contaminated != null) {
      tables.add(ContaminationTable.CONTAMINATION);
    }
    return tables;
  }

  /** Whether a round asks for the quality of a document. */
  boolean readsScores() {
    return !quality.isEmpty() && survivors.contains(SurvivorKey.BEST_QUALITY);
  }

  private static Table table(Drop drop) {
    return Objects.requireNonNull(drop.table());
  }

  private static String flag(Drop drop) {
    return Objects.requireNonNull(drop.flag()).name();
  }

  /** All of it that decides a result, in a form that is always the same. */
  String canonical() {
    List<String> marks = new ArrayList<>();
    for (Drop drop : flags) {
      marks.add(String.join(" ", drop.stage(), drop.reason(), table(drop).name(), flag(drop)));
    }
    return String.join(
        "\n",
        rules.toString(),
        marks.toString(),
        rounds.toString(),
        survivors.toString(),
        sources.toString(),
        (readsScores() ? quality : Map.of()).toString(),
        String.valueOf(contaminated));
  }
}

package io.winnow.report.statistics;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The counts of a corpus or of one shard of it. A map stage builds one per shard, the driver merges
 * them; order and grouping make no difference, because everything is a sum of longs, a minimum or a
 * maximum. Not for several threads at once.
 */
public final class Statistics {
  /** The language of documents that have none: ISO 639's code for "undetermined". */
  public static final String NO_LANGUAGE = "und";

  /** The licence of documents that state none that is known. */
  public static final String NO_LICENCE = "none";

  /** The stage of all rules. */
  private static final String RULES = "rules";

  /** A document remembered as an example: those with the smallest hashes stay. */
  record Example(long hash, DocumentId id) implements Comparable<Example> {
    private static final Comparator<Example> ORDER =
        ((Comparator<Example>) (a, b) -> Long.compareUnsigned(a.hash, b.hash))
            .thenComparing(Example::id);

    @Override
    public int compareTo(Example other) {
      return ORDER.compare(this, other);
    }
  }

  /** Counts of one source while they grow. */
  static final class Ledger {
    Amount kept = Amount.NONE;
    final TreeMap<Reason, Amount> dropped = new TreeMap<>();
    final TreeMap<String, Long> deadLetters = new TreeMap<>();
    final TreeMap<String, Long> passedOver = new TreeMap<>();
  }

  /** Histograms of one signal, kept and dropped documents apart. */
  record Pair(Histogram kept, Histogram dropped) {
    /** Empty ones of some signals. */
    static List<Pair> of(List<SignalScale> signals) {
      return signals.stream()
          .map(signal -> new Pair(new Histogram(signal.scale()), new Histogram(signal.scale())))
          .toList();
    }

    /** Adds a document's values. */
    static void add(List<Pair> to, boolean kept, double[] values) {
      for (int i = 0; i < to.size(); i++) {
        (kept ? to.get(i).kept : to.get(i).dropped).add(values[i]);
      }
    }

    /** Adds the histograms of others, of the same signals or of none. */
    static void merge(List<Pair> to, List<Pair> from) {
      for (int i = 0; i < from.size(); i++) {
        to.get(i).kept.merge(from.get(i).kept);
        to.get(i).dropped.merge(from.get(i).dropped);
      }
    }
  }

  // The name under which examples of kept documents are remembered; no stage has an empty name.
  static final Reason KEPT = new Reason("", "");

  final StatisticsSettings settings;
  final TreeMap<String, Ledger> ledgers = new TreeMap<>();
  final TreeMap<String, Split> kinds = new TreeMap<>();
  final TreeMap<String, Split> languages = new TreeMap<>();
  final TreeMap<String, Split> grades = new TreeMap<>();
  final List<Pair> histograms;
  final SignalSlices bySource;
  final SignalSlices byLanguage;
  final RuleCounts rules;
  final NearestDocuments nearest;
  final NameCounts programmingLanguages = new NameCounts();
  final NameCounts licences = new NameCounts();
  final NameCounts domains = new NameCounts();
  final TreeMap<Reason, TreeSet<Example>> examples = new TreeMap<>();
  final TreeMap<String, ClusterSizes> clusters = new TreeMap<>();

  public Statistics(StatisticsSettings settings) {
    this.settings = settings;
    for (String source : settings.sources()) {
      ledgers.put(source, new Ledger());
    }
    this.histograms = Pair.of(settings.signals());
    this.bySource = new SignalSlices(settings.signals());
    this.byLanguage = new SignalSlices(settings.signals());
    this.rules = new RuleCounts(settings.rules().size());
    this.nearest = new NearestDocuments(settings.thresholds(), settings.examples());
  }

  /** Counts one document. */
  public void add(DocumentFacts facts) {
    require(
        facts.signals().length == histograms.size(),
        "a document has %s signals, but %s have histograms",
        facts.signals().length,
        histograms.size());
    Amount amount = new Amount(1, facts.tokens(), facts.textBytes());
    Ledger ledger = ledger(facts.source());
    Reason reason = reason(facts);
    if (facts.kept()) {
      ledger.kept = ledger.kept.plus(amount);
    } else {
      ledger.dropped.merge(reason, amount, Amount::plus);
    }
    Split split = facts.kept() ? new Split(amount, Amount.NONE) : new Split(Amount.NONE, amount);
    kinds.merge(facts.kind().word(), split, Split::plus);
    String language = facts.language() == null ? NO_LANGUAGE : facts.language();
    languages.merge(language, split, Split::plus);
    String grade = facts.grade();
    if (grade != null) {
      grades.merge(grade, split, Split::plus);
    }
    Pair.add(histograms, facts.kept(), facts.signals());
    bySource.add(facts.source(), facts.kept(), facts.signals());
    byLanguage.add(language, facts.kept(), facts.signals());
    addLabels(facts.labels(), split);
    rules.add(facts.verdicts().holding(), amount);
    boolean byRule = reason.stage().equals(RULES);
    nearest.add(facts, byRule ? reason.reason() : "", facts.verdicts().values());
    DocumentId id = facts.id();
    remember(reason, new Example(Chance.bits(id, "example", settings.seed()), id));
  }

  private void addLabels(DocumentFacts.Labels labels, Split split) {
    if (labels.programmingLanguage() != null) {
      programmingLanguages.add(labels.programmingLanguage(), split);
    }
    licences.add(labels.licence() == null ? NO_LICENCE : labels.licence(), split);
    if (labels.domain() != null) {
      domains.add(labels.domain(), split);
    }
  }

  private static Reason reason(DocumentFacts facts) {
    String stage = facts.stage();
    String reason = facts.reason();
    return stage == null || reason == null ? KEPT : new Reason(stage, reason);
  }

  void remember(Reason reason, Example example) {
    TreeSet<Example> smallest = examples.computeIfAbsent(reason, r -> new TreeSet<>());
    smallest.add(example);
    if (smallest.size() > settings.examples()) {
      smallest.pollLast();
    }
  }

  /** Counts one record that could not be read. */
  public void addDeadLetter(String source, String cause) {
    ledger(source).deadLetters.merge(cause, 1L, Math::addExact);
  }

  /** Counts one record that holds no document. */
  public void addPassedOver(String source, String reason) {
    ledger(source).passedOver.merge(reason, 1L, Math::addExact);
  }

  /**
   * Counts one cluster. A stage that goes by rows calls this at one row of each cluster only, say
   * at the member whose id is the cluster's.
   *
   * @param method what found it, such as {@code content}, {@code url}, {@code minhash}
   * @param size its members, at least 1
   */
  public void addCluster(String method, long size) {
    clusters.computeIfAbsent(method, m -> new ClusterSizes()).add(size);
  }

  /**
   * Adds another's counts to these.
   *
   * @throws IllegalArgumentException if the settings differ
   */
  public Statistics merge(Statistics other) {
    require(
        settings.equals(other.settings),
        "statistics of different settings: %s and %s",
        settings,
        other.settings);
    other.ledgers.forEach(
        (name, from) -> {
          Ledger to = ledger(name);
          to.kept = to.kept.plus(from.kept);
          from.dropped.forEach((reason, n) -> to.dropped.merge(reason, n, Amount::plus));
          from.deadLetters.forEach((cause, n) -> to.deadLetters.merge(cause, n, Math::addExact));
          from.passedOver.forEach((reason, n) -> to.passedOver.merge(reason, n, Math::addExact));
        });
    other.kinds.forEach((name, split) -> kinds.merge(name, split, Split::plus));
    other.languages.forEach((name, split) -> languages.merge(name, split, Split::plus));
    other.grades.forEach((name, split) -> grades.merge(name, split, Split::plus));
    Pair.merge(histograms, other.histograms);
    bySource.merge(other.bySource);
    byLanguage.merge(other.byLanguage);
    rules.merge(other.rules);
    nearest.merge(other.nearest);
    programmingLanguages.merge(other.programmingLanguages);
    licences.merge(other.licences);
    domains.merge(other.domains);
    other.examples.forEach((reason, all) -> List.copyOf(all).forEach(e -> remember(reason, e)));
    other.clusters.forEach(
        (method, sizes) -> clusters.computeIfAbsent(method, m -> new ClusterSizes()).merge(sizes));
    return this;
  }

  Ledger ledger(String source) {
    Ledger ledger = ledgers.get(source);
    if (ledger == null) {
      throw new IllegalArgumentException(
          "no source " + source + " in the settings; there are " + settings.sources());
    }
    return ledger;
  }

  public StatisticsSettings settings() {
    return settings;
  }

  /** One entry per source, in the recipe's order, also for a source without a record. */
  public List<SourceStatistics> sources() {
    List<SourceStatistics> all = new ArrayList<>();
    for (String name : settings.sources()) {
      Ledger ledger = ledger(name);
      all.add(
          new SourceStatistics(
              name,
              ledger.kept,
              copy(ledger.dropped),
              copy(ledger.deadLetters),
              copy(ledger.passedOver)));
    }
    return all;
  }

  /** Kept and dropped by kind, in alphabetical order of the kinds' words. */
  public SortedMap<String, Split> kinds() {
    return copy(kinds);
  }

  /** Kept and dropped by language, in alphabetical order of the codes. */
  public SortedMap<String, Split> languages() {
    return copy(languages);
  }

  /** Kept and dropped by bucket or tier, in the order of their names. */
  public SortedMap<String, Split> grades() {
    return copy(grades);
  }

  /** What each rule holds for, in the order of the settings. */
  public RuleCounts rules() {
    return rules;
  }

  /** Counts of names of which there may be many. */
  public record Names(SortedMap<String, Split> names, Split others) {
    private static Names of(NameCounts counts) {
      return new Names(counts.names(), counts.others());
    }
  }

  /** Kept and dropped by programming language, where one is known. */
  public Names programmingLanguages() {
    return Names.of(programmingLanguages);
  }

  /** Kept and dropped by licence. */
  public Names licences() {
    return Names.of(licences);
  }

  /** Kept and dropped by domain, of documents that have an address. */
  public Names domains() {
    return Names.of(domains);
  }

  /** A document near a threshold, with its value of the threshold's column. */
  public record NearDocument(DocumentId id, double value) {}

  /**
   * Documents nearest to a threshold, the nearest first.
   *
   * @param threshold its number in the settings
   * @param kept whether those that are kept, or those that its rule dropped
   */
  public List<NearDocument> nearest(int threshold, boolean kept) {
    return nearest.of(threshold, kept).stream()
        .map(near -> new NearDocument(near.id(), near.value()))
        .toList();
  }

  /** Values of all signals among all documents, in the order of the settings. */
  public List<Values> values() {
    return values(histograms);
  }

  /** Whether the values of parts of the documents are known: versions before had none. */
  public boolean knowsParts() {
    return !bySource.isEmpty() || kinds.isEmpty();
  }

  /** The same among the documents of some sources. */
  public List<Values> valuesOfSources(Collection<String> sources) {
    return values(bySource.together(sources));
  }

  /** The same among the documents of a language. */
  public List<Values> valuesOfLanguage(String code) {
    return values(byLanguage.together(List.of(code)));
  }

  /** A signal's values among kept and dropped documents. */
  public record Values(String signal, Histogram kept, Histogram dropped) {}

  private List<Values> values(List<Pair> pairs) {
    List<Values> values = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      String name = settings.signals().get(i).name();
      values.add(new Values(name, pairs.get(i).kept, pairs.get(i).dropped));
    }
    return values;
  }

  /** The reasons for which there are examples, in order. */
  public List<Reason> reasons() {
    return examples.keySet().stream().filter(reason -> !reason.equals(KEPT)).toList();
  }

  /** Examples of what was dropped for a reason, or of what was kept where it is null. */
  public List<DocumentId> examples(@Nullable Reason reason) {
    TreeSet<Example> found = examples.get(reason == null ? KEPT : reason);
    return found == null ? List.of() : found.stream().map(Example::id).toList();
  }

  /** Sizes of clusters by the method that found them. */
  public SortedMap<String, ClusterSizes> clusters() {
    return copy(clusters);
  }

  private static <K, V> SortedMap<K, V> copy(TreeMap<K, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  /** The counts as JSON: equal counts give equal bytes. */
  public byte[] toJson() {
    return StatisticsJson.write(this);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static Statistics fromJson(byte[] json) {
    return StatisticsJson.read(json);
  }
}

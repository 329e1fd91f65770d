package io.winnow.report;

import static io.winnow.corpus.Require.require;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.winnow.corpus.Kind;
import io.winnow.report.statistics.Amount;
import io.winnow.report.statistics.ClusterSizes;
import io.winnow.report.statistics.Histogram;
import io.winnow.report.statistics.Reason;
import io.winnow.report.statistics.Scale;
import io.winnow.report.statistics.SignalScale;
import io.winnow.report.statistics.SizeClass;
import io.winnow.report.statistics.SourceStatistics;
import io.winnow.report.statistics.Split;
import io.winnow.report.statistics.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the report's page shows, as data: {@code report/report.json}. Lists keep the
 * order in which the page shows them.
 *
 * @param run name of the run, from the recipe
 * @param digest digest of the run's results
 * @param version version of the tool
 * @param time when the run ended, as a text for people
 * @param sources the sources in the recipe's order
 * @param kinds kept and dropped by kind
 * @param languages kept and dropped by language
 * @param grades kept and dropped by bucket and tier, in the order of their names
 * @param cells clusters of embeddings that k-means found, the largest first
 * @param embeddingRecall what a cheap embedding costs; null where none was used
 * @param thresholds what SemDeDup would take at other thresholds; the one that decides comes first
 * @param rules the recipe's rules in order
 * @param signals histograms of the signals
 * @param clusters what each method of finding duplicates found
 * @param cuts what is cut out of documents that are kept, by reason
 * @param losses how well a GLM predicts what is kept; null where none was asked
 * @param mixtures the mixtures that were written
 * @param examples documents that were kept, and dropped for each reason
 * @param deadLetters records that could not be read, by cause
 * @param stages how long each stage took
 * @param warnings sentences for a person
 */
public record Report(
    String run,
    String digest,
    String version,
    String time,
    List<Source> sources,
    List<Breakdown> kinds,
    List<Breakdown> languages,
    List<Breakdown> grades,
    List<Cell> cells,
    @Nullable EmbeddingRecall embeddingRecall,
    List<Threshold> thresholds,
    List<Rule> rules,
    List<Signal> signals,
    List<Clusters> clusters,
    List<Cut> cuts,
    @Nullable Losses losses,
    List<Mixture> mixtures,
    List<ExampleGroup> examples,
    List<DeadLetterGroup> deadLetters,
    List<Stage> stages,
    List<String> warnings) {

  /** Characters of a document's text that an example shows. */
  public static final int EXCERPT_CHARACTERS = 600;

  public Report {
    sources = List.copyOf(sources);
    kinds = List.copyOf(kinds);
    languages = List.copyOf(languages);
    grades = List.copyOf(grades);
    cells = List.copyOf(cells);
    thresholds = List.copyOf(thresholds);
    rules = List.copyOf(rules);
    signals = List.copyOf(signals);
    clusters = List.copyOf(clusters);
    cuts = List.copyOf(cuts);
    mixtures = List.copyOf(mixtures);
    examples = List.copyOf(examples);
    deadLetters = List.copyOf(deadLetters);
    stages = List.copyOf(stages);
    warnings = List.copyOf(warnings);
  }

  /**
   * What is cut out for one reason.
   *
   * @param reason as the table {@code edits} has it
   * @param documents of which something is cut
   * @param spans how many
   * @param characters in them
   */
  public record Cut(String reason, long documents, long spans, long characters) {}

  /**
   * One source's way from records to kept documents.
   *
   * @param name the source
   * @param kind its kind's word
   * @param records records that were read, by the reader's own count
   * @param passedOver records that hold no document, by reason
   * @param deadLetters records that could not be read
   * @param steps what each rule or stage dropped, in the order in which they were asked
   * @param kept what is in
   */
  public record Source(
      String name,
      String kind,
      long records,
      List<Count> passedOver,
      long deadLetters,
      List<Step> steps,
      Amount kept) {
    public Source {
      passedOver = List.copyOf(passedOver);
      steps = List.copyOf(steps);
    }

    /**
     * A source's statistics in the order of the recipe.
     *
     * @param records records read, by a count that is independent of the statistics
     * @param order every reason there can be, in the order in which they are asked; a reason that
     *     is not among them comes last
     */
    public static Source of(
        SourceStatistics statistics, Kind kind, long records, List<Reason> order) {
      Set<Reason> reasons = new LinkedHashSet<>(order);
      reasons.addAll(statistics.dropped().keySet());
      List<Step> steps = new ArrayList<>();
      for (Reason reason : reasons) {
        Amount dropped = statistics.dropped().getOrDefault(reason, Amount.NONE);
        steps.add(new Step(reason.stage(), reason.reason(), dropped));
      }
      long deadLetters =
          statistics.deadLetters().values().stream().mapToLong(Long::longValue).sum();
      return new Source(
          statistics.name(),
          kind.word(),
          records,
          Count.of(statistics.passedOver()),
          deadLetters,
          steps,
          statistics.kept());
    }

    /** Records that hold no document. */
    public long sumPassedOver() {
      return passedOver.stream().mapToLong(Count::count).sum();
    }

    /** Records that are accounted for. */
    public long accounted() {
      Amount dropped = Amount.sum(steps.stream().map(Step::dropped).toList());
      return sumPassedOver() + deadLetters + dropped.documents() + kept.documents();
    }
  }

  /** How many records had something in common. */
  public record Count(String name, long count) {
    /** The counts in the order of their names. */
    public static List<Count> of(SortedMap<String, Long> counts) {
      return counts.entrySet().stream().map(e -> new Count(e.getKey(), e.getValue())).toList();
    }
  }

  /** What one reason took out. */
  public record Step(String stage, String reason, Amount dropped) {}

  /**
   * A cluster of embeddings.
   *
   * @param number of its centroid
   * @param documents in it, kept or not
   * @param kept of them
   * @param titles of some of them
   */
  public record Cell(long number, long documents, long kept, List<String> titles) {
    public Cell {
      titles = List.copyOf(titles);
    }
  }

  /**
   * How many near pairs a cheap embedding finds, of those of a transformer; all pairs of a sample.
   *
   * @param documents in the sample
   * @param threshold cosine from which on the run calls documents the same; null where it does not
   * @param pairs by threshold, the highest first
   */
  public record EmbeddingRecall(long documents, @Nullable Double threshold, List<NearPairs> pairs) {
    public EmbeddingRecall {
      pairs = List.copyOf(pairs);
    }
  }

  /**
   * Near pairs at a threshold.
   *
   * @param wanted near under the transformer
   * @param found of them, near under the cheap model too
   * @param extra near under the cheap model only
   */
  public record NearPairs(double threshold, long wanted, long found, long extra) {}

  /**
   * What SemDeDup does at one threshold, and how much of what it looks for it can see.
   *
   * @param cosine from which on a document goes
   * @param documents compared
   * @param gone of them
   * @param sampled documents that were compared across clusters too
   * @param pairs of those that are at least so similar
   * @param together of the pairs, those that are compared
   */
  public record Threshold(
      double cosine, long documents, long gone, long sampled, long pairs, long together) {}

  /**
   * How well a GLM predicts kept documents.
   *
   * @param groups documents by source, language, grade and loss bucket, and sequences by mixture,
   *     in the order of the page
   * @param positions of tokens in the window, the first ones first
   * @param least documents that it finds least surprising, the least first
   * @param most documents that it finds most surprising, the most first
   */
  public record Losses(
      List<LossGroup> groups,
      List<PositionLoss> positions,
      List<Surprise> least,
      List<Surprise> most) {
    public Losses {
      groups = List.copyOf(groups);
      positions = List.copyOf(positions);
      least = List.copyOf(least);
      most = List.copyOf(most);
    }
  }

  /**
   * Tokens of kept documents with about as much before them.
   *
   * @param from tokens before them in the window, at least
   * @param to the same, at most
   * @param tokens that were scored
   * @param nllMean nats a token
   */
  public record PositionLoss(int from, int to, long tokens, double nllMean) {}

  /**
   * Scored documents or sequences that have something in common.
   *
   * @param by what that is: source, language, grade, loss bucket or mixture
   * @param tokens of the model that were scored
   * @param bitsPerByte of all their text together
   * @param nllMean nats a token, over all their tokens
   * @param acceptance mean share of drafts that greedy decoding keeps; null where the model drafts
   *     nothing
   */
  public record LossGroup(
      String by,
      String name,
      long documents,
      long tokens,
      double bitsPerByte,
      double nllMean,
      @Nullable Double acceptance) {}

  /** A document and how much it surprises a model. */
  public record Surprise(
      String id,
      String source,
      String uri,
      @Nullable String title,
      double bitsPerByte,
      long tokens,
      String excerpt) {
    public Surprise {
      excerpt = Excerpt.of(excerpt, EXCERPT_CHARACTERS);
    }
  }

  /** Kept and dropped documents of one kind, language or grade. */
  public record Breakdown(String name, Amount kept, Amount dropped) {
    /** The largest first; equal ones by name. */
    public static List<Breakdown> of(SortedMap<String, Split> splits) {
      List<Breakdown> all = new ArrayList<>();
      splits.forEach((name, split) -> all.add(new Breakdown(name, split.kept(), split.dropped())));
      all.sort((a, b) -> Long.compare(b.all().tokens(), a.all().tokens()));
      return all;
    }

    /** In the order of their names. */
    public static List<Breakdown> byName(SortedMap<String, Split> splits) {
      List<Breakdown> all = new ArrayList<>();
      splits.forEach((name, split) -> all.add(new Breakdown(name, split.kept(), split.dropped())));
      return all;
    }

    /** Kept and dropped together. */
    public Amount all() {
      return kept.plus(dropped);
    }
  }

  /**
   * A rule as the recipe states it.
   *
   * @param name its name, which is the reason in the ledger
   * @param condition what it drops
   * @param prefilter whether it also spares the later stages
   */
  public record Rule(String name, String condition, boolean prefilter) {}

  /**
   * Values of a signal among all documents. Quantiles are read off the buckets, so approximate.
   *
   * @param name the signal
   * @param scale linear or logarithmic buckets
   * @param missing documents without a value
   * @param buckets the buckets of the scale that hold something, in order
   * @param limits where rules draw a line
   */
  public record Signal(
      String name,
      Scale scale,
      long missing,
      @Nullable Quantiles kept,
      @Nullable Quantiles dropped,
      List<Bucket> buckets,
      List<Limit> limits) {
    public Signal {
      buckets = List.copyOf(buckets);
      limits = List.copyOf(limits);
    }

    /** A signal's two histograms and its limits. */
    public static Signal of(String name, Histogram kept, Histogram dropped, List<Limit> limits) {
      require(kept.scale() == dropped.scale(), "two scales of one signal: %s", name);
      List<Bucket> buckets = new ArrayList<>();
      for (int i = 0; i < kept.scale().buckets(); i++) {
        if (kept.count(i) > 0 || dropped.count(i) > 0) {
          buckets.add(new Bucket(i, kept.count(i), dropped.count(i)));
        }
      }
      return new Signal(
          name,
          kept.scale(),
          Math.addExact(kept.missing(), dropped.missing()),
          Quantiles.of(kept),
          Quantiles.of(dropped),
          buckets,
          limits);
    }

    /**
     * All signals of the statistics.
     *
     * @param limits every limit of every rule, in the rules' order
     */
    public static List<Signal> of(Statistics statistics, List<Limit> limits) {
      List<Signal> signals = new ArrayList<>();
      for (SignalScale signal : statistics.settings().signals()) {
        String name = signal.name();
        signals.add(
            of(
                name,
                statistics.histogram(name, true),
                statistics.histogram(name, false),
                limits.stream().filter(limit -> limit.signal().equals(name)).toList()));
      }
      return signals;
    }
  }

  /**
   * Documents in one bucket.
   *
   * @param bucket its number on the signal's scale
   */
  public record Bucket(int bucket, long kept, long dropped) {}

  /** Least and greatest value, exact, and three approximate quantiles. */
  public record Quantiles(
      double min,
      double approximate5Percent,
      double approximateMedian,
      double approximate95Percent,
      double max) {
    static @Nullable Quantiles of(Histogram histogram) {
      if (histogram.present() == 0) {
        return null;
      }
      return new Quantiles(
          histogram.min(),
          histogram.approximateQuantile(0.05),
          histogram.approximateQuantile(0.5),
          histogram.approximateQuantile(0.95),
          histogram.max());
    }
  }

  /**
   * Where a rule draws a line: it drops what {@code signal operator number} is true of.
   *
   * @param operator one of {@code < <= > >= = !=}
   */
  public record Limit(String signal, String operator, double number, String rule) {}

  /**
   * What one method of finding duplicates found.
   *
   * @param method {@code content}, {@code url}, {@code minhash}, {@code semdedup}
   * @param clusters groups of two and more
   * @param members documents in them
   * @param dropped documents that are out because of it
   * @param sizes clusters by size
   * @param largest the largest clusters, the largest first
   * @param banding for MinHash, how signatures meet, and what came of it
   */
  public record Clusters(
      String method,
      long clusters,
      long members,
      long dropped,
      List<SizeRange> sizes,
      List<Cluster> largest,
      @Nullable Banding banding) {
    public Clusters {
      sizes = List.copyOf(sizes);
      largest = List.copyOf(largest);
    }

    /** A method's clusters, with the sums of the statistics. */
    public static Clusters of(
        String method,
        ClusterSizes sizes,
        long dropped,
        List<Cluster> largest,
        @Nullable Banding banding) {
      List<SizeRange> ranges = new ArrayList<>();
      long clusters = 0;
      long members = 0;
      for (int i = 0; i < SizeClass.CLASSES; i++) {
        if (sizes.clusters(i) > 0) {
          clusters += sizes.clusters(i);
          members += sizes.members(i);
          ranges.add(
              new SizeRange(
                  SizeClass.from(i), SizeClass.to(i), sizes.clusters(i), sizes.members(i)));
        }
      }
      return new Clusters(method, clusters, members, dropped, ranges, largest, banding);
    }
  }

  /** Clusters whose size lies in a range, both ends included. */
  public record SizeRange(long from, long to, long clusters, long members) {}

  /**
   * One cluster.
   *
   * @param cluster its id
   * @param size its members
   * @param survivorTitle title of the one that is kept, if it has one
   * @param survivorUri URI of the one that is kept; null if none is
   * @param memberUris URIs of members, not necessarily of all
   */
  public record Cluster(
      String cluster,
      long size,
      @Nullable String survivorTitle,
      @Nullable String survivorUri,
      List<String> memberUris) {
    public Cluster {
      memberUris = List.copyOf(memberUris);
    }
  }

  /**
   * Texts of similarity s meet with probability 1 - (1 - s^rows)^bands.
   *
   * @param threshold similarity from which on pairs that met are near copies
   * @param pairs that met and were compared
   * @param failed of them, because they are less similar
   */
  public record Banding(
      int bands, int rows, int shingle, double threshold, long pairs, long failed) {
    public Banding {
      require(bands >= 1 && rows >= 1, "bands and rows are at least 1: %s x %s", bands, rows);
    }

    /** The probability that texts of this similarity meet. */
    public double probability(double similarity) {
      return 1 - StrictMath.pow(1 - StrictMath.pow(similarity, rows), bands);
    }
  }

  /**
   * One mixture.
   *
   * @param name its name
   * @param documents copies of documents in it
   * @param tokens their tokens
   * @param sequences what it is written as; null: documents
   * @param byGrade by bucket and tier
   * @param byCopies by how often a document enters a component
   */
  public record Mixture(
      String name,
      long documents,
      long tokens,
      @Nullable Sequences sequences,
      List<Component> components,
      List<Share> bySource,
      List<Share> byKind,
      List<Share> byLanguage,
      List<Share> byGrade,
      List<Share> byCopies) {
    public Mixture {
      components = List.copyOf(components);
      bySource = List.copyOf(bySource);
      byKind = List.copyOf(byKind);
      byLanguage = List.copyOf(byLanguage);
      byGrade = List.copyOf(byGrade);
      byCopies = List.copyOf(byCopies);
    }
  }

  /**
   * Sequences of a mixture.
   *
   * @param length asked for, in tokens
   * @param packing how texts became sequences
   * @param count of them
   * @param tokens in all of them
   */
  public record Sequences(int length, String packing, long count, long tokens) {}

  /**
   * One component of a mixture.
   *
   * @param name its name
   * @param condition what it takes
   * @param requestedEpochs how often a document is to enter
   * @param achievedEpochs copies' tokens over available tokens
   * @param availableDocuments kept documents that it may take
   */
  public record Component(
      String name,
      String condition,
      double requestedEpochs,
      double achievedEpochs,
      long availableDocuments,
      long availableTokens,
      long copiesDocuments,
      long copiesTokens) {}

  /** A part of a mixture. */
  public record Share(String name, long documents, long tokens) {}

  /**
   * How long a stage took. Documents and bytes are those of the shards that were computed.
   *
   * @param seconds wall-clock time
   * @param cores that it could use
   * @param peakHeapBytes of the process that drove it; 0 where unknown
   */
  public record Stage(
      String name,
      double seconds,
      int cores,
      long peakHeapBytes,
      long documents,
      long textBytes,
      int shardsComputed,
      int shardsCached) {}

  /**
   * Some documents that share a fate.
   *
   * @param stage the stage that dropped them; null for kept ones
   * @param reason why; null for kept ones
   * @param documents how many there are in all
   */
  public record ExampleGroup(
      @Nullable String stage, @Nullable String reason, long documents, List<Example> examples) {
    public ExampleGroup {
      examples = List.copyOf(examples);
    }
  }

  /**
   * One document as an example. The excerpt is cut to {@link #EXCERPT_CHARACTERS}.
   *
   * @param measures what the rule looked at
   */
  public record Example(
      String id,
      String source,
      String uri,
      @Nullable String title,
      String excerpt,
      List<Measure> measures) {
    public Example {
      excerpt = Excerpt.of(excerpt, EXCERPT_CHARACTERS);
      measures = List.copyOf(measures);
    }
  }

  /**
   * A measured value.
   *
   * @param value the value as text; null where it is missing
   */
  public record Measure(String name, @Nullable String value) {}

  /** Records that could not be read for one cause, and some of them. */
  public record DeadLetterGroup(
      String source, String cause, long records, List<DeadLetterExample> examples) {
    public DeadLetterGroup {
      examples = List.copyOf(examples);
    }
  }

  /**
   * A record that could not be read.
   *
   * @param offset byte offset in the file, -1 where the file is the record
   */
  public record DeadLetterExample(String uri, long offset, String detail) {}

  /** All sources as one; steps in the order in which the sources have them. */
  public Source allSources() {
    long records = 0;
    long deadLetters = 0;
    TreeMap<String, Long> passedOver = new TreeMap<>();
    Map<Reason, Amount> steps = new LinkedHashMap<>();
    Amount kept = Amount.NONE;
    for (Source source : sources) {
      records += source.records();
      deadLetters += source.deadLetters();
      source
          .passedOver()
          .forEach(count -> passedOver.merge(count.name(), count.count(), Long::sum));
      source
          .steps()
          .forEach(s -> steps.merge(new Reason(s.stage(), s.reason()), s.dropped(), Amount::plus));
      kept = kept.plus(source.kept());
    }
    List<Step> sums = new ArrayList<>();
    steps.forEach((reason, sum) -> sums.add(new Step(reason.stage(), reason.reason(), sum)));
    return new Source("All sources", "", records, Count.of(passedOver), deadLetters, sums, kept);
  }

  // Java's own Double.toString gives other digits before version 19 than after.
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build());

  private static final ObjectWriter WRITER = MAPPER.writer(SerializationFeature.INDENT_OUTPUT);

  /** This report as JSON: equal reports give equal bytes. */
  public byte[] toJson() {
    try {
      return WRITER.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is made of records, texts and numbers", e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static Report fromJson(byte[] json) {
    try {
      return MAPPER.readValue(json, Report.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a report: " + e.getMessage(), e);
    }
  }
}

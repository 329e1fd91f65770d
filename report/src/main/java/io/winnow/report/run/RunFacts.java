package io.winnow.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.corpus.Kind;
import io.winnow.report.statistics.Statistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report says of a run that stands in no table: what was asked for, what its manifest and
 * its record of times say, and its counts.
 *
 * @param made which run it is
 * @param recipe all that was asked for
 * @param sources in the recipe's order
 * @param rules in the recipe's order
 * @param tiers limits of scores
 * @param likeness from which similarity on documents are copies
 * @param mixtures that were written
 * @param stages in their order
 * @param drops what may drop a document
 * @param statistics counts of the whole corpus
 */
public record RunFacts(
    Made made,
    JsonNode recipe,
    List<Source> sources,
    List<Rule> rules,
    List<Tiers> tiers,
    Likeness likeness,
    List<Mixture> mixtures,
    List<Stage> stages,
    Drops drops,
    Statistics statistics) {

  public RunFacts {
    sources = List.copyOf(sources);
    rules = List.copyOf(rules);
    tiers = List.copyOf(tiers);
    mixtures = List.copyOf(mixtures);
    stages = List.copyOf(stages);
  }

  /**
   * Which run it is.
   *
   * @param run its name, from the recipe
   * @param digest of the run's results
   * @param version of the tool
   * @param time when the run ended, as a text for people
   */
  public record Made(String run, String digest, String version, String time) {}

  /**
   * A source.
   *
   * @param records that were read, by the reader's own count
   */
  public record Source(String name, Kind kind, long records) {}

  /**
   * A rule as the recipe states it.
   *
   * @param name its name, which is the reason in the ledger
   * @param condition what it drops
   * @param kinds it is for; all where there are none
   * @param sources it is for; all where there are none
   * @param prefilter whether it also spares the later stages
   */
  public record Rule(
      String name, String condition, List<String> kinds, List<String> sources, boolean prefilter) {
    public Rule {
      // Reports of versions before say nothing of them.
      kinds = kinds == null ? List.of() : List.copyOf(kinds);
      sources = sources == null ? List.of() : List.copyOf(sources);
    }

    /** The stage of all rules in the ledger. */
    public static final String STAGE = "rules";
  }

  /**
   * Where the tiers of a score begin for documents of a kind.
   *
   * @param score its name
   * @param kind word of the kind
   * @param low scores below it are low, and dropped
   * @param high scores from it on are high
   */
  public record Tiers(String score, String kind, double low, double high) {}

  /**
   * From which similarity on documents are copies of each other.
   *
   * @param bands of a signature
   * @param rows of a band
   * @param shingle words of a shingle
   * @param near similarity of near copies
   * @param same cosine of documents that say the same; null where none are looked for
   */
  public record Likeness(int bands, int rows, int shingle, double near, @Nullable Double same) {}

  /**
   * A mixture that was written.
   *
   * @param documents copies of documents in it
   * @param tokens their tokens
   * @param sequences what it is written as; null: documents
   * @param exports in which formats its files were written once more
   */
  public record Mixture(
      String name,
      long documents,
      long tokens,
      @Nullable Sequences sequences,
      List<Export> exports,
      List<Component> components) {
    public Mixture {
      exports = List.copyOf(exports);
      components = List.copyOf(components);
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
   * A mixture in another format.
   *
   * @param format as recipes call it
   * @param files of it
   * @param bytes of all of them
   */
  public record Export(String format, long files, long bytes) {}

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

  /**
   * How long a stage took in this run. Documents and bytes are those of the shards that were
   * computed.
   *
   * @param seconds wall-clock time
   * @param cores that it could use
   * @param peakHeapBytes of the process that drove it; 0 where unknown
   * @param cost of what it has written, in whichever runs that was; null where nobody knows
   */
  public record Stage(
      String name,
      double seconds,
      int cores,
      long peakHeapBytes,
      long documents,
      long textBytes,
      int shardsComputed,
      int shardsCached,
      @Nullable Cost cost) {}

  /**
   * What it took to compute what is there of a stage.
   *
   * @param seconds wall-clock time
   * @param cores that it could use
   * @param peakHeapBytes of the process that drove it; 0 where unknown
   * @param documents in the shards of which the cost is known
   * @param textBytes in these shards
   * @param shards of which the cost is known
   */
  public record Cost(
      double seconds, int cores, long peakHeapBytes, long documents, long textBytes, int shards) {}
}

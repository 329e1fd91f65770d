package io.winnow.dedup;

import io.winnow.corpus.Kind;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.exact.FindEqual;
import io.winnow.dedup.forks.FindForks;
import io.winnow.dedup.forks.ForkParameters;
import io.winnow.dedup.minhash.FindComponents;
import io.winnow.dedup.minhash.FindPairs;
import io.winnow.dedup.minhash.FindSurvivors;
import io.winnow.dedup.minhash.MinHashParameters;
import io.winnow.dedup.minhash.SignedShard;
import io.winnow.dedup.minhash.StarLabels;
import io.winnow.dedup.minhash.StarRounds;
import io.winnow.dedup.repeats.FindRepeats;
import io.winnow.dedup.repeats.RepeatParameters;
import io.winnow.dedup.semantic.FindCentroids;
import io.winnow.dedup.semantic.FindCrowdedCells;
import io.winnow.dedup.semantic.FindParts;
import io.winnow.dedup.semantic.FindSemanticCopies;
import io.winnow.dedup.semantic.FindSplits;
import io.winnow.dedup.semantic.SemanticParameters;
import java.util.List;
import java.util.Set;

/**
 * The door: finds copies and says who belongs together; whoever decides what to drop reads the
 * lists that come out. All transforms go from shards to packed rows by shard number.
 */
public final class Dedup {
  private Dedup() {}

  /** Groups of documents with one text. */
  public static FindEqual sameContent(CorpusFolder folder, List<Shard> shards) {
    return FindEqual.content(folder, shards);
  }

  /** Groups of documents with one address. */
  public static FindEqual sameUrl(CorpusFolder folder, List<Shard> shards) {
    return FindEqual.url(folder, shards);
  }

  /**
   * Pairs of documents that may be near copies.
   *
   * @param shards with signatures: those of the corpus, then those of earlier runs
   * @param ownShards how many of them are the corpus's
   */
  public static FindPairs pairs(
      MinHashParameters parameters, List<SignedShard> shards, int ownShards) {
    return new FindPairs(parameters, shards, ownShards);
  }

  /** Which documents are joined by pairs; in one worker. */
  public static FindComponents components(CorpusFolder folder, List<Shard> shards) {
    return new FindComponents(folder, shards);
  }

  /**
   * Some rounds on the way to what is joined, for corpora of any size.
   *
   * @param table list of pairs, or of what the rounds before made
   * @param edges how many rows it has
   */
  public static StarRounds starRounds(
      CorpusFolder folder, int ownShards, String table, long edges) {
    return new StarRounds(folder, ownShards, table, edges);
  }

  /**
   * Which documents are joined, once rounds change nothing any more.
   *
   * @param stars list that the last rounds made
   * @param pairs how many pairs there are
   */
  public static StarLabels starLabels(CorpusFolder folder, String stars, long pairs) {
    return new StarLabels(folder, stars, pairs);
  }

  /**
   * Clusters of near copies among what is still kept, and their survivors.
   *
   * @param members how many documents are in components
   * @param earlier shards of earlier runs
   */
  public static FindSurvivors survivors(
      double threshold, FindSurvivors.Tables tables, long members, List<SignedShard> earlier) {
    return new FindSurvivors(threshold, tables, members, earlier);
  }

  /**
   * Centroids of k-means over the table of embeddings, for {@link #semantic}.
   *
   * @param embedded how many documents have a vector
   */
  public static FindCentroids centroids(
      SemanticParameters parameters, CorpusFolder folder, long embedded, long seed) {
    return new FindCentroids(parameters, folder, embedded, seed);
  }

  /** Cells of k-means that have too many documents for {@link #semantic}. */
  public static FindCrowdedCells crowdedCells(SemanticParameters parameters, CorpusFolder folder) {
    return new FindCrowdedCells(parameters.cellDocuments(), folder);
  }

  /** Parts of the crowded cells. */
  public static FindParts parts(
      SemanticParameters parameters, CorpusFolder folder, List<Shard> shards, long seed) {
    return new FindParts(parameters.cellDocuments(), folder, shards, seed);
  }

  /** The parts with their numbers as cells. */
  public static FindSplits splits(
      SemanticParameters parameters, CorpusFolder folder, List<Shard> shards) {
    return new FindSplits(parameters.cellDocuments(), folder, shards.get(0));
  }

  /**
   * Documents that say the same as one that is kept.
   *
   * @param kinds of the documents that are compared
   * @param decided name of the aligned table with {@code kept} and {@code survivor_order}
   * @param lost names of lists of clusters whose losers are not
   */
  public static FindSemanticCopies semantic(
      SemanticParameters parameters,
      Set<Kind> kinds,
      CorpusFolder folder,
      String decided,
      List<String> lost,
      List<Shard> shards,
      long documents,
      long seed) {
    return new FindSemanticCopies(
        parameters, kinds, folder, decided, lost, shards, documents, seed);
  }

  /**
   * Lines, paragraphs and sentences that occur in several places.
   *
   * @param mask name of the aligned table whose column {@code kept} says which documents count
   */
  public static FindRepeats repeats(
      RepeatParameters parameters, CorpusFolder folder, String mask, List<Shard> shards) {
    return FindRepeats.units(parameters, folder, mask, shards);
  }

  /** The first of two searches for repeated passages: fingerprints that occur in several places. */
  public static FindRepeats repeatedFingerprints(
      RepeatParameters parameters, CorpusFolder folder, String mask, List<Shard> shards) {
    return FindRepeats.fingerprints(parameters, folder, mask, shards);
  }

  /** The second one: passages that occur in several places. */
  public static FindRepeats repeatedPassages(
      RepeatParameters parameters, CorpusFolder folder, String mask, List<Shard> shards) {
    return FindRepeats.passages(parameters, folder, mask, shards);
  }

  /**
   * Repositories most of whose files are those of another one.
   *
   * @param mask name of the aligned table whose column {@code kept} says which files count
   */
  public static FindForks forks(
      ForkParameters parameters, CorpusFolder folder, String mask, List<Shard> shards) {
    return new FindForks(parameters, folder, mask, shards);
  }
}

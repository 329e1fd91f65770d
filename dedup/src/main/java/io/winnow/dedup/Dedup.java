package io.winnow.dedup;

import io.winnow.corpus.Kind;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.exact.FindEqual;
import io.winnow.dedup.minhash.CompareSurvivors;
import io.winnow.dedup.minhash.FindNearCopies;
import io.winnow.dedup.minhash.MinHashParameters;
import io.winnow.dedup.semantic.FindCentroids;
import io.winnow.dedup.semantic.FindSemanticCopies;
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
   * Clusters of near copies.
   *
   * @param signatures name of the aligned table of signatures
   */
  public static FindNearCopies minHash(
      MinHashParameters parameters, CorpusFolder folder, List<Shard> shards, String signatures) {
    return new FindNearCopies(parameters, folder, shards, signatures);
  }

  /**
   * How similar each member of a cluster is to its survivor.
   *
   * @param survivors name of the list of members with their survivors
   * @param signatures name of the aligned table of signatures
   */
  public static CompareSurvivors similarities(
      CorpusFolder folder, List<Shard> shards, String survivors, String signatures) {
    return new CompareSurvivors(folder, shards, survivors, signatures);
  }

  /**
   * Centroids of k-means over the table of embeddings, for {@link #semantic}.
   *
   * @param documents how many there are
   */
  public static FindCentroids centroids(
      SemanticParameters parameters, CorpusFolder folder, long documents, long seed) {
    return new FindCentroids(parameters, folder, documents, seed);
  }

  /**
   * Documents that say the same as one that is kept.
   *
   * @param kinds of the documents that are compared
   * @param decided name of the aligned table with {@code kept} and {@code survivor_order}
   */
  public static FindSemanticCopies semantic(
      SemanticParameters parameters,
      Set<Kind> kinds,
      CorpusFolder folder,
      String decided,
      List<Shard> shards) {
    return new FindSemanticCopies(parameters.threshold(), kinds, folder, decided, shards);
  }
}

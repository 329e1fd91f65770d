package io.winnow.dedup.sketch;

import static io.winnow.corpus.Require.require;

import java.io.Serializable;
import java.util.Locale;

/**
 * How near copies are looked for. Texts of Jaccard similarity s meet with probability {@code 1 - (1
 * - s^rows)^bands}: 0.98 at s = 0.8 for the default, 0.92 for FineWeb's 14 x 8.
 *
 * @param shingle words per shingle, at least 1
 * @param bands bands per signature, at least 1
 * @param rows hashes per band, at least 1
 * @param lucene whether Lucene's MinHashFilter makes the signatures, which takes several times as
 *     long
 */
public record MinHashParameters(int shingle, int bands, int rows, boolean lucene)
    implements Serializable {
  /** Who raises it renames the column {@code sketch}: by that, runs before it are refused. */
  private static final int FORMAT = 1;

  public MinHashParameters {
    require(shingle >= 1, "shingle must be at least 1 word, but was %s", shingle);
    require(bands >= 1, "bands must be at least 1, but was %s", bands);
    require(rows >= 1, "rows must be at least 1, but was %s", rows);
  }

  /** With the signatures of Winnow's own. */
  public MinHashParameters(int shingle, int bands, int rows) {
    this(shingle, bands, rows, false);
  }

  /**
   * The bands and rows that find a share of the pairs of some similarity: as many rows as can be,
   * so that few pairs of less similarity meet, and no more bands than it takes.
   *
   * @param similarity above 0, at most 1
   * @param recall above 0, below 1
   * @param hashes bands times rows at most
   * @throws IllegalArgumentException if so few hashes cannot find that many
   */
  public static MinHashParameters forTarget(
      int shingle, double similarity, double recall, int hashes, boolean lucene) {
    require(similarity > 0 && similarity <= 1, "the similarity must be above 0, at most 1");
    require(recall > 0 && recall < 1, "the recall must be between 0 and 1, but was %s", recall);
    for (int rows = hashes; rows >= 1; rows--) {
      for (int bands = 1; bands <= hashes / rows; bands++) {
        MinHashParameters parameters = new MinHashParameters(shingle, bands, rows, lucene);
        if (parameters.meetingProbability(similarity) >= recall) {
          return parameters;
        }
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%d hashes find at most %.3f of the pairs of similarity %s, but %s are wanted",
            hashes,
            new MinHashParameters(shingle, hashes, 1).meetingProbability(similarity),
            similarity,
            recall));
  }

  /** 18 bands of 7 over shingles of 5 words. */
  public static MinHashParameters standard() {
    return new MinHashParameters(5, 18, 7);
  }

  /** As a sentence has them: shingles of 5 words, 18 bands of 7 hashes by sketch. */
  public String words() {
    return String.format(
        Locale.ROOT,
        "shingles of %d words, %d bands of %d hashes by %s",
        shingle,
        bands,
        rows,
        lucene ? "lucene" : "sketch");
  }

  /**
   * Where this is equal, signatures can be compared: the parameters, and a number that changes with
   * the way in which texts become hashes.
   */
  public String format() {
    return words() + ", format " + FORMAT;
  }

  /** Hashes in a signature. */
  public int hashes() {
    return bands * rows;
  }

  /** Probability that two texts of a Jaccard similarity share a band. */
  public double meetingProbability(double similarity) {
    return 1 - Math.pow(1 - Math.pow(similarity, rows), bands);
  }
}

package io.winnow.dedup.minhash;

import io.winnow.corpus.stage.CheckedSettings;
import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Setting;
import io.winnow.dedup.sketch.MinHashParameters;
import java.io.Serializable;
import java.util.List;
import java.util.function.BiConsumer;

/** How near copies are found. */
@Section(name = "minhash", text = "How near copies are found.")
public record MinHashSettings(
    @Setting(value = "Words in a shingle.", fallback = "5", minimum = 1, maximum = 100) int shingle,
    @Setting(value = "Bands of a signature.", fallback = "18", minimum = 1, maximum = 1000)
        int bands,
    @Setting(value = "Hashes in a band.", fallback = "7", minimum = 1, maximum = 100) int rows,
    @Setting(
            value =
                "How signatures are made: sketch is Winnow's own way; lucene is Lucene's"
                    + " MinHashFilter, which takes some ten times as long and says less of short"
                    + " texts.",
            fallback = "\"sketch\"",
            allowed = {"sketch", "lucene"})
        String signatures,
    @Setting(
            value =
                "Jaccard similarity of the shingles from which on the less preferred of two"
                    + " documents goes; 0 takes all that bands join but one, however unlike. A"
                    + " little above 0.7, so that it is 0.7 with other tokenizers' words, too.",
            fallback = "0.72",
            minimum = 0,
            maximum = 1)
        double threshold,
    @Setting(
            value =
                "Folders of earlier runs with the same signatures; what they have kept stays,"
                    + " and what is like it goes. Relative to the recipe.",
            example = "[\"out/november\"]",
            fallback = "[]",
            path = true)
        List<String> against,
    @Setting(
            value = "What bands and rows are derived from, if it is given.",
            example = "{\"similarity\": 0.8}",
            fallback = "{}")
        Target target)
    implements CheckedSettings, Serializable {

  /** Which near copies are to be found. */
  public record Target(
      @Setting(
              value = "Jaccard similarity of the texts; 0 leaves bands and rows as they are given.",
              fallback = "0",
              minimum = 0,
              maximum = 1)
          double similarity,
      @Setting(
              value = "Share of the pairs of that similarity that is to be found.",
              fallback = "0.95",
              above = 0,
              maximum = 0.9999)
          double recall,
      @Setting(
              value = "Hashes of a signature at most.",
              fallback = "128",
              minimum = 1,
              maximum = 100000)
          int hashes)
      implements Serializable {}

  /** Bands and rows as they are given, or as the target wants them. */
  public MinHashParameters parameters() {
    boolean lucene = signatures.equals("lucene");
    return target.similarity == 0
        ? new MinHashParameters(shingle, bands, rows, lucene)
        : MinHashParameters.forTarget(
            shingle, target.similarity, target.recall, target.hashes, lucene);
  }

  /** A recall that no bands of so few hashes reach is wrong. */
  @Override
  public void check(BiConsumer<String, String> fault) {
    try {
      parameters();
    } catch (IllegalArgumentException e) {
      fault.accept("target", "minhash.target: " + e.getMessage());
    }
  }
}

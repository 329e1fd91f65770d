package io.winnow.dedup.forks;

import static io.winnow.corpus.Require.require;

import java.io.Serializable;

/**
 * Which repositories are forks.
 *
 * @param similarity share of a fork's different files that the other repository has, at least
 * @param minimumFiles repositories with fewer different files are none
 */
public record ForkParameters(double similarity, int minimumFiles) implements Serializable {
  public ForkParameters {
    require(
        similarity > 0 && similarity <= 1,
        "similarity must be more than 0 and at most 1, but was %s",
        similarity);
    require(minimumFiles >= 1, "minimumFiles must be at least 1, but was %s", minimumFiles);
  }
}

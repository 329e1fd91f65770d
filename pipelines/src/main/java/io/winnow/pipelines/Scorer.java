package io.winnow.pipelines;

import io.winnow.glm.GlmScorer;
import io.winnow.glm.ScorerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The scorer of a JVM, opened where it is needed.
 *
 * @param folder of the checkpoint
 * @param digest of the checkpoint
 */
record Scorer(String folder, ScorerOptions options, String digest)
    implements SequenceLosses.OpenScorer {
  @Override
  public GlmScorer open() {
    try {
      return GlmScorer.shared(Path.of(folder), options, digest);
    } catch (IOException e) {
      throw new UncheckedIOException("the checkpoint cannot be read", e);
    }
  }
}

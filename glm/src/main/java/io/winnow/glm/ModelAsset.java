package io.winnow.glm;

import io.winnow.corpus.files.WrongInput;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checkpoint that a recipe names, before its weights are loaded. */
final class ModelAsset {
  private final Path folder;
  private final ScorerOptions options;

  /**
   * @param folder of the checkpoint
   */
  ModelAsset(String folder, ScoreSettings settings) {
    this.folder = Path.of(folder);
    this.options = new ScorerOptions(settings.window(), settings.stride(), 0);
  }

  /**
   * Looks for it, without loading its weights.
   *
   * @throws WrongInput if there is no such folder
   * @throws io.winnow.glm.model.UnusableCheckpoint if it fails its checks
   */
  void require() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new WrongInput("score.model", "there is no folder " + folder);
    }
    if (!Files.exists(folder.resolve("config.json"))) {
      throw new WrongInput("score.model", folder + " is no checkpoint: it has no config.json");
    }
    try {
      GlmScorer.check(folder, options);
    } catch (IllegalArgumentException e) {
      throw new WrongInput("score", e.getMessage());
    }
  }

  /** What scores of a text depend on, wherever the folder lies. */
  String settings() throws IOException {
    return options.window() + " " + options.stride() + " " + GlmScorer.digest(folder);
  }

  /** For workers. */
  Scorer scorer() throws IOException {
    return new Scorer(folder.toString(), options, GlmScorer.digest(folder));
  }

  /**
   * The scorer of a JVM, opened where it is needed.
   *
   * @param folder of the checkpoint
   * @param digest of the checkpoint
   */
  record Scorer(String folder, ScorerOptions options, String digest) implements Serializable {
    GlmScorer open() {
      try {
        return GlmScorer.shared(Path.of(folder), options, digest);
      } catch (IOException e) {
        throw new UncheckedIOException("the checkpoint cannot be read", e);
      }
    }
  }
}

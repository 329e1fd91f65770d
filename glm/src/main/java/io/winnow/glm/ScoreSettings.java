package io.winnow.glm;

import io.winnow.corpus.stage.CheckedSettings;
import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Setting;
import java.io.Serializable;
import java.util.function.BiConsumer;

/** How a GLM scores documents and sequences. */
@Section(name = "score", text = "How a GLM says how well it predicts what is kept.")
public record ScoreSettings(
    @Setting(
            value =
                "Local folder of a glm4_moe checkpoint in the layout of the Hugging Face hub;"
                    + " relative to the recipe. Every machine of a cluster must see it.",
            example = "\"../models/proxy-glm\"",
            fallback = "\"\"",
            path = true)
        String model,
    @Setting(
            value = "Characters at the beginning of a document that are scored; 0 scores all.",
            fallback = "0",
            minimum = 0,
            maximum = 100000000)
        int characters,
    @Setting(
            value = "Tokens that the model sees at once; 0 takes as many as it has positions for.",
            fallback = "0",
            minimum = 0,
            maximum = 10000000)
        int window,
    @Setting(
            value = "Tokens by which the window moves on over a longer document; 0 is half of it.",
            fallback = "0",
            minimum = 0,
            maximum = 10000000)
        int stride,
    @Setting(
            value =
                "Share of the sequences of mixtures that are scored too, chosen by chance: a"
                    + " table glm_sequence_scores says how well the model predicts them.",
            fallback = "1",
            minimum = 0,
            maximum = 1)
        double sequences,
    @Setting(
            value =
                "Share of a language and source's documents, the best predicted, that is in"
                    + " loss_bucket head.",
            fallback = "0.3",
            minimum = 0,
            maximum = 1)
        double head,
    @Setting(
            value = "Share up to which loss_bucket middle reaches; the rest is tail.",
            fallback = "0.6",
            minimum = 0,
            maximum = 1)
        double middle)
    implements CheckedSettings, Serializable {

  @Override
  public void check(BiConsumer<String, String> fault) {
    if (model.contains("://")) {
      fault.accept("model", "score.model must be a local folder, but was " + model);
    }
    if (window > 0 && window < ScorerOptions.LEAST_WINDOW) {
      fault.accept(
          "window", "score.window must be 0, for the model's, or at least 4, but was " + window);
    }
    if (window >= ScorerOptions.LEAST_WINDOW && stride > window - 2) {
      fault.accept(
          "stride",
          "score.stride must be at most score.window less 2, "
              + (window - 2)
              + ", but was "
              + stride);
    }
    if (head > middle) {
      fault.accept(
          "head",
          "score.head must be at most score.middle, but they are " + head + " and " + middle);
    }
  }
}

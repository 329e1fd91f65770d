package io.winnow.classifiers;

import io.winnow.corpus.Kind;
import io.winnow.corpus.stage.CheckedSettings;
import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Setting;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What one model says of documents. */
@Section(name = "classify", text = "What models say of documents, by their vectors.", list = true)
public record ClassifyModel(
    @Setting(
            value = "Name of the score; a column of the table scores.",
            example = "\"quality\"",
            pattern = "[a-z][a-z0-9_]*")
        String name,
    @Setting(
            value = "A model of Winnow, or the folder of one that winnow model train has made.",
            example = "\"web-quality\"",
            path = true)
        String model,
    @Setting(
            value = "Kinds it is for; all when empty.",
            fallback = "[]",
            allowed = {"web", "book", "paper", "code", "social"})
        List<String> kinds,
    @Setting(
            value =
                "For each kind, into how many buckets of equal tokens its documents are sorted;"
                    + " the lowest is dropped.",
            example = "{\"web\": 20}",
            fallback = "{}",
            allowed = {"web", "book", "paper", "code", "social"},
            minimum = 2,
            maximum = 1000)
        Map<String, Integer> buckets,
    @Setting(
            value = "For each kind, where its tiers begin; the tier low is dropped.",
            example = "{\"code\": {\"low\": 0.05, \"high\": 0.5}}",
            fallback = "{}",
            allowed = {"web", "book", "paper", "code", "social"})
        Map<String, TierLimits> tiers)
    implements CheckedSettings, Serializable {

  /** Whether it says anything of documents of a kind. */
  public boolean isFor(Kind kind) {
    return kinds.isEmpty() || kinds.contains(kind.word());
  }

  @Override
  public void check(BiConsumer<String, String> fault) {
    buckets.keySet().forEach(kind -> requireOwn("buckets", kind, fault));
    tiers.forEach(
        (kind, limits) -> {
          requireOwn("tiers", kind, fault);
          if (limits.low() > limits.high()) {
            fault.accept(
                "tiers." + kind + ".low",
                "the tier low must end where high begins or before: "
                    + limits.low()
                    + ", "
                    + limits.high());
          }
        });
  }

  private void requireOwn(String grade, String kind, BiConsumer<String, String> fault) {
    if (!kinds.isEmpty() && !kinds.contains(kind)) {
      fault.accept(grade + "." + kind, "the model is not for kind " + kind);
    }
  }
}

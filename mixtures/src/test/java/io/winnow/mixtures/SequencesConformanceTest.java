package io.winnow.mixtures;

import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.tokens.TokenCounter;
import io.winnow.mixtures.MixCorpus.Doc;
import io.winnow.mixtures.epochs.Component;
import io.winnow.mixtures.repository.FileOrder;
import io.winnow.mixtures.sequences.Packing;
import io.winnow.mixtures.sequences.SequenceForm;
import io.winnow.testing.PipelineConformance;
import io.winnow.testing.PipelineScenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sequences are the same, byte for byte, whatever wrote them. */
class SequencesConformanceTest extends PipelineConformance {
  /** Pages, and repositories of files that import each other. */
  static List<Doc> docs() {
    TokenCounter tokenizer = TokenCounter.of("o200k");
    List<Doc> docs = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      String page = "Page " + i + " says some words. ".repeat(i % 23);
      docs.add(new Doc("page" + i, "web", true, tokenizer.count(page), page));
      String file = "import file" + (i + 4) + "\n" + "x = " + i + "\n".repeat(1 + i % 40);
      docs.add(new Doc("file" + i, "code", true, tokenizer.count(file), file, "repo" + i % 4));
    }
    return docs;
  }

  static final List<Component> COMPONENTS =
      List.of(
          new Component("repositories", Condition.parse("kind = code"), 1.5, true),
          new Component("pages", Condition.parse("kind = web"), 1));

  static Mixture mixture(String name, Packing packing, int length) {
    return new Mixture(
        name,
        45,
        3,
        false,
        new SequenceForm(length, packing, "o200k"),
        new TreeMap<>(Map.of("repositories", FileOrder.DEPENDENCIES)));
  }

  @Override
  protected PipelineScenario scenario() {
    return trial -> {
      List<Doc> ordered = trial.arrangement().order(docs());
      MixCorpus corpus =
          new MixCorpus(
              trial.input(), List.of(ordered.subList(0, 70), ordered.subList(70, ordered.size())));
      for (Packing packing : Packing.values()) {
        Mixture mixture = mixture(packing.word(), packing, 256);
        corpus.copies(mixture.name(), 45, COMPONENTS);
        corpus.mix(mixture, trial.runner().options("mix-" + packing.word()));
        for (int part = 0; part < mixture.parts(); part++) {
          Path file = trial.output().resolve(mixture.name() + "-" + Shard.part(part));
          Files.write(file, corpus.bytes(mixture, part));
          Files.writeString(
              trial.output().resolve(mixture.name() + "-" + part + ".receipt"),
              corpus.receipt(mixture, part).toString());
        }
      }
    };
  }
}

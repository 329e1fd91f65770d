package io.winnow.mixtures;

import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.table.Shard;
import io.winnow.mixtures.MixCorpus.Doc;
import io.winnow.mixtures.epochs.Component;
import io.winnow.testing.PipelineConformance;
import io.winnow.testing.PipelineScenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of a mixture are the same, byte for byte, whatever wrote them. */
class MixConformanceTest extends PipelineConformance {
  @Override
  protected PipelineScenario scenario() {
    return trial -> {
      List<Doc> docs = new ArrayList<>(MixCorpus.docs(300));
      docs.add(new Doc("large", "web", true, 3L, "a large text ".repeat(200_000)));
      List<Doc> ordered = trial.arrangement().order(docs);
      MixCorpus corpus =
          new MixCorpus(
              trial.input(),
              List.of(
                  ordered.subList(0, 40),
                  ordered.subList(40, 200),
                  ordered.subList(200, ordered.size())));
      corpus.copies(
          "m",
          45,
          List.of(
              new Component("all", null, 1.7),
              new Component("code", Condition.parse("kind = code"), 0.5)));
      Mixture mixture = new Mixture("m", 45, 4);
      corpus.mix(mixture, trial.runner().options("mix"));
      for (int part = 0; part < mixture.parts(); part++) {
        Path file = trial.output().resolve(Shard.part(part));
        Files.write(file, corpus.bytes(mixture, part));
        Files.writeString(
            trial.output().resolve(Shard.part(part) + ".receipt"),
            corpus.receipt(mixture, part).toString());
      }
    };
  }
}

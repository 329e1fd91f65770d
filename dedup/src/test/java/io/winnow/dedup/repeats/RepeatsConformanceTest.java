package io.winnow.dedup.repeats;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.repeats.RepeatCorpus.Doc;
import io.winnow.testing.PipelineConformance;
import io.winnow.testing.PipelineScenario;
import java.nio.file.Files;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The same copies stay whatever runs the search, and however the shards lie. */
class RepeatsConformanceTest extends PipelineConformance {
  @Override
  protected PipelineScenario scenario() {
    return trial -> {
      CorpusFolder folder = new CorpusFolder(trial.input().toString());
      List<Doc> docs = trial.arrangement().order(RepeatCorpus.random(new Random(45), 120));
      List<Shard> shards = RepeatCorpus.write(folder, docs, 5);
      RepeatParameters parameters =
          new RepeatParameters(
              EnumSet.allOf(Unit.class), 1, 10, 2, 1, 8, EnumSet.allOf(Kind.class));
      RepeatCorpus.search(
          trial.runner(),
          folder,
          shards,
          FindRepeats.units(parameters),
          FindRepeats.fingerprints(parameters),
          FindRepeats.passages(parameters));
      Map<DocumentId, BitSet> cuts = RepeatCorpus.cut(parameters, folder, docs, shards);
      assertTrue(cuts.values().stream().filter(cut -> !cut.isEmpty()).count() > 30);
      Files.writeString(trial.output().resolve("cuts"), cuts.toString());
    };
  }
}

package io.winnow.quality.decision;

import io.winnow.corpus.documents.Likeness;
import io.winnow.testing.PipelineConformance;
import io.winnow.testing.PipelineScenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The same documents are kept whatever runs the decision, and however the shards lie. */
class DecideConformanceTest extends PipelineConformance {
  private static final List<String> SOURCES = List.of("crawl", "books", "repos");

  @Override
  protected PipelineScenario scenario() {
    return trial -> {
      DocCorpus corpus = new DocCorpus(trial.input(), split(trial.arrangement().order(docs())));
      Policy policy =
          new Policy(
                  List.of(
                      Rule.of("few-words", "words < 20").withPrefilter(true),
                      Rule.of("books", "text_bytes > 900").withSources(Set.of("books"))),
                  List.of(Likeness.values()),
                  List.of(SurvivorKey.NEWEST, SurvivorKey.BEST_QUALITY, SurvivorKey.SOURCE),
                  SOURCES,
                  DocCorpus.OFFERS)
              .withFlags(List.of(DocCorpus.FLAG))
              .withQuality(DocCorpus.QUALITY)
              .withContaminated(new Contaminated(0.5));
      SortedMap<String, String> prefilter = new TreeMap<>(corpus.prefilter(policy, trial.runner()));
      write(trial.output().resolve("prefilter"), lines(prefilter));
      DocCorpus.Result result = corpus.decide(policy, trial.runner());
      write(trial.output().resolve("decisions"), lines(result.decisions()));
      write(trial.output().resolve("clusters_exact"), result.exact());
    };
  }

  private static List<Doc> docs() {
    Random random = new Random(45);
    List<Doc> docs = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      docs.add(
          new Doc(
              "doc" + i,
              SOURCES.get(random.nextInt(3)),
              "web",
              "text " + random.nextInt(200),
              random.nextInt(3) == 0 ? null : "http://" + random.nextInt(150),
              random.nextInt(1000),
              random.nextInt(3) == 0 ? null : (long) random.nextInt(5),
              (long) random.nextInt(150),
              random.nextDouble(),
              random.nextInt(9) == 0 ? random.nextDouble() : null,
              random.nextInt(12) == 0));
    }
    return docs;
  }

  private static List<List<Doc>> split(List<Doc> docs) {
    return List.of(docs.subList(0, 50), docs.subList(50, 220), docs.subList(220, docs.size()));
  }

  private static List<String> lines(SortedMap<String, String> rows) {
    return rows.entrySet().stream().map(row -> row.getKey() + " " + row.getValue()).toList();
  }

  private static void write(Path file, List<String> lines) throws Exception {
    Files.write(file, lines);
  }
}

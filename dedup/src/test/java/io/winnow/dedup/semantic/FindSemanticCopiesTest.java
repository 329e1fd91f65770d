package io.winnow.dedup.semantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.winnow.corpus.Digest;
import io.winnow.corpus.Embedding;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EmbeddingTable;
import io.winnow.corpus.stage.MaskedTexts;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import io.winnow.runners.Runners;
import io.winnow.testing.StageRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindSemanticCopiesTest {
  private static final int DOCUMENTS = 60;

  @TempDir Path folder;

  private static SemDedupSettings settings(int cellDocuments) {
    return new SemDedupSettings(0.9, List.of(), 2, 100, 10, cellDocuments, 0, List.of("web"));
  }

  private StageRun corpus(String name) throws IOException {
    CorpusFolder corpus = new CorpusFolder(folder.resolve(name).toString());
    List<Table> tables =
        List.of(
            DocumentTable.DOCUMENTS,
            DocumentTable.IDS,
            DecisionTables.DECIDED,
            EmbeddingTable.EMBEDDINGS);
    Random random = new Random(46);
    try (ShardOutput output = new ShardOutput(corpus, "s0", tables)) {
      for (int i = 0; i < DOCUMENTS; i++) {
        @Nullable Object[] document = new @Nullable Object[DocumentTable.DOCUMENTS.schema().size()];
        document[1] = "web";
        output.write(DocumentTable.DOCUMENTS, document);
        output.write(DocumentTable.IDS, Digest.ofText("document " + i));
        output.write(DecisionTables.DECIDED, true, null, null, new byte[] {(byte) i});
        float[] vector = {1, random.nextFloat(), random.nextFloat()};
        output.write(EmbeddingTable.EMBEDDINGS, (Object) Embedding.toBytes(vector));
        output.count(EmbeddingTable.EMBEDDINGS, MaskedTexts.MEASURED, 1);
      }
      output.commit("");
    }
    return new StageRun(corpus, List.of(new Shard(0, "s0", DOCUMENTS, 1)), Runners.direct(1));
  }

  private static void assign(StageRun run, int cellDocuments) throws IOException {
    run.run(new FindCentroids(settings(cellDocuments), 45));
    run.run(new NearestCentroids(0));
    run.run(new FindCrowdedCells(cellDocuments));
    run.run(new FindParts(cellDocuments, 45));
    run.run(new FindSplits(cellDocuments));
    run.run(new AssignCells());
  }

  /** Receipts of a shard that is no part of the corpus any more lie in the folder. */
  @Test
  void theSampleForBordersIsOfTheShardsOfTheCorpusOnly() throws IOException {
    StageRun run = corpus("stale");
    assign(run, 100);
    try (ShardOutput gone = new ShardOutput(run.folder(), "gone", List.of(AssignCells.CELLS))) {
      gone.count(AssignCells.CELLS, "web", 1_000_000_000);
      gone.commit("");
    }
    run.run(new FindSemanticCopies(settings(100), List.of(), 45));
    try (TableReader reader =
        TableReader.open(FindSemanticCopies.THRESHOLDS.file(run.folder(), "s0"))) {
      Row row = reader.row();
      assertEquals(DOCUMENTS, row.get(FindSemanticCopies.DOCUMENTS));
      assertEquals(DOCUMENTS, row.get(FindSemanticCopies.SAMPLED), "all of so few are sampled");
    }
  }

  /** Splits of an earlier run lie in the folder. */
  @Test
  void cellsDependOnSplitsOnlyWhereACellIsCrowded() throws IOException {
    StageRun run = corpus("split");
    assign(run, 20);
    String split = new AssignCells().settings(run);
    List<Long> parts = cells(run);
    assertFalse(new FindParts(100, 45).isNeeded(with(run, 100)));
    assign(run, 100);
    assertNotEquals(split, new AssignCells().settings(run));
    assertNotEquals(parts, cells(run));
    StageRun whole = corpus("whole");
    assign(whole, 100);
    assertEquals(new AssignCells().settings(whole), new AssignCells().settings(run));
    assertEquals(cells(whole), cells(run));
  }

  private static StageRun with(StageRun run, int cellDocuments) throws IOException {
    run.run(new FindCrowdedCells(cellDocuments));
    return run;
  }

  private static List<Long> cells(StageRun run) throws IOException {
    List<Long> cells = new ArrayList<>();
    try (TableReader reader = TableReader.open(AssignCells.CELLS.file(run.folder(), "s0"))) {
      for (Row row = reader.row(); row != null; row = reader.row()) {
        cells.add(row.get(AssignCells.CELL));
      }
    }
    return cells;
  }
}

package io.winnow.pipelines;

import io.winnow.corpus.Document;
import io.winnow.corpus.table.DocumentTable;
import io.winnow.corpus.table.EditTables;
import io.winnow.corpus.table.Tasks;
import io.winnow.dedup.Dedup;
import io.winnow.dedup.repeats.RepeatParameters;
import io.winnow.dedup.repeats.RepeatTables;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.stage.ShuffleOutput;
import io.winnow.pipelines.stage.StageSpec;
import io.winnow.quality.decision.DecisionTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The stages that say what is cut out of the documents that are kept. */
final class Editing {
  private final Run run;
  private final Recipe recipe;

  Editing(Run run) {
    this.run = run;
    this.recipe = run.file().recipe();
  }

  /** Runs those that the recipe names. */
  void run() throws IOException {
    if (recipe.hasStage(RepeatTables.REPEATS)) {
      findRepeats();
    }
    if (Policies.edits(recipe)) {
      unite();
    }
  }

  private void findRepeats() throws IOException {
    RepeatParameters parameters = Policies.repeats(recipe);
    List<String> reads =
        List.of(DecisionTables.DECISIONS, DocumentTable.DOCUMENTS, DocumentTable.IDS);
    run.stages()
        .shuffle(
            new StageSpec(
                RepeatTables.REPEATS,
                List.of(Document.class, Dedup.class),
                recipe.canonical("repeats"),
                reads),
            run.shards(),
            List.of(new ShuffleOutput(RepeatTables.REPEATS, RepeatTables.SCHEMA, false)),
            pipeline ->
                Map.of(
                    RepeatTables.REPEATS,
                    pipeline
                        .apply("Shards", Tasks.shards(run.shards()))
                        .apply(
                            "Repeats",
                            Dedup.repeats(
                                parameters,
                                run.folder(),
                                DecisionTables.DECISIONS,
                                run.shards()))));
    run.table(RepeatTables.REPEATS, false);
    List<String> cutsRead = new ArrayList<>(reads);
    cutsRead.add(RepeatTables.REPEATS);
    run.stages()
        .map(
            new StageSpec(
                RepeatCutTable.NAME,
                List.of(Document.class, Dedup.class, Curation.class),
                recipe.canonical("repeats"),
                cutsRead),
            run.shards(),
            new RepeatCutTable(parameters));
    run.table(RepeatCutTable.NAME, false);
  }

  private void unite() throws IOException {
    List<String> lists = Policies.editLists(recipe);
    List<String> reads = new ArrayList<>(List.of(DocumentTable.DOCUMENTS, DocumentTable.IDS));
    reads.addAll(lists);
    run.stages()
        .map(
            new StageSpec(
                EditTables.EDITS,
                List.of(Document.class, Curation.class),
                recipe.canonical("tokenizer"),
                reads),
            run.shards(),
            new EditsTable(lists, recipe.tokenizer()));
    run.table(EditTables.EDITS, false);
    run.table(EditTables.EDITED, true);
  }
}

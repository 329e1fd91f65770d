package io.winnow.pipelines;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.dedup.Dedup;
import io.winnow.dedup.repeats.FindRepeats;
import io.winnow.dedup.repeats.RepeatParameters;
import io.winnow.dedup.repeats.RepeatTables;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.stage.ShuffleOutput;
import io.winnow.pipelines.stage.StageSpec;
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
        new ArrayList<>(
            List.of(
                DecisionTables.DECISIONS.name(),
                DocumentTable.DOCUMENTS.name(),
                DocumentTable.IDS.name()));
    String mask = DecisionTables.DECISIONS.name();
    if (parameters.others()) {
      search(
          RepeatTables.REPEATS, reads, Dedup.repeats(parameters, run.folder(), mask, run.shards()));
    }
    if (parameters.passages()) {
      search(
          RepeatTables.FINGERPRINTS,
          reads,
          Dedup.repeatedFingerprints(parameters, run.folder(), mask, run.shards()));
      search(
          RepeatTables.PASSAGES,
          reads,
          Dedup.repeatedPassages(parameters, run.folder(), mask, run.shards()));
    }
    run.stages()
        .map(
            new StageSpec(RepeatCutTable.NAME, List.of(), recipe.canonical("repeats"), reads),
            run.shards(),
            new RepeatCutTable(parameters));
    run.table(RepeatCutTable.NAME, false);
  }

  /** Runs one search, whose list the later ones read. */
  private void search(String list, List<String> reads, FindRepeats transform) throws IOException {
    run.stages()
        .shuffle(
            new StageSpec(list, List.of(FindRepeats.class), recipe.canonical("repeats"), reads),
            run.shards(),
            List.of(new ShuffleOutput(list, RepeatTables.SCHEMA, false)),
            pipeline ->
                Map.of(
                    list,
                    pipeline
                        .apply("Shards", Tasks.shards(run.shards()))
                        .apply("Repeats", transform)));
    run.table(list, false);
    reads.add(list);
  }

  private void unite() throws IOException {
    List<String> lists = Policies.editLists(recipe);
    List<String> reads =
        new ArrayList<>(List.of(DocumentTable.DOCUMENTS.name(), DocumentTable.IDS.name()));
    reads.addAll(lists);
    run.stages()
        .map(
            new StageSpec(EditTables.EDITS.name(), List.of(), recipe.canonical("tokenizer"), reads),
            run.shards(),
            new EditsTable(lists, recipe.tokenizer()));
    run.table(EditTables.EDITS.name(), false);
    run.table(EditTables.EDITED.name(), true);
  }
}

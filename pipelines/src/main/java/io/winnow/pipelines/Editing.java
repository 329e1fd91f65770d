package io.winnow.pipelines;

import io.winnow.corpus.Document;
import io.winnow.corpus.table.DocumentTable;
import io.winnow.corpus.table.EditTables;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.stage.StageSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
    if (Policies.edits(recipe)) {
      unite();
    }
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

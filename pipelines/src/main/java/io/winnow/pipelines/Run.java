package io.winnow.pipelines;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
import io.winnow.pipelines.Manifest.FileEntry;
import io.winnow.pipelines.Manifest.TableEntry;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.pipelines.stage.Stages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the parts of a run share, once its documents are there.
 *
 * @param tables that it has written, for the manifest
 */
record Run(
    RecipeFile file,
    CorpusFolder folder,
    Stages stages,
    List<Shard> shards,
    List<TableEntry> tables) {

  /** Notes a table for the manifest. */
  void table(String name, boolean aligned) throws IOException {
    Map<String, Receipt> receipts = stages.receipts(name);
    List<FileEntry> files = new ArrayList<>();
    for (Shard shard : shards) {
      Receipt receipt = receipts.get(shard.name());
      if (receipt == null) {
        throw new IllegalStateException(name + " lacks shard " + shard.name());
      }
      files.add(entry(shard.name(), receipt));
    }
    tables.add(new TableEntry(name, aligned, files));
  }

  static FileEntry entry(String name, Receipt receipt) {
    return new FileEntry(
        name, receipt.file().digest(), receipt.file().rows(), receipt.file().bytes());
  }
}

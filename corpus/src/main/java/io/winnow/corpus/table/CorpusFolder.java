package io.winnow.corpus.table;

import java.io.Serializable;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * Where the tables of a run lie: {@code FOLDER/TABLE/SHARD.parquet}, with a receipt for each at
 * {@code FOLDER/receipts/TABLE/SHARD.json}. On any filesystem that Beam knows.
 *
 * @param root the folder, as Beam spells it
 */
public record CorpusFolder(String root) implements Serializable {
  /** The file of one shard of a table. */
  public ResourceId table(String table, String shard) {
    return folder(table).resolve(shard + ".parquet", StandardResolveOptions.RESOLVE_FILE);
  }

  /** The receipt of one shard of a table (or of one piece of another stage's work). */
  public ResourceId receipt(String table, String shard) {
    return folder("receipts")
        .resolve(table, StandardResolveOptions.RESOLVE_DIRECTORY)
        .resolve(shard + ".json", StandardResolveOptions.RESOLVE_FILE);
  }

  /** A file at the top of the folder. */
  public ResourceId file(String name) {
    return top().resolve(name, StandardResolveOptions.RESOLVE_FILE);
  }

  /** A folder below the top; {@code path} may have slashes. */
  public ResourceId folder(String path) {
    ResourceId folder = top();
    for (String name : path.split("/")) {
      folder = folder.resolve(name, StandardResolveOptions.RESOLVE_DIRECTORY);
    }
    return folder;
  }

  private ResourceId top() {
    return FileSystems.matchNewResource(root, true);
  }
}

package io.winnow.corpus.table;

import io.winnow.corpus.files.Filesystems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.NoSuchFileException;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.jspecify.annotations.Nullable;

/**
 * Where the tables of a run lie: {@code FOLDER/TABLE/SHARD.parquet}, with a receipt for each at
 * {@code FOLDER/receipts/TABLE/SHARD.json}. On any filesystem that Beam knows.
 *
 * <p>While a whole result stands in a folder, a new one is made in the folder {@link #next} of it:
 * all is written there, and what is not there is read below, where nothing changes meanwhile.
 *
 * @param root the folder, as Beam spells it
 * @param below where files lie that this folder lacks; null if there is no such place
 */
public record CorpusFolder(String root, @Nullable CorpusFolder below) implements Serializable {
  private static final String NEXT = "next";

  /**
   * A folder that holds all of its files.
   *
   * @throws io.winnow.corpus.files.NoSuchFilesystem if there is no filesystem for it
   */
  public CorpusFolder(String root) {
    this(root, null);
    Filesystems.require(root);
  }

  /** The folder in this one where the result is made that will take the place of this one's. */
  public CorpusFolder next() {
    return new CorpusFolder(folder(NEXT).toString(), this);
  }

  /** The file of one shard of a table, as it is written. */
  public ResourceId table(String table, String shard) {
    return folder(table).resolve(shard + ".parquet", StandardResolveOptions.RESOLVE_FILE);
  }

  /** The file of one shard of a table, as it is read: that of this folder, or the one below. */
  public ResourceId found(String table, String shard) throws IOException {
    return holder(table, shard).table(table, shard);
  }

  /** Where one shard of a table is read: this folder, or the one below. */
  public CorpusFolder holder(String table, String shard) throws IOException {
    CorpusFolder under = below;
    return under == null || isThere(table(table, shard)) ? this : under.holder(table, shard);
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

  /** A file at the top of the folder, as it is read: that of this folder, or the one below. */
  public ResourceId found(String name) throws IOException {
    CorpusFolder under = below;
    return under == null || has(name) ? file(name) : under.found(name);
  }

  /** Whether a file is there at the top of the folder. */
  public boolean has(String name) throws IOException {
    return isThere(file(name));
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

  private static boolean isThere(ResourceId file) throws IOException {
    try {
      FileSystems.matchSingleFileSpec(file.toString());
      return true;
    } catch (FileNotFoundException | NoSuchFileException e) {
      return false;
    }
  }
}

package io.winnow.corpus.stage;

import io.winnow.corpus.table.CorpusFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * A file of a run that is no table.
 *
 * @param in its folder, below that of the run
 * @param name of the file
 * @param bytes its length
 */
public record OtherFile(String in, String name, long bytes) {
  /** Where it is written. */
  public ResourceId at(CorpusFolder folder) {
    return folder.folder(in).resolve(name, StandardResolveOptions.RESOLVE_FILE);
  }

  /** Whether it is there in its full length, in the folder itself. */
  public boolean isThere(CorpusFolder folder) throws IOException {
    try {
      return FileSystems.matchSingleFileSpec(at(folder).toString()).sizeBytes() == bytes;
    } catch (FileNotFoundException | NoSuchFileException e) {
      return false;
    }
  }
}

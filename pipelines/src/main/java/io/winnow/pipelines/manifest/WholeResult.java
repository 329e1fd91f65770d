package io.winnow.pipelines.manifest;

import io.winnow.corpus.table.CorpusFolder;
import java.io.IOException;
import java.util.Optional;

/**
 * The result that counts in the folder of a run: the one that stands there, or the one in {@code
 * next} that is whole and on its way to take its place. Files of the latter may lie in either.
 *
 * @param folder where its files are found
 * @param manifest what it consists of
 */
public record WholeResult(CorpusFolder folder, Manifest manifest) {
  /** The result in a folder; empty where there is none. */
  public static Optional<WholeResult> in(CorpusFolder folder) throws IOException {
    for (CorpusFolder place : new CorpusFolder[] {folder.next(), folder}) {
      Optional<Manifest> manifest = Manifest.read(place);
      if (manifest.isPresent()) {
        return Optional.of(new WholeResult(place, manifest.get()));
      }
    }
    return Optional.empty();
  }
}

package io.winnow.mixtures.export;

import io.winnow.corpus.table.Row;
import java.io.Closeable;
import java.io.IOException;

/**
 * Writes the rows of one part of a mixture in a format. The same rows must become the same bytes on
 * every machine: no time, no name, nothing that depends on how many threads there are.
 */
interface PartExport extends Closeable {
  /** Adds a row. */
  void write(Row row) throws IOException;

  /** Ends the file. */
  @Override
  void close() throws IOException;
}

package io.winnow.mixtures;

import io.winnow.corpus.table.TableWriter;
import java.io.IOException;
import java.util.SortedMap;

/** Writes the copies of one part as rows of one sort. */
interface PartWriter {
  /** Writes all copies. */
  void write(CopyReader copies, TableWriter to) throws IOException;

  /** Counts for the part's receipt, once all is written. */
  SortedMap<String, Long> counts();
}

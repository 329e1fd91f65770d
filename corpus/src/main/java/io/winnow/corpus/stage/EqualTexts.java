package io.winnow.corpus.stage;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Documents that have the same text, as {@link DecisionTables#CLUSTERS_EXACT} lists them. */
public final class EqualTexts {
  private EqualTexts() {}

  /** How many documents have the text of a row, by row, where there are several. */
  public static Map<Long, Long> copies(ShardInput from) throws IOException {
    Map<Long, Long> copies = new HashMap<>();
    from.forEach(
        DecisionTables.CLUSTERS_EXACT.columns(Table.ROW, DecisionTables.BY, DecisionTables.SIZE),
        row -> {
          if (Likeness.CONTENT.word().equals(row.get(DecisionTables.BY))) {
            copies.put(row.get(Table.ROW), row.get(DecisionTables.SIZE));
          }
        });
    return copies;
  }
}

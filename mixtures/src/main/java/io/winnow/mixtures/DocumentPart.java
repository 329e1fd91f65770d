package io.winnow.mixtures;

import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.TableWriter;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Each copy is a row. */
final class DocumentPart implements PartWriter {
  private long documents;
  private long tokens;

  @Override
  public Schema schema() {
    return Mix.SCHEMA;
  }

  @Override
  public void write(CopyReader copies, TableWriter to) throws IOException {
    for (CopyReader.Copy copy = copies.next(); copy != null; copy = copies.next()) {
      @Nullable Object[] row = new @Nullable Object[Mix.SCHEMA.size()];
      row[0] = copy.id();
      row[1] = copy.number();
      row[2] = copy.component();
      System.arraycopy(copy.shared(), 0, row, Mix.OWN_COLUMNS, row.length - Mix.OWN_COLUMNS);
      to.write(row);
      documents++;
      tokens += copy.tokens();
    }
  }

  @Override
  public SortedMap<String, Long> counts() {
    return new TreeMap<>(Map.of(Mix.DOCUMENTS, documents, Mix.TOKENS, tokens));
  }
}

package io.winnow.mixtures;

import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.SignalTable;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.TableWriter;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Each copy is a row of {@link MixTexts#table}. */
final class DocumentPart implements PartWriter {
  private long documents;
  private long tokens;

  @Override
  public void write(CopyReader copies, TableWriter to) throws IOException {
    for (CopyReader.Copy copy = copies.next(); copy != null; copy = copies.next()) {
      Row shared = copy.shared();
      to.write(
          copy.id(),
          copy.number(),
          copy.component(),
          shared.getOrNull(DocumentTable.SOURCE),
          shared.getOrNull(DocumentTable.KIND),
          shared.getOrNull(DocumentTable.SOURCE_URI),
          shared.getOrNull(DocumentTable.TITLE),
          shared.getOrNull(SignalTable.LANGUAGE),
          shared.getOrNull(SignalTable.TOKENS),
          copy.text());
      documents++;
      tokens += copy.tokens();
    }
  }

  @Override
  public SortedMap<String, Long> counts() {
    return new TreeMap<>(Map.of(MixTexts.DOCUMENTS, documents, MixTexts.TOKENS, tokens));
  }
}

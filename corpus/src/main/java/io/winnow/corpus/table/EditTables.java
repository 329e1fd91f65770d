package io.winnow.corpus.table;

import io.winnow.corpus.text.Edits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is cut out of documents when they are written into a mixture: the list {@code edits} of
 * spans, and the aligned {@code edited} with the size of what is left.
 */
public final class EditTables {
  /** Name of the list of spans. */
  public static final String EDITS = "edits";

  /** Name of the aligned table of sizes. */
  public static final String EDITED = "edited";

  /** Of {@link #EDITS}. */
  public static final Schema EDITS_SCHEMA =
      Schema.of(
          new Column("row", ColumnType.LONG, "row in the shard"),
          new Column("id", ColumnType.ID, "document id"),
          new Column("start", ColumnType.LONG, "first character that is cut out"),
          new Column("end", ColumnType.LONG, "behind the last one"),
          new Column("reason", ColumnType.STRING, "why"));

  /** Of {@link #EDITED}; nothing where a document is left as it is. */
  public static final Schema EDITED_SCHEMA =
      Schema.of(
          new Column("edited_tokens", ColumnType.LONG, "tokens of what is left"),
          new Column("edited_text_bytes", ColumnType.LONG, "UTF-8 bytes of what is left"));

  private EditTables() {}

  /** The spans of a shard by row, in order. */
  public static Map<Long, List<Edits.Span>> read(CorpusFolder folder, Shard shard)
      throws IOException {
    Map<Long, List<Edits.Span>> edits = new TreeMap<>();
    try (TableReader reader =
        TableReader.open(folder.table(EDITS, shard.name()), List.of("row", "start", "end"))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        long start = (Long) Objects.requireNonNull(row[1]);
        long end = (Long) Objects.requireNonNull(row[2]);
        edits
            .computeIfAbsent((Long) row[0], r -> new ArrayList<>())
            .add(new Edits.Span((int) start, (int) end));
      }
    }
    edits.replaceAll((row, spans) -> Edits.merge(spans));
    return edits;
  }
}

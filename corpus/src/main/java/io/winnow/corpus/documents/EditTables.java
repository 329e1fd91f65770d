package io.winnow.corpus.documents;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.text.Edits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is cut out of documents when they are written into a mixture: the list {@code edits} of
 * spans, and the aligned {@code edited} with the size of what is left. Each stage that wants
 * something cut out writes a list of its own, {@link #list}; {@code edits} unites them.
 */
public final class EditTables {
  public static final Column<Long> START =
      Column.number("start", "first character that is cut out");
  public static final Column<Long> END = Column.number("end", "behind the last one");
  public static final Column<String> REASON = Column.text("reason", "why; several are joined by +");

  /** The list of spans. */
  public static final Table EDITS =
      Table.list("edits", Table.ROW, DocumentTable.ID, START, END, REASON);

  public static final Column<Long> EDITED_TOKENS =
      Column.number("edited_tokens", "tokens of what is left");
  public static final Column<Long> EDITED_TEXT_BYTES =
      Column.number("edited_text_bytes", "UTF-8 bytes of what is left");

  /** Sizes; nothing where a document is left as it is, 0 where what is left is blank. */
  public static final Table EDITED = Table.aligned("edited", EDITED_TOKENS, EDITED_TEXT_BYTES);

  private EditTables() {}

  /** The list of what one stage wants cut out; its spans may overlap. */
  public static Table list(String stage) {
    return new Table(EDITS.name() + "_" + stage, EDITS.schema(), EDITS.shape());
  }

  /** A span and why it is cut out. */
  public record Cut(Edits.Span span, String reason) {}

  /** The spans of a shard by row, in order, apart from each other. */
  public static Map<Long, List<Edits.Span>> read(CorpusFolder folder, Shard shard)
      throws IOException {
    Map<Long, List<Edits.Span>> edits = new TreeMap<>();
    read(folder, shard, EDITS)
        .forEach((row, cuts) -> edits.put(row, Edits.merge(cuts.stream().map(Cut::span).toList())));
    return edits;
  }

  /** What a list says of a shard, by row, in its order. */
  public static Map<Long, List<Cut>> read(CorpusFolder folder, Shard shard, Table list)
      throws IOException {
    Map<Long, List<Cut>> cuts = new TreeMap<>();
    try (TableReader reader =
        TableReader.open(folder, shard.name(), list.columns(Table.ROW, START, END, REASON))) {
      for (Row row = reader.row(); row != null; row = reader.row()) {
        cuts.computeIfAbsent(row.get(Table.ROW), r -> new ArrayList<>())
            .add(
                new Cut(
                    new Edits.Span(row.get(START).intValue(), row.get(END).intValue()),
                    row.get(REASON)));
      }
    }
    return cuts;
  }

  /** The same of a list by its name. */
  public static Map<Long, List<Cut>> read(CorpusFolder folder, Shard shard, String list)
      throws IOException {
    return read(folder, shard, new Table(list, EDITS.schema(), EDITS.shape()));
  }

  /**
   * Cuts in order, those that meet or overlap made one, with all of their reasons in the order of
   * the alphabet.
   */
  public static List<Cut> unite(List<Cut> cuts) {
    List<Cut> sorted = new ArrayList<>(cuts);
    sorted.sort(Comparator.comparingInt(cut -> cut.span().start()));
    List<Cut> united = new ArrayList<>();
    int at = 0;
    for (Edits.Span span : Edits.merge(cuts.stream().map(Cut::span).toList())) {
      TreeSet<String> reasons = new TreeSet<>();
      for (; at < sorted.size() && sorted.get(at).span().start() < span.end(); at++) {
        reasons.add(sorted.get(at).reason());
      }
      united.add(new Cut(span, String.join("+", reasons)));
    }
    return united;
  }
}

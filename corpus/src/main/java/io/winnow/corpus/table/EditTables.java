package io.winnow.corpus.table;

import io.winnow.corpus.text.Edits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is cut out of documents when they are written into a mixture: the list {@code edits} of
 * spans, and the aligned {@code edited} with the size of what is left. Each stage that wants
 * something cut out writes a list of its own, {@link #list}; {@code edits} unites them.
 */
public final class EditTables {
  /** Name of the list of spans. */
  public static final String EDITS = "edits";

  /** Name of the aligned table of sizes. */
  public static final String EDITED = "edited";

  /** Of {@link #EDITS}, and of the list of each stage. */
  public static final Schema EDITS_SCHEMA =
      Schema.of(
          Column.number("row", "row in the shard"),
          Column.id("id", "document id"),
          Column.number("start", "first character that is cut out"),
          Column.number("end", "behind the last one"),
          Column.text("reason", "why; several are joined by +"));

  /**
   * Of {@link #EDITED}; nothing where a document is left as it is, 0 where what is left is blank.
   */
  public static final Schema EDITED_SCHEMA =
      Schema.of(
          Column.number("edited_tokens", "tokens of what is left"),
          Column.number("edited_text_bytes", "UTF-8 bytes of what is left"));

  private EditTables() {}

  /** Name of the list of what one stage wants cut out; its spans may overlap. */
  public static String list(String stage) {
    return EDITS + "_" + stage;
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
  public static Map<Long, List<Cut>> read(CorpusFolder folder, Shard shard, String list)
      throws IOException {
    Map<Long, List<Cut>> cuts = new TreeMap<>();
    try (TableReader reader =
        TableReader.open(
            folder.table(list, shard.name()), List.of("row", "start", "end", "reason"))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        long start = (Long) Objects.requireNonNull(row[1]);
        long end = (Long) Objects.requireNonNull(row[2]);
        cuts.computeIfAbsent((Long) row[0], r -> new ArrayList<>())
            .add(
                new Cut(
                    new Edits.Span((int) start, (int) end),
                    (String) Objects.requireNonNull(row[3])));
      }
    }
    return cuts;
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

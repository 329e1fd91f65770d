package io.winnow.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.documents.EditTables.Cut;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.text.Edits;
import io.winnow.corpus.text.WhiteSpace;
import io.winnow.corpus.tokens.TokenCounter;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The map stage {@code edits}: unites what several stages want cut out, and says how large what is
 * left will be. Text is read only of shards in which there is something to cut.
 *
 * <p>Memory: the spans of one shard, 100 bytes each.
 */
final class EditsTable implements ShardFunction {
  private final ArrayList<String> lists;
  private final String tokenizer;

  /**
   * @param lists of spans, one of each stage
   * @param tokenizer that counts what is left
   */
  EditsTable(List<String> lists, String tokenizer) {
    this.lists = new ArrayList<>(lists);
    this.tokenizer = tokenizer;
  }

  @Override
  public List<Output> outputs() {
    return List.of(
        new Output(EditTables.EDITS.name(), EditTables.EDITS.schema()),
        new Output(EditTables.EDITED.name(), EditTables.EDITED.schema()));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    Map<Long, List<Cut>> cuts = new TreeMap<>();
    for (String list : lists) {
      EditTables.read(folder, shard, list)
          .forEach((row, own) -> cuts.computeIfAbsent(row, r -> new ArrayList<>()).addAll(own));
    }
    if (cuts.isEmpty()) {
      for (long row = 0; row < shard.rows(); row++) {
        to.write(1, null, null);
      }
      return;
    }
    TokenCounter counter = TokenCounter.of(tokenizer);
    try (AlignedReader reader =
        AlignedReader.open(
            folder,
            shard.name(),
            Columns.of(DocumentTable.IDS.name(), "id"),
            Columns.of(DocumentTable.DOCUMENTS.name(), "text"))) {
      long number = 0;
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        List<Cut> own = cuts.get(number);
        if (own == null) {
          to.write(1, null, null);
        } else {
          List<Cut> united = EditTables.unite(own);
          for (Cut cut : united) {
            Edits.Span span = cut.span();
            to.write(0, number, row[0], (long) span.start(), (long) span.end(), cut.reason());
          }
          String text = (String) Objects.requireNonNull(row[1]);
          String left = Edits.cut(text, united.stream().map(Cut::span).toList());
          // What is blank is nothing: no mixture takes it.
          boolean blank = left.chars().allMatch(character -> WhiteSpace.is((char) character));
          to.write(1, blank ? 0L : counter.count(left), blank ? 0L : left.getBytes(UTF_8).length);
        }
        number++;
      }
    }
  }
}

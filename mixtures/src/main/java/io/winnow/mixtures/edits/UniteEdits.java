package io.winnow.mixtures.edits;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.documents.EditTables.Cut;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.text.Edits;
import io.winnow.corpus.text.WhiteSpace;
import io.winnow.corpus.tokens.TokenCounter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Unites what several stages want cut out, and says how large what is left will be. Text is read
 * only of shards in which there is something to cut.
 *
 * <p>Memory: the spans of one shard, 100 bytes each.
 */
public final class UniteEdits extends TableStage {
  private final List<Table> lists;
  private final String tokenizer;

  /**
   * @param lists of spans, one of each stage; see {@link EditTables#list}
   * @param tokenizer that counts what is left
   */
  public UniteEdits(List<Table> lists, String tokenizer) {
    super("", reads(lists), List.of(EditTables.EDITS, EditTables.EDITED));
    this.lists = List.copyOf(lists);
    this.tokenizer = tokenizer;
  }

  private static List<Table> reads(List<Table> lists) {
    List<Table> reads = new ArrayList<>(List.of(DocumentTable.DOCUMENTS, DocumentTable.IDS));
    reads.addAll(lists);
    return reads;
  }

  @Override
  public String settings(Inputs inputs) {
    return tokenizer;
  }

  @Override
  public Work work(Inputs inputs) {
    return Work.perShard(new Unite(new ArrayList<>(lists), tokenizer));
  }

  @Override
  public List<Table> tells() {
    return List.of(EditTables.EDITS);
  }

  private record Unite(ArrayList<Table> lists, String tokenizer) implements ShardFunction {
    @Override
    public void compute(ShardInput from, ShardOutput to) throws IOException {
      Map<Long, List<Cut>> cuts = new TreeMap<>();
      for (Table list : lists) {
        EditTables.read(from.folder(), from.shard(), list)
            .forEach((row, own) -> cuts.computeIfAbsent(row, r -> new ArrayList<>()).addAll(own));
      }
      if (cuts.isEmpty()) {
        for (long row = 0; row < from.shard().rows(); row++) {
          to.writeNothing(EditTables.EDITED);
        }
        return;
      }
      TokenCounter counter = TokenCounter.of(tokenizer);
      from.forEach(
          List.of(
              DocumentTable.IDS.columns(DocumentTable.ID),
              DocumentTable.DOCUMENTS.columns(DocumentTable.TEXT)),
          (number, row) -> {
            List<Cut> own = cuts.get(number);
            if (own == null) {
              to.writeNothing(EditTables.EDITED);
            } else {
              cut(number, row, EditTables.unite(own), counter, to);
            }
          });
    }

    private static void cut(
        long number, Row row, List<Cut> cuts, TokenCounter counter, ShardOutput to)
        throws IOException {
      for (Cut cut : cuts) {
        to.write(
            EditTables.EDITS,
            number,
            row.get(DocumentTable.ID),
            (long) cut.span().start(),
            (long) cut.span().end(),
            cut.reason());
      }
      String left = Edits.cut(row.get(DocumentTable.TEXT), cuts.stream().map(Cut::span).toList());
      // What is blank is nothing: no mixture takes it.
      boolean blank = left.chars().allMatch(character -> WhiteSpace.is((char) character));
      to.write(
          EditTables.EDITED,
          blank ? 0L : counter.count(left),
          blank ? 0L : (long) left.getBytes(UTF_8).length);
    }
  }
}

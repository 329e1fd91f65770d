package io.winnow.dedup.repeats;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes spans of what is repeated elsewhere, in the documents that are kept. */
public final class CutRepeats extends TableStage {
  /** What is cut out of documents. */
  public static final Table CUTS = EditTables.list(FindRepeats.WORD);

  private final RepeatParameters parameters;

  public CutRepeats(RepeatSettings settings) {
    super(FindRepeats.WORD, reads(settings.parameters()), CUTS);
    this.parameters = settings.parameters();
  }

  private static List<Table> reads(RepeatParameters parameters) {
    List<Table> reads =
        new ArrayList<>(
            List.of(DecisionTables.DECISIONS, DocumentTable.DOCUMENTS, DocumentTable.IDS));
    if (parameters.others()) {
      reads.add(FindRepeats.REPEATS);
    }
    if (parameters.passages()) {
      reads.add(FindRepeats.FINGERPRINTS);
      reads.add(FindRepeats.PASSAGES);
    }
    return reads;
  }

  @Override
  public String settings(Inputs inputs) {
    return parameters.toString();
  }

  @Override
  public Work work(Inputs inputs) {
    return Work.perShard(new Cut(parameters));
  }

  private record Cut(RepeatParameters parameters) implements ShardFunction {
    @Override
    public void compute(ShardInput from, ShardOutput to) throws IOException {
      RepeatCuts cuts = RepeatCuts.of(parameters, from);
      from.forEach(
          List.of(
              DecisionTables.DECISIONS.columns(DecisionTables.KEPT, DocumentTable.KIND),
              DocumentTable.IDS.columns(DocumentTable.ID),
              DocumentTable.DOCUMENTS.columns(DocumentTable.TEXT)),
          (number, row) -> {
            if (row.is(DecisionTables.KEPT)) {
              DocumentId id = row.get(DocumentTable.ID);
              cuts.cut(
                  number,
                  row.get(DocumentTable.TEXT),
                  Kind.of(row.get(DocumentTable.KIND)),
                  (start, end, reason) ->
                      to.write(CUTS, number, id, (long) start, (long) end, reason));
            }
          });
    }
  }
}

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
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.AlignedRows;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes spans of what is repeated elsewhere, in the documents that are kept. */
public final class CutRepeats implements Stage {
  /** What is cut out of documents. */
  public static final Table CUTS = EditTables.list(FindRepeats.WORD);

  private final RepeatParameters parameters;

  public CutRepeats(RepeatSettings settings) {
    this.parameters = settings.parameters();
  }

  @Override
  public String name() {
    return CUTS.name();
  }

  @Override
  public String word() {
    return FindRepeats.WORD;
  }

  @Override
  public List<Table> reads() {
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
  public List<Table> writes() {
    return List.of(CUTS);
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
      RepeatCuts cuts = RepeatCuts.of(parameters, from.folder(), from.shard());
      try (AlignedRows rows =
          from.aligned(
              DecisionTables.DECISIONS.columns(DecisionTables.KEPT, DocumentTable.KIND),
              DocumentTable.IDS.columns(DocumentTable.ID),
              DocumentTable.DOCUMENTS.columns(DocumentTable.TEXT))) {
        long number = 0;
        for (Row row = rows.row(); row != null; row = rows.row()) {
          if (row.is(DecisionTables.KEPT)) {
            long at = number;
            DocumentId id = row.get(DocumentTable.ID);
            cuts.cut(
                at,
                row.get(DocumentTable.TEXT),
                Kind.of(row.get(DocumentTable.KIND)),
                (start, end, reason) -> to.write(CUTS, at, id, (long) start, (long) end, reason));
          }
          number++;
        }
      }
    }
  }
}

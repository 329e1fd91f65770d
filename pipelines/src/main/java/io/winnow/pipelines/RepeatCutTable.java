package io.winnow.pipelines;

import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.repeats.RepeatCuts;
import io.winnow.dedup.repeats.RepeatParameters;
import io.winnow.dedup.repeats.RepeatTables;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The map stage that makes spans of what is repeated elsewhere, in the documents that are kept. */
final class RepeatCutTable implements ShardFunction {
  static final String NAME = EditTables.list(RepeatTables.REPEATS).name();

  private final RepeatParameters parameters;

  RepeatCutTable(RepeatParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public List<Output> outputs() {
    return List.of(new Output(NAME, EditTables.EDITS.schema()));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    RepeatCuts cuts = RepeatCuts.of(parameters, folder, shard);
    try (AlignedReader reader =
        AlignedReader.open(
            folder,
            shard.name(),
            Columns.of(DecisionTables.DECISIONS.name(), "kept", "kind"),
            Columns.of(DocumentTable.IDS.name(), "id"),
            Columns.of(DocumentTable.DOCUMENTS.name(), "text"))) {
      long number = 0;
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        if (Boolean.TRUE.equals(row[0])) {
          long at = number;
          Object id = row[2];
          cuts.cut(
              at,
              (String) Objects.requireNonNull(row[3]),
              Kind.of((String) Objects.requireNonNull(row[1])),
              (start, end, reason) -> to.write(0, at, id, (long) start, (long) end, reason));
        }
        number++;
      }
    }
  }
}

package io.winnow.pipelines;

import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.DocumentTable;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.dedup.minhash.MinHashParameters;
import io.winnow.dedup.minhash.Signatures;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The map stage {@code signatures}: the MinHash signature of every document that the table {@code
 * prefilter} lets through. Signatures of an earlier run under another prefilter are copied; text is
 * read only for a shard in which a document is new.
 */
final class SignatureTable implements ShardFunction {
  static final String NAME = "signatures";

  /** The table whose column {@code kept} says which documents to look at. */
  static final String PREFILTER = "prefilter";

  static final Schema SCHEMA =
      Schema.of(new Column("signature", ColumnType.BYTES, "64 bits per bucket"));

  private final MinHashParameters parameters;

  SignatureTable(MinHashParameters parameters) {
    this.parameters = parameters;
  }

  @Override
  public List<Output> outputs() {
    return List.of(new Output(NAME, SCHEMA));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    boolean textNeeded = !earlier || anyNew(folder, shard);
    List<Columns> columns = new ArrayList<>();
    columns.add(Columns.of(PREFILTER, "kept"));
    columns.add(earlier ? Columns.of(NAME, "signature") : Columns.of(PREFILTER, "kept"));
    if (textNeeded) {
      columns.add(Columns.of(DocumentTable.DOCUMENTS, "text"));
    }
    Signatures signatures = new Signatures(parameters);
    try (AlignedReader reader = AlignedReader.open(folder, shard.name(), columns)) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        Object signature = null;
        if (Boolean.TRUE.equals(row[0])) {
          signature = earlier ? row[1] : null;
          if (signature == null && textNeeded) {
            signature = signatures.bytes((String) row[2]);
          }
        }
        to.write(0, signature);
      }
    }
  }

  /** Whether a document is let through of which the earlier table has no signature. */
  private static boolean anyNew(CorpusFolder folder, Shard shard) throws IOException {
    try (AlignedReader reader =
        AlignedReader.open(
            folder,
            shard.name(),
            List.of(Columns.of(PREFILTER, "kept"), Columns.of(NAME, "signature")))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        if (Boolean.TRUE.equals(row[0]) && row[1] == null) {
          return true;
        }
      }
      return false;
    }
  }
}

package io.winnow.dedup.minhash;

import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.MaskedTexts;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import io.winnow.dedup.sketch.MinHashParameters;
import io.winnow.dedup.sketch.Signatures;
import java.util.List;

/**
 * Signs what the prefilter lets through: by bands near copies meet, by sketches they are compared.
 */
public final class SignTexts extends TableStage {
  public static final Column<byte[]> SIGNATURE =
      Column.bytes("signature", "MinHash signature, 64 bits a hash");
  public static final Column<byte[]> SKETCH =
      Column.bytes(
          "sketch",
          "the smallest hashes of the text's shingles, sorted, 32 bits each, at most 1,024");

  /** Nothing in a row whose text was not looked at or has no word. */
  public static final Table SIGNATURES = Table.aligned("signatures", SIGNATURE, SKETCH);

  private final MinHashParameters parameters;

  public SignTexts(MinHashParameters parameters) {
    super("minhash", List.of(DocumentTable.DOCUMENTS), SIGNATURES);
    this.parameters = parameters;
  }

  @Override
  public List<Class<? extends Record>> sections() {
    return List.of(MinHashSettings.class);
  }

  @Override
  public List<Table> masks() {
    return List.of(DecisionTables.PREFILTER);
  }

  @Override
  public String settings(Inputs inputs) {
    return parameters.format();
  }

  @Override
  public Work work(Inputs inputs) {
    MinHashParameters of = parameters;
    return Work.perShard(
        new MaskedTexts(SIGNATURES, DecisionTables.PREFILTER, () -> new Signatures(of)::row));
  }
}

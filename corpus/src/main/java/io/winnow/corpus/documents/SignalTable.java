package io.winnow.corpus.documents;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;

/** What is measured of every document. The measures themselves are known to who measures. */
public final class SignalTable {
  public static final Column<String> LANGUAGE =
      Column.text("language", "ISO 639 code of the language");
  public static final Column<Double> LANGUAGE_CONFIDENCE =
      Column.real("language_confidence", "0 to 1");
  public static final Column<Long> TOKENS =
      Column.number("tokens", "tokens of the recipe's tokenizer");

  private SignalTable() {}

  /** The table with these measures, language and tokens. */
  public static Table of(Schema measures) {
    return new Table(
        "signals", measures.and(LANGUAGE, LANGUAGE_CONFIDENCE, TOKENS), Table.Shape.ALIGNED);
  }
}

package io.winnow.pipelines.plan;

import io.winnow.classifiers.LanguageIdentifier;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.tokens.TokenCounter;
import io.winnow.quality.signals.SignalMeasures;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures, language and tokens of every document: quality counts, classifiers name the language.
 */
public final class MeasureTexts extends TableStage {
  /** How long a text is, in code points. */
  static final Column<Double> CHARACTERS = Column.real("characters", "code points");

  private static final Table SIGNALS = SignalMeasures.SIGNALS;

  private final String tokenizer;

  /**
   * @param tokenizer whose tokens are counted
   */
  public MeasureTexts(String tokenizer) {
    super("signals", List.of(DocumentTable.DOCUMENTS), SIGNALS);
    this.tokenizer = tokenizer;
  }

  @Override
  public String settings(Inputs inputs) {
    return tokenizer;
  }

  @Override
  public Work work(Inputs inputs) {
    String counted = tokenizer;
    return Work.perShard((from, to) -> measure(counted, from, to));
  }

  @Override
  public List<Offer> offers() {
    return List.of(Offer.all(SIGNALS, true));
  }

  @Override
  public List<Table> tells() {
    return List.of(SIGNALS);
  }

  private static void measure(String tokenizer, ShardInput from, ShardOutput to)
      throws IOException {
    SignalMeasures measures = new SignalMeasures();
    LanguageIdentifier languages = LanguageIdentifier.shared();
    TokenCounter tokens = TokenCounter.of(tokenizer);
    double[] values = new double[SignalMeasures.count()];
    @Nullable Object[] measured = new @Nullable Object[SIGNALS.schema().size()];
    from.forEach(
        DocumentTable.DOCUMENTS.columns(DocumentTable.KIND, DocumentTable.TEXT),
        row -> {
          String text = row.get(DocumentTable.TEXT);
          measures.measure(text, values);
          int at = 0;
          for (double value : values) {
            measured[at++] = Double.isNaN(value) ? null : (Double) value;
          }
          boolean code = row.get(DocumentTable.KIND).equals(Kind.CODE.word());
          LanguageIdentifier.Language language = code ? null : languages.identify(text);
          measured[at++] = language == null ? null : language.code();
          measured[at++] = language == null ? null : (Double) language.confidence();
          measured[at] = tokens.count(text);
          to.write(SIGNALS, measured);
        });
  }
}

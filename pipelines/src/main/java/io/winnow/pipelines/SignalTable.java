package io.winnow.pipelines;

import io.winnow.classifiers.LanguageIdentifier;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.tokens.TokenCounter;
import io.winnow.pipelines.stage.Output;
import io.winnow.pipelines.stage.ShardFunction;
import io.winnow.pipelines.stage.ShardOutput;
import io.winnow.quality.signals.SignalMeasures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The map stage {@code signals}: measures, language and tokens of every document. */
final class SignalTable implements ShardFunction {
  static final String NAME = "signals";

  static final Schema SCHEMA = schema();

  private final String tokenizer;

  SignalTable(String tokenizer) {
    this.tokenizer = tokenizer;
  }

  private static Schema schema() {
    List<Column<?>> columns = new ArrayList<>();
    for (int i = 0; i < SignalMeasures.count(); i++) {
      columns.add(Column.real(SignalMeasures.names().get(i), SignalMeasures.descriptions().get(i)));
    }
    columns.add(Column.text("language", "ISO 639 code of the language"));
    columns.add(Column.real("language_confidence", "0 to 1"));
    columns.add(Column.number("tokens", "tokens of the recipe's tokenizer"));
    return new Schema(columns);
  }

  @Override
  public List<Output> outputs() {
    return List.of(new Output(NAME, SCHEMA));
  }

  @Override
  public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
      throws IOException {
    SignalMeasures measures = new SignalMeasures();
    LanguageIdentifier languages = LanguageIdentifier.shared();
    TokenCounter tokens = TokenCounter.of(tokenizer);
    double[] values = new double[SignalMeasures.count()];
    @Nullable Object[] row = new @Nullable Object[SCHEMA.size()];
    try (TableReader reader =
        TableReader.open(
            folder.table(DocumentTable.DOCUMENTS.name(), shard.name()), List.of("kind", "text"))) {
      for (@Nullable Object[] document = reader.next();
          document != null;
          document = reader.next()) {
        String text = (String) document[1];
        measures.measure(text, values);
        for (int i = 0; i < values.length; i++) {
          row[i] = Double.isNaN(values[i]) ? null : (Double) values[i];
        }
        LanguageIdentifier.Language language =
            Kind.CODE.word().equals(document[0]) ? null : languages.identify(text);
        row[values.length] = language == null ? null : language.code();
        row[values.length + 1] = language == null ? null : (Double) language.confidence();
        row[values.length + 2] = tokens.count(text);
        to.write(0, row);
      }
    }
  }
}

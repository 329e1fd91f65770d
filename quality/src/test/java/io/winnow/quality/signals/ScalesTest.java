package io.winnow.quality.signals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.corpus.documents.Measure;
import io.winnow.corpus.table.ColumnType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalesTest {
  /** Runs on disk have these columns; pictures have the scale that their names promise. */
  @Test
  void everyNumberHasTheScaleThatItsNamePromises() {
    List<String> numbers =
        SignalMeasures.SIGNALS.schema().columns().stream()
            .filter(column -> column.type() != ColumnType.STRING)
            .<String>map(column -> column.name())
            .toList();
    assertEquals(numbers, List.copyOf(SignalMeasures.scales().keySet()));
    SignalMeasures.scales()
        .forEach(
            (name, measure) ->
                assertEquals(
                    name.endsWith("_ratio") || name.endsWith("_confidence")
                        ? Measure.RATIO
                        : Measure.COUNT,
                    measure,
                    name));
  }

  @Test
  void aColumnIsThereForEachMeasure() {
    List<String> names = SignalMeasures.SIGNALS.schema().names();
    assertEquals(
        List.of("language", "language_confidence", "tokens"),
        names.subList(SignalMeasures.count(), names.size()));
  }
}

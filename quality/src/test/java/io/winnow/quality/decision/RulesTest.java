package io.winnow.quality.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.winnow.corpus.condition.ConditionException;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RulesTest {
  @Test
  void rulesSeeEverythingButTheText() {
    Schema columns = Rules.schema(DocCorpus.OFFERS);
    assertFalse(columns.has("text"));
    assertEquals(ColumnType.STRING, columns.column("source_uri").type());
    assertEquals(ColumnType.DOUBLE, columns.column("mean_word_length").type());
  }

  @Test
  void withoutRulesNothingIsDropped() {
    Schema schema = Rules.schema(List.of());
    Row row = new Row(schema, new @Nullable Object[schema.size()]);
    assertNull(new Rules(List.of(), schema).firstReason(row));
  }

  @Test
  void aPolicyRefusesARuleOverAColumnThatDoesNotExist() {
    assertThrows(
        ConditionException.class,
        () ->
            new Policy(
                List.of(Rule.of("a", "wrods < 5")),
                List.of(),
                List.of(),
                List.of(),
                DocCorpus.OFFERS));
  }

  @Test
  void aPolicyNamesTheTablesItReads() {
    Policy plain =
        new Policy(
            List.of(Rule.of("a", "date is missing")),
            List.of(Likeness.URL, Likeness.CONTENT),
            List.of(),
            List.of(),
            DocCorpus.OFFERS);
    assertEquals(
        List.of("documents", "ids", "members_content", "members_url"),
        names(new Decide(plain).reads()));
    Policy measured =
        new Policy(
            List.of(Rule.of("a", "words < 5").withPrefilter(true)),
            List.of(Likeness.URL, Likeness.CONTENT),
            List.of(),
            List.of(),
            DocCorpus.OFFERS);
    assertEquals(
        List.of("documents", "signals", "ids", "members_content"),
        names(new Prefilter(measured).reads()));
    Policy full =
        new Policy(List.of(), List.of(), List.of(SurvivorKey.BEST_QUALITY), List.of(), List.of())
            .withFlags(List.of(DocCorpus.FLAG))
            .withQuality(DocCorpus.QUALITY)
            .withContaminated(Contaminated.whole());
    assertEquals(
        List.of("documents", "ids", "scores", "hosts", "contamination"),
        names(new Decide(full).reads()));
  }

  private static List<String> names(List<Table> tables) {
    return tables.stream().map(Table::name).toList();
  }

  @Test
  void roundsAreNamedInAnError() {
    assertEquals(Likeness.URL, Likeness.of("url"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Likeness.of("title")).getMessage();
    assertEquals("likeness must be one of content, url, but was title", message);
  }

  @Test
  void survivorKeysAreNamedInAnError() {
    assertEquals(SurvivorKey.NEWEST, SurvivorKey.of("newest"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> SurvivorKey.of("oldest")).getMessage();
    assertEquals(
        "survivor must be one of best-quality, longest, shortest, newest, source, id, but was"
            + " oldest",
        message);
  }
}

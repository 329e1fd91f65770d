package io.winnow.quality.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.winnow.corpus.condition.ConditionException;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.table.ColumnType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesTest {
  @Test
  void rulesSeeEverythingButTheText() {
    Map<String, ColumnType> columns = Rules.columns(DocCorpus.SIGNALS);
    assertFalse(columns.containsKey("text"));
    assertEquals(ColumnType.STRING, columns.get("source_uri"));
    assertEquals(ColumnType.DOUBLE, columns.get("mean_word_length"));
  }

  @Test
  void withoutRulesNothingIsDropped() {
    assertNull(
        new Rules(List.of(), Rules.documents()).firstReason(new Object[Rules.documents().size()]));
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
                DocCorpus.SIGNALS));
  }

  @Test
  void aPolicyNamesTheTablesItReads() {
    Policy plain =
        new Policy(
            List.of(Rule.of("a", "date is missing")),
            List.of(Likeness.URL, Likeness.CONTENT),
            List.of(),
            List.of(),
            DocCorpus.SIGNALS);
    assertEquals(List.of("documents", "ids", "members_content", "members_url"), plain.tables());
    Policy measured =
        new Policy(
            List.of(Rule.of("a", "words < 5").withPrefilter(true)),
            List.of(Likeness.URL, Likeness.CONTENT),
            List.of(),
            List.of(),
            DocCorpus.SIGNALS);
    assertEquals(
        List.of("documents", "ids", "signals", "members_content"), measured.prefilter().tables());
  }

  @Test
  void roundsAreNamedInAnError() {
    assertEquals(Likeness.URL, Likeness.of("url"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Likeness.of("title")).getMessage();
    assertEquals("likeness must be among content, url, but was title", message);
  }

  @Test
  void survivorKeysAreNamedInAnError() {
    assertEquals(SurvivorKey.NEWEST, SurvivorKey.of("newest"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> SurvivorKey.of("oldest")).getMessage();
    assertEquals(
        "survivor must be among best-quality, longest, shortest, newest, source, id, but was"
            + " oldest",
        message);
  }
}

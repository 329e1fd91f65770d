package io.winnow.corpus.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Values that are computed in conditions, on both sides of comparisons. */
class ExpressionTest {
  /** Two columns are called as functions are. */
  private static final Schema SCHEMA =
      Schema.of(
          Column.number("words", ""),
          Column.number("lines", ""),
          Column.real("share", ""),
          Column.number("log", ""),
          Column.text("title", ""),
          Column.text("uri", ""),
          Column.text("contains", ""),
          Column.flag("kept", ""),
          Column.flag("edited", ""),
          Column.id("id", ""),
          Column.bytes("vector", ""),
          Column.numbers("pages", ""));

  private static final @Nullable Object[] ROW = {
    1000L,
    8L,
    0.5,
    3L,
    "A Press Release",
    "a/b",
    "x",
    true,
    false,
    DocumentId.parse("00000000000000010000000000000002"),
    new byte[1],
    new int[1]
  };
  private static final @Nullable Object[] NOTHING = new @Nullable Object[SCHEMA.size()];

  @Test
  void valuesAreComputedOnBothSides() {
    assertHolds("words / lines > 100");
    assertHolds("words/lines>100");
    assertHolds("words > lines");
    assertHolds("words > lines*100 and words < lines * 200");
    assertHolds("words = lines * 125 and words=lines*125");
    assertHolds("words - lines - 2 = 990");
    assertHolds("words / 10 / 10 = 10");
    assertHolds("2 + 3 * 4 = 14 and (2 + 3) * 4 = 20 and 2 - -3 = 5");
    assertHolds("-words < -999 and -(words) = -1000 and words = - -1000");
    assertHolds("100 < words and 8 = lines");
    assertHolds("not (words + 1) * 2 < 2002");
    assertHolds("((words + 1) * 2 = 2002 and (words > 1))");
    assertHolds("kept = true and kept != edited");
    assertHolds("words / 10 in (99, 100) and words in (+1000)");
  }

  @Test
  void functionsAreCalledByNameAndParenthesis() {
    assertHolds("starts_with(title, \"A \") and ends_with (title, 'Release')");
    assertHolds("not starts_with(title, 'a ')");
    assertHolds("contains(lower(title), \"press release\") and not contains(title, contains)");
    assertHolds("starts_with(lower(title), 'a ') = true");
    assertHolds("starts_with(title, 'x') = false");
    assertHolds("lower(title) = 'a press release'");
    assertHolds("lower(contains) = x and lower(contains) in (x, y)");
    assertHolds("log(words) > 6.907 and log(words) < 6.908");
    assertHolds("length('a😀') = 2 and length(title) = 15");
    assertHolds("abs(lines - words) = 992 and min(words, lines) = 8 and max(words, lines) = 1000");
    assertHolds("starts_with(id, '0000')");
  }

  @Test
  void aColumnMayBeCalledLikeAFunction() {
    assertHolds("log = 3 and contains = x and words > log and log(log) < log");
    assertHolds("log is not missing and log in (3)");
    assertEquals(Set.of("log"), Condition.parse("log(log) < log").columns());
  }

  @Test
  void aBareWordOnTheRightIsATextWhereTheLeftIsOne() {
    assertHolds("uri = a/b and uri != uri and contains != contains");
    assertHolds("lower(title) != title");
    assertHolds("title != (uri) and title = (title) and 'x' = contains");
    for (String word : List.of("and", "or", "not", "in", "is", "missing", "zh-Hant", "c++", "c#")) {
      @Nullable Object[] row = ROW.clone();
      row[4] = word;
      assertTrue(holds("title = " + word, row), word);
      assertTrue(holds("(title = " + word + ") and kept = true", row), word);
      assertTrue(holds("title = " + word + " or title = x", row), word);
      assertTrue(holds("title in (x, " + word + ")", row), word);
    }
  }

  @Test
  void aBareWordOnTheRightIsAColumnWhereTheLeftIsNoText() {
    assertHolds("words != lines and lines != log and words = words");
    assertHolds("words = words/1 and words != words-1 and words > words-1 and words > -lines");
    assertHolds("kept != edited");
    assertHolds("words + 0 = words");
    BoundCondition bound = Condition.parse("words != lines and title != uri").bind(SCHEMA);
    assertEquals(Set.of("words", "lines", "title"), bound.columns());
    assertEquals(
        Set.of("words", "lines", "log", "title"),
        Condition.parse("words + log = lines or lower(title) = uri").columns());
  }

  @Test
  void whatIsMadeOfAMissingValueIsMissing() {
    for (String value :
        List.of(
            "words + 1",
            "-words",
            "1 / words",
            "log(words)",
            "max(1, words)",
            "length(title)",
            "lower(title)",
            "starts_with(title, 'a')",
            "starts_with('a', title)")) {
      assertTrue(holds(value + " is missing", NOTHING), value);
      assertFalse(holds(value + " is not missing", NOTHING), value);
    }
    for (String value : List.of("words / 0", "0 / 0", "words / (lines - 8)", "log(0)", "log(-1)")) {
      assertHolds(value + " is missing");
      for (String sign : List.of("=", "!=", "<", "<=", ">", ">=")) {
        assertFalse(holds(value + sign + "1", ROW), value + sign);
        assertFalse(holds("words " + sign + value, ROW), sign + value);
        assertTrue(holds("not " + value + sign + "1", ROW), value + sign);
      }
      assertFalse(holds(value + " in (1)", ROW), value);
    }
    assertFalse(holds("starts_with(title, 'a')", NOTHING));
    assertFalse(holds("starts_with(title, 'a') = false", NOTHING));
    assertTrue(holds("not starts_with(title, 'a')", NOTHING));
    assertFalse(holds("kept != edited", NOTHING));
    assertFalse(holds("title != (uri)", NOTHING));
    assertTrue(holds("vector is missing and pages is missing", NOTHING));
    assertHolds("vector is not missing and pages is not missing");
  }

  @Test
  void limitsAreComparisonsOfOneColumnWithANumber() {
    assertEquals(
        List.of(new Condition.Limit("words", "<", -5), new Condition.Limit("log", "!=", 2)),
        Condition.parse(
                "words < -5 or words / 2 > 7 or log(words) > 8 or words > lines or not (log != 2)")
            .limits());
  }

  @Test
  void valuesMadeAtRandomComeToWhatASlowReadingSays() {
    long seed = 20261130;
    Random random = new Random(seed);
    int there = 0;
    for (int i = 0; i < 4_000; i++) {
      SlowReading slow = SlowReading.number(random, 5);
      String text = slow.text(random);
      Value value = ConditionParser.value(new Node.Span(1, text));
      Fitted.Number number = (Fitted.Number) value.bind(new Columns(SCHEMA));
      for (int j = 0; j < 5; j++) {
        Map<String, @Nullable Object> row = row(random);
        Object expected = slow.of(row);
        double found = number.of(new Row(SCHEMA, array(row)));
        if (expected == null || ((Double) expected).isNaN()) {
          assertTrue(Double.isNaN(found), () -> "seed " + seed + ": " + text + " of " + row);
        } else {
          assertTrue((Double) expected == found, () -> "seed " + seed + ": " + text + " of " + row);
          there++;
        }
      }
    }
    assertTrue(there > 8_000, "only " + there + " were not missing");
  }

  @Test
  void testsMadeAtRandomHoldWhereASlowReadingSaysSo() {
    long seed = 20261201;
    Random random = new Random(seed);
    int hold = 0;
    for (int i = 0; i < 4_000; i++) {
      SlowReading slow = SlowReading.test(random, 4);
      String text = slow.text(random);
      BoundCondition bound = Condition.parse(text).bind(SCHEMA);
      for (int j = 0; j < 5; j++) {
        Map<String, @Nullable Object> row = row(random);
        boolean expected = (Boolean) slow.of(row);
        hold += expected ? 1 : 0;
        assertEquals(
            expected,
            bound.test(new Row(SCHEMA, array(row))),
            () -> "seed " + seed + ": " + text + " of " + row);
      }
    }
    assertTrue(hold > 4_000 && hold < 16_000, hold + " of 20,000 held");
  }

  @Test
  void deepNestingIsRefusedInsteadOfOverflowing() {
    for (String part : List.of("(", "-", "abs(", "not (", "- (", "words > (", "words + ((")) {
      ConditionException fault =
          assertThrows(ConditionException.class, () -> Condition.parse(part.repeat(100_000)));
      assertTrue(fault.getMessage().contains("nests at most 100 deep"), fault.getMessage());
    }
    assertThrows(
        ConditionException.class,
        () -> Condition.parse("words = " + "-".repeat(100_000) + "lines").bind(SCHEMA));
  }

  @Test
  void longChainsAreNoNesting() {
    assertHolds("words" + " + 1".repeat(20_000) + " = 21000");
    assertHolds("words" + " * 1".repeat(20_000) + " = 1000");
    assertHolds("words = 1000" + " and words = 1000".repeat(20_000));
  }

  @Test
  void theDeepestConditionCrossesWorkers() throws IOException, ClassNotFoundException {
    String deep = "not (".repeat(49) + "words > 0" + ")".repeat(49);
    for (String text : List.of(deep, "words = lines", "log(words) > 1 and words in (1000)")) {
      Condition condition = Condition.parse(text);
      Condition copy = copy(condition);
      assertEquals(condition, copy);
      Row row = new Row(SCHEMA, ROW);
      assertEquals(condition.bind(SCHEMA).test(row), copy.bind(SCHEMA).test(row));
    }
  }

  private static Condition copy(Condition condition) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(condition);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Condition) in.readObject();
    }
  }

  private static Map<String, @Nullable Object> row(Random random) {
    Map<String, @Nullable Object> row = new HashMap<>();
    for (String name : List.of("words", "share", "log")) {
      row.put(name, random.nextInt(8) == 0 ? null : (Object) (double) (random.nextInt(6) - 1));
    }
    for (String name : List.of("title", "uri", "contains")) {
      row.put(name, List.of("", "a", "A", "bA", "ABab", "😀a").get(random.nextInt(6)));
      if (random.nextInt(8) == 0) {
        row.put(name, null);
      }
    }
    return row;
  }

  private static @Nullable Object[] array(Map<String, @Nullable Object> row) {
    return SCHEMA.columns().stream()
        .map(
            column -> {
              Object value = row.get(column.name());
              return column.type() == ColumnType.LONG && value != null
                  ? (Object) ((Double) value).longValue()
                  : value;
            })
        .toArray();
  }

  private static void assertHolds(String condition) {
    assertTrue(holds(condition, ROW), condition);
  }

  private static boolean holds(String condition, @Nullable Object[] row) {
    return Condition.parse(condition).bind(SCHEMA).test(new Row(SCHEMA, row));
  }
}

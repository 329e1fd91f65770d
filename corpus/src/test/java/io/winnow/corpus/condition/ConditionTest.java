package io.winnow.corpus.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConditionTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.number("words", ""),
          Column.real("share", ""),
          Column.text("kind", ""),
          Column.flag("kept", ""),
          Column.id("id", ""));
  private static final @Nullable Object[] ROW = {
    40L, 0.5, "web", true, DocumentId.parse("00000000000000010000000000000002")
  };
  private static final @Nullable Object[] NOTHING = {null, Double.NaN, null, null, null};

  @Test
  void comparisonsDoWhatTheySay() {
    assertTrue(holds("words < 50 or words > 100000", ROW));
    assertFalse(holds("words < 40", ROW));
    assertTrue(holds("words <= 40 and words >= 40 and words = 40", ROW));
    assertTrue(holds("words != 41", ROW));
    assertTrue(holds("kind = web", ROW));
    assertTrue(holds("kind = \"web\" and kind != 'code'", ROW));
    assertTrue(holds("kind in (code, web)", ROW));
    assertTrue(holds("words in (1, 40)", ROW));
    assertTrue(holds("kind not in (code, book) and words not in (1, 41)", ROW));
    assertFalse(holds("kind not in (code, web)", ROW));
    assertTrue(holds("not kind not in (code, web) and kept = true", ROW));
    assertTrue(holds("kept = true", ROW));
    assertTrue(holds("id = \"00000000000000010000000000000002\"", ROW));
  }

  @Test
  void aMissingValueMakesAnyComparisonFalse() {
    for (String condition :
        List.of(
            "words < 50",
            "words != 50",
            "share > 0",
            "share != 1",
            "kind != web",
            "kept = true",
            "kind in (web)",
            "kind not in (code)",
            "words in (1)",
            "words not in (2)")) {
      assertFalse(holds(condition, NOTHING), condition);
      assertTrue(holds("not (" + condition + ")", NOTHING), condition);
    }
    assertTrue(holds("words is missing and share is missing and kind is missing", NOTHING));
    assertTrue(holds("words is not missing", ROW));
    assertFalse(holds("words is missing", ROW));
  }

  @Test
  void andBindsTighterThanOrAndNotTighterThanAnd() {
    assertTrue(holds("kind = web or kind = code and words > 1000", ROW));
    assertFalse(holds("(kind = web or kind = code) and words > 1000", ROW));
    assertFalse(holds("not kind = web and kind = web or kind = code", ROW));
  }

  @Test
  void columnsAndLimitsAreThoseOfTheText() {
    Condition condition = Condition.parse("words < 50 or not (share >= 0.3) and kind = web");
    assertEquals(Set.of("kind", "share", "words"), condition.columns());
    assertEquals(
        List.of(new Condition.Limit("words", "<", 50), new Condition.Limit("share", ">=", 0.3)),
        condition.limits());
  }

  @Test
  void wordsAreThoseThatColumnsAreAskedToBe() {
    Condition condition =
        Condition.parse(
            "kind = wbe or kind != 'a b' and not kind in (x, \"y\", 3) or kind not in (z)"
                + " or contains(kind, 'v') or lower(kind) = u or words > 5 or kept = true");
    assertEquals(
        List.of(
            new Condition.Word("kind", 8, "wbe"),
            new Condition.Word("kind", 23, "a b"),
            new Condition.Word("kind", 46, "x"),
            new Condition.Word("kind", 49, "y"),
            new Condition.Word("kind", 73, "z")),
        condition.words());
  }

  @Test
  void aConditionDemandsWhatAllOfItsWaysDemand() {
    assertEquals(List.of("web"), demanded("kind = web and words < 50"));
    assertEquals(List.of("book", "web"), demanded("words < 50 and kind in (web, book)"));
    assertEquals(List.of("web"), demanded("(kind = 'web' and words < 5) and kind in (web, book)"));
    for (String free :
        List.of("words < 5", "kind = web or words < 5", "not kind = web", "kind != web")) {
      assertEquals(Optional.empty(), Condition.parse(free).demanded("kind"), free);
    }
  }

  private static List<String> demanded(String condition) {
    return List.copyOf(Condition.parse(condition).demanded("kind").orElseThrow());
  }

  @Test
  void aLimitIsEnoughWhereItAloneMakesTheConditionHold() {
    Condition.Limit few = new Condition.Limit("words", "<", 50);
    Condition.Limit much = new Condition.Limit("share", ">=", 0.3);
    assertEquals(List.of(few, much), enough("words < 50 or share >= 0.3"));
    assertEquals(List.of(few), enough("kind = web and words < 50"));
    assertEquals(List.of(few, much), enough("kind in (web) and (words < 50 or share >= 0.3)"));
    assertEquals(List.of(much), enough("(kind = web and words < 50) or share >= 0.3"));
    for (String none :
        List.of(
            "words < 50 and share >= 0.3",
            "not words < 50",
            "title = a and words < 50",
            "(kind = web and words < 50) and share >= 0.3")) {
      assertEquals(List.of(), enough(none), none);
    }
  }

  private static List<Condition.Limit> enough(String condition) {
    return Condition.parse(condition).sufficientLimits(Set.of("kind"));
  }

  @Test
  void faultsAreFoundWhereTheyAre() {
    assertFault("words <", 8, "a number");
    assertFault("words 50", 7, "one of =");
    assertFault("words < 50 und words > 3", 12, "and, or, or the end");
    assertFault("(words < 50", 12, "expected )");
    assertFault("", 1, "name of a column");
    assertFault("kind = 'web", 8, "not closed");
    assertFault("words < 5 ; drop", 11, "means nothing");
    assertFault("kind in ()", 10, "a number");
    assertFault("is < 5", 1, "name of a column");
  }

  @Test
  void whatDoesNotFitTheColumnsIsNamed() {
    assertFault("wrods < 5", 1, "did you mean words?");
    assertFault("kind < 5", 1, "a word");
    assertFault("kind < web", 1, "= and != only");
    assertFault("words = web", 1, "a number");
    assertFault("kept = 1", 1, "true or false");
  }

  @Test
  void deepNestingIsRefusedInsteadOfOverflowing() {
    String deep = "(".repeat(100_000) + "words = 1" + ")".repeat(100_000);
    assertFault(deep, 101, "nests at most");
    assertFault("not ".repeat(100_000) + "words = 1", 401, "nests at most");
  }

  @Test
  void randomConditionsAgreeWithANaiveReading() {
    long seed = 20261124;
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      Predicate<@Nullable Object[]> expected = random(random, 4, text);
      BoundCondition bound = Condition.parse(text.toString()).bind(SCHEMA);
      for (int j = 0; j < 10; j++) {
        @Nullable Object[] row = {
          random.nextInt(4) == 0 ? null : (Long) (long) random.nextInt(4),
          random.nextInt(4) == 0 ? Double.NaN : (Double) (double) random.nextInt(4),
          random.nextInt(4) == 0 ? null : "w" + random.nextInt(3),
          null,
          null
        };
        assertEquals(
            expected.test(row), bound.test(new Row(SCHEMA, row)), "seed " + seed + ": " + text);
      }
    }
  }

  private static Predicate<@Nullable Object[]> random(Random random, int depth, StringBuilder to) {
    int choice = depth == 0 ? 3 : random.nextInt(4);
    if (choice == 0 || choice == 1) {
      to.append("(");
      Predicate<@Nullable Object[]> left = random(random, depth - 1, to);
      to.append(choice == 0 ? ") and (" : ") or (");
      Predicate<@Nullable Object[]> right = random(random, depth - 1, to);
      to.append(")");
      return choice == 0 ? left.and(right) : left.or(right);
    }
    if (choice == 2) {
      to.append("not (");
      Predicate<@Nullable Object[]> inner = random(random, depth - 1, to);
      to.append(")");
      return inner.negate();
    }
    int column = random.nextInt(3);
    int number = random.nextInt(4);
    if (column == 2) {
      boolean equal = random.nextBoolean();
      to.append("kind ").append(equal ? "=" : "!=").append(" w").append(number);
      return row -> row[2] != null && ("w" + number).equals(row[2]) == equal;
    }
    String sign = List.of("=", "!=", "<", "<=", ">", ">=").get(random.nextInt(6));
    to.append(column == 0 ? "words" : "share").append(sign).append(number);
    return row -> {
      if (row[column] == null) {
        return false;
      }
      double value = ((Number) row[column]).doubleValue();
      return switch (sign) {
        case "=" -> value == number;
        case "!=" -> value < number || value > number;
        case "<" -> value < number;
        case "<=" -> value <= number;
        case ">" -> value > number;
        default -> value >= number;
      };
    };
  }

  private static boolean holds(String condition, @Nullable Object[] row) {
    return Condition.parse(condition).bind(SCHEMA).test(new Row(SCHEMA, row));
  }

  private static void assertFault(String condition, int column, String part) {
    ConditionException fault =
        assertThrows(ConditionException.class, () -> Condition.parse(condition).bind(SCHEMA));
    assertTrue(fault.getMessage().contains(part), fault.getMessage());
    assertEquals(column, fault.column(), fault.getMessage());
  }
}

package io.winnow.corpus.condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is said of conditions that cannot be understood: pairs of lines in {@code faults.txt}. */
class ConditionFaultsTest {
  private static final Schema SCHEMA =
      Schema.of(
          Column.number("words", ""),
          Column.number("lines", ""),
          Column.text("title", ""),
          Column.flag("kept", ""),
          Column.numbers("pages", ""));

  @Test
  void faultsAreToldInTheseWords() throws IOException {
    List<String> lines;
    try (InputStream in =
        Objects.requireNonNull(ConditionFaultsTest.class.getResourceAsStream("faults.txt"))) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    StringBuilder told = new StringBuilder();
    for (int i = 0; i < lines.size(); i += 3) {
      String condition = lines.get(i);
      ConditionException fault =
          assertThrows(
              ConditionException.class,
              () -> Condition.parse(condition).bind(SCHEMA),
              "\"" + condition + "\" has no fault");
      told.append(condition + "\n  " + fault.column() + ": " + fault.getMessage() + "\n\n");
    }
    assertEquals(String.join("\n", lines), told.toString().strip());
  }
}

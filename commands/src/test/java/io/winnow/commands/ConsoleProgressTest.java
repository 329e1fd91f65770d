package io.winnow.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private final StringWriter said = new StringWriter();
  private final ConsoleProgress progress = new ConsoleProgress(new PrintWriter(said), false);

  @Test
  void stagesThatCostNothingAreOneLine() {
    stage("ingest", 0);
    stage("ids", 0);
    stage("signals", 2);
    stage("decisions", 0);
    progress.rest();
    progress.rest();
    List<String> lines = said.toString().lines().toList();
    assertEquals("  as before: ingest, ids", lines.get(0));
    assertTrue(
        lines.get(1).startsWith("  signals                2 computed, 1 as before in "),
        lines.get(1));
    assertEquals("  as before: decisions", lines.get(2));
    assertEquals(3, lines.size());
  }

  @Test
  void manyOfThemAreBrokenBetweenNames() {
    for (int i = 10; i < 40; i++) {
      stage("stage-" + i, 0);
    }
    progress.rest();
    List<String> lines = said.toString().lines().toList();
    assertTrue(lines.size() > 2 && lines.stream().allMatch(line -> line.length() <= 100));
    assertTrue(lines.get(1).startsWith("    stage-"), lines.get(1));
    assertEquals(
        30, said.toString().chars().filter(c -> c == ',').count() + 1, "every name is there once");
  }

  private void stage(String name, int pieces) {
    progress.begin(name, pieces, 1);
    progress.end();
  }
}

package io.winnow.corpus.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.documents.EditTables.Cut;
import io.winnow.corpus.text.Edits.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EditTablesTest {
  @Test
  void unitedCutsKeepAllTheirReasons() {
    assertEquals(
        List.of(new Cut(new Span(1, 9), "line+quiz"), new Cut(new Span(12, 14), "line")),
        EditTables.unite(
            List.of(
                new Cut(new Span(12, 14), "line"),
                new Cut(new Span(4, 9), "quiz"),
                new Cut(new Span(1, 5), "line"))));
  }

  /** Against the reasons of every single character. */
  @Test
  void everyCharacterIsCutForWhatItsRunIsCutFor() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      List<Cut> cuts = new ArrayList<>();
      for (int i = random.nextInt(7); i > 0; i--) {
        int start = random.nextInt(40);
        Span span = new Span(start, start + 1 + random.nextInt(8));
        cuts.add(new Cut(span, String.valueOf((char) ('a' + random.nextInt(3)))));
      }
      List<Cut> expected = new ArrayList<>();
      int from = 0;
      while (from < 60) {
        int to = from;
        TreeSet<String> reasons = new TreeSet<>();
        while (!reasonsAt(cuts, to).isEmpty()) {
          reasons.addAll(reasonsAt(cuts, to++));
        }
        if (to > from) {
          expected.add(new Cut(new Span(from, to), String.join("+", reasons)));
        }
        from = to + 1;
      }
      Collections.shuffle(cuts, random);
      assertEquals(expected, EditTables.unite(cuts), "seed " + seed + ": " + cuts);
    }
  }

  private static TreeSet<String> reasonsAt(List<Cut> cuts, int at) {
    TreeSet<String> reasons = new TreeSet<>();
    for (Cut cut : cuts) {
      if (cut.span().start() <= at && at < cut.span().end()) {
        reasons.add(cut.reason());
      }
    }
    return reasons;
  }
}

package io.winnow.pipelines.reference;

import static io.winnow.pipelines.reference.Markdown.code;

import io.winnow.corpus.stage.Drop;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.PassedOverReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What may become of a record. */
final class OutcomesPage {
  private OutcomesPage() {}

  static String text() {
    return new Markdown("What may become of a record")
        .text(
            """
            Every record of every input has one outcome, and the table `ledger` has a row for it: it is
            *kept*; it was *dropped*, with a stage and a reason; it was *passed over*, since it is no
            document; or it is a *dead letter*, since it could not be read. For every source, records
            in = kept + dropped + passed over + dead letters, or the run ends with exit code 6.
            `winnow explain DIR ID` tells the story of one of them.
            """)
        .heading("Reasons of dropping")
        .text(
            """
            In the order in which they are asked; the first counts, and stands in `decisions.reason`. Rules
            come first of all: their reason is the rule's name, and their stage is `rules`.
            """)
        .table(List.of("stage", "reason", "which documents"), drops())
        .heading("Reasons of passing over")
        .text("In `passed_over.reason`. Nothing is wrong with these records.")
        .table(
            List.of("reason", "what it is"),
            Arrays.stream(PassedOverReason.values())
                .map(reason -> List.of(code(reason.word()), reason.description()))
                .toList())
        .heading("Causes of dead letters")
        .text(
            """
            In `dead_letters.cause`, with the place (`uri`, `offset`) and a sentence (`detail`). A dead letter
            costs its record and nothing else. With more of them than `dead-letters.maximum-share` allows, a
            run is finished all the same, but ends with exit code 3.
            """)
        .table(
            List.of("cause", "what it is"),
            Arrays.stream(DeadLetterCause.values())
                .map(cause -> List.of(code(cause.word()), cause.description()))
                .toList())
        .toString();
  }

  private static List<List<String>> drops() {
    List<List<String>> rows = new ArrayList<>();
    for (Drop drop : StageWords.drops()) {
      String table = drop.table() == null ? "" : code(drop.table().name());
      String which =
          switch (drop.how()) {
            case DECIDED -> "what the stage itself finds";
            case GROUPS -> "all but one of each group of " + table;
            case FLAGGED -> "those that " + table + " marks";
            case LOSERS -> "members of clusters in " + table + " that are not the survivor";
          };
      rows.add(List.of(code(drop.stage()), code(drop.reason()), which));
    }
    return rows;
  }
}

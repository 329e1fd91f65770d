package io.winnow.commands;

import io.winnow.commands.print.TextTable;
import io.winnow.pipelines.manifest.Manifest.ComponentEntry;
import io.winnow.pipelines.manifest.Manifest.ExportEntry;
import io.winnow.pipelines.manifest.Manifest.MixtureEntry;
import io.winnow.pipelines.manifest.Manifest.SequenceEntry;
import io.winnow.pipelines.manifest.SourceBooks;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.run.RunResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The tables at the end of a run. */
final class Summary {
  /** The reader, which passes records over. */
  private static final String INGEST = "ingest";

  private Summary() {}

  static void print(RunResult result, PrintWriter to) {
    to.println();
    printBooks(result.manifest().books(), to);
    for (MixtureEntry mixture : result.manifest().mixtures()) {
      to.println();
      to.printf(
          Locale.ROOT,
          "mixture %s: %,d documents, %,d tokens%n",
          mixture.name(),
          mixture.documents(),
          mixture.tokens());
      SequenceEntry sequences = mixture.sequences();
      if (sequences != null) {
        to.printf(
            Locale.ROOT,
            "  %,d sequences of %,d tokens of %s, %s, %.1f %% full%n",
            sequences.count(),
            sequences.length(),
            sequences.tokenizer(),
            sequences.packing(),
            100 * sequences.fill());
      }
      for (ExportEntry export : mixture.exports()) {
        to.printf(
            Locale.ROOT,
            "  exported as %s: %,d files, %,d bytes%n",
            export.format(),
            export.files().size(),
            export.bytes());
      }
      List<List<String>> rows = new ArrayList<>();
      rows.add(
          List.of("component", "available", "tokens", "epochs asked", "given", "in", "tokens"));
      for (ComponentEntry component : mixture.components()) {
        rows.add(
            List.of(
                component.name(),
                number(component.availableDocuments()),
                number(component.availableTokens()),
                String.format(Locale.ROOT, "%.2f", component.requestedEpochs()),
                String.format(Locale.ROOT, "%.2f", component.achievedEpochs()),
                number(component.documents()),
                number(component.tokens())));
      }
      TextTable.print(rows, to);
    }
    to.println();
    result.warnings().forEach(warning -> to.println("warning: " + warning));
  }

  /** What became of the records of each source: those that are no documents first. */
  static void printBooks(List<SourceBooks> books, PrintWriter to) {
    List<String> stages = stages(books);
    List<String> head =
        new ArrayList<>(List.of("source", "records", "passed over", "dead letters", "documents"));
    stages.forEach(stage -> head.add("- " + stage));
    head.add("= kept");
    List<List<String>> rows = new ArrayList<>();
    rows.add(head);
    for (SourceBooks source : books) {
      long passedOver = dropped(source, INGEST);
      List<String> row = new ArrayList<>();
      row.add(source.source());
      row.add(number(source.records()));
      row.add(number(passedOver));
      row.add(number(source.deadLetters()));
      row.add(number(source.records() - passedOver - source.deadLetters()));
      stages.forEach(stage -> row.add(number(dropped(source, stage))));
      row.add(number(source.kept()));
      rows.add(row);
    }
    TextTable.print(rows, to);
  }

  /** Stages that dropped a document, in the order in which they are asked. */
  private static List<String> stages(List<SourceBooks> books) {
    Set<String> dropping = new TreeSet<>();
    for (SourceBooks source : books) {
      source.dropped().keySet().forEach(key -> dropping.add(key.substring(0, key.indexOf('/'))));
    }
    dropping.remove(INGEST);
    Set<String> ordered = new LinkedHashSet<>(List.of("rules"));
    StageWords.drops().forEach(drop -> ordered.add(drop.stage()));
    // Those of a user's own come last.
    ordered.addAll(dropping);
    ordered.retainAll(dropping);
    return List.copyOf(ordered);
  }

  private static long dropped(SourceBooks source, String stage) {
    return source.dropped().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(stage + "/"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}

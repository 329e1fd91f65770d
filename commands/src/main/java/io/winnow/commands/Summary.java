package io.winnow.commands;

import io.winnow.pipelines.manifest.Manifest.ComponentEntry;
import io.winnow.pipelines.manifest.Manifest.ExportEntry;
import io.winnow.pipelines.manifest.Manifest.MixtureEntry;
import io.winnow.pipelines.manifest.Manifest.SequenceEntry;
import io.winnow.pipelines.manifest.SourceBooks;
import io.winnow.pipelines.run.RunResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables at the end of a run. */
final class Summary {
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

  static void printBooks(List<SourceBooks> books, PrintWriter to) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of("source", "records", "passed over", "rules", "copies", "dead letters", "kept"));
    for (SourceBooks source : books) {
      long passedOver = dropped(source, "ingest/");
      long rules = dropped(source, "rules/");
      rows.add(
          List.of(
              source.source(),
              number(source.records()),
              number(passedOver),
              number(rules),
              number(source.allDropped() - passedOver - rules),
              number(source.deadLetters()),
              number(source.kept())));
    }
    TextTable.print(rows, to);
  }

  private static long dropped(SourceBooks source, String prefix) {
    return source.dropped().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}

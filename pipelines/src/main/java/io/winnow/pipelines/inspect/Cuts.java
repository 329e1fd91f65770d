package io.winnow.pipelines.inspect;

import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.documents.EditTables.Cut;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Shard;
import io.winnow.report.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is cut out of the kept documents of a run, summed up by reason for its report. */
final class Cuts {
  private static final class Sum {
    private long documents;
    private long spans;
    private long characters;
  }

  private Cuts() {}

  /** Of all stages that cut, in the order of their reasons. */
  static List<Report.Cut> read(RunFolder run) throws IOException {
    Map<String, Sum> sums = new TreeMap<>();
    for (String table : run.tables()) {
      if (table.startsWith(EditTables.list("").name())) {
        for (Shard shard : run.manifest().shards()) {
          add(run, shard, table, sums);
        }
      }
    }
    List<Report.Cut> cuts = new ArrayList<>();
    sums.forEach(
        (reason, sum) ->
            cuts.add(new Report.Cut(reason, sum.documents, sum.spans, sum.characters)));
    return cuts;
  }

  private static void add(RunFolder run, Shard shard, String list, Map<String, Sum> sums)
      throws IOException {
    Map<Long, List<Cut>> cuts = EditTables.read(run.folder(), shard, list);
    if (cuts.isEmpty()) {
      return;
    }
    try (AlignedReader decisions =
        AlignedReader.open(run.folder(), shard.name(), Columns.of("decisions", "kept"))) {
      long number = 0;
      for (@Nullable Object[] row = decisions.next(); row != null; row = decisions.next()) {
        if (Boolean.TRUE.equals(row[0])) {
          add(cuts.getOrDefault(number, List.of()), sums);
        }
        number++;
      }
    }
  }

  /** Adds the cuts of one document. */
  private static void add(List<Cut> cuts, Map<String, Sum> sums) {
    Set<String> met = new HashSet<>();
    for (Cut cut : cuts) {
      Sum sum = sums.computeIfAbsent(cut.reason(), reason -> new Sum());
      sum.documents += met.add(cut.reason()) ? 1 : 0;
      sum.spans++;
      sum.characters += cut.span().end() - cut.span().start();
    }
  }
}

package io.winnow.pipelines;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.dedup.forks.ForkTables;
import io.winnow.dedup.minhash.NearCopyTables;
import io.winnow.dedup.semantic.SemanticTables;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.stage.StageSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks whether a rule, filter or cluster took more of a source than the recipe allows. */
final class Guarding {
  private static final int EXAMPLES = 3;

  private final Run run;
  private final Recipe.Guards guards;

  /** Stages that drop the members of clusters, by the names of their lists. */
  private final TreeMap<String, String> lists = new TreeMap<>();

  private final boolean forks;

  Guarding(Run run) {
    this.run = run;
    this.guards = run.file().recipe().guards();
    lists.put(DecisionTables.CLUSTERS_EXACT.name(), "exact");
    lists.put(NearCopyTables.CLUSTERS, "minhash");
    lists.put(SemanticTables.CLUSTERS, "semdedup");
    List<String> tables = run.tables().stream().map(Manifest.TableEntry::table).toList();
    lists.keySet().retainAll(tables);
    forks = tables.contains(ForkTables.FORKS);
  }

  /**
   * Documents of a source that one thing dropped.
   *
   * @param stage of the decisions
   * @param reason that they give; null: whatever it is
   * @param cluster that they are members of; null: whatever it is
   */
  private record Taken(
      String source, String stage, @Nullable String reason, @Nullable DocumentId cluster) {
    String name() {
      return cluster != null
          ? "the cluster " + cluster + " of " + stage
          : reason != null ? "the rule " + reason : "the filter " + stage;
    }
  }

  /** A sentence with examples for each guard that stops the run; empty where none does. */
  List<String> faults(List<SourceBooks> books) throws IOException {
    List<String> faults = new ArrayList<>();
    TreeMap<String, Long> documents = new TreeMap<>();
    for (SourceBooks source : books) {
      if (documents(source) >= guards.minimumDocuments()) {
        documents.put(source.source(), documents(source));
        TreeMap<String, Long> filters = new TreeMap<>();
        for (Map.Entry<String, Long> dropped : source.dropped().entrySet()) {
          String stage = stage(dropped.getKey());
          if (stage.equals("rules")) {
            String rule = dropped.getKey().substring(stage.length() + 1);
            Taken taken = new Taken(source.source(), stage, rule, null);
            check(taken, dropped.getValue(), documents, "rule", guards.rule(), faults);
          } else if (!stage.equals(Ingest.NAME)) {
            filters.merge(stage, dropped.getValue(), Long::sum);
          }
        }
        for (Map.Entry<String, Long> filter : filters.entrySet()) {
          Taken taken = new Taken(source.source(), filter.getKey(), null, null);
          check(taken, filter.getValue(), documents, "filter", guards.filter(), faults);
        }
      }
    }
    if (!documents.isEmpty() && guards.cluster() < 1) {
      for (Map.Entry<Taken, Long> cluster : clusters(documents).entrySet()) {
        if (documents.containsKey(cluster.getKey().source())) {
          check(
              cluster.getKey(), cluster.getValue(), documents, "cluster", guards.cluster(), faults);
        }
      }
    }
    return faults;
  }

  private static String stage(String dropped) {
    return dropped.substring(0, dropped.indexOf('/'));
  }

  /** Records of a source that became documents. */
  private static long documents(SourceBooks source) {
    long passedOver = 0;
    for (Map.Entry<String, Long> dropped : source.dropped().entrySet()) {
      passedOver += stage(dropped.getKey()).equals(Ingest.NAME) ? dropped.getValue() : 0;
    }
    return source.records() - passedOver - source.deadLetters();
  }

  private void check(
      Taken taken,
      long count,
      Map<String, Long> documents,
      String setting,
      double allowed,
      List<String> faults)
      throws IOException {
    long all = Objects.requireNonNull(documents.get(taken.source()));
    if (count > allowed * all) {
      StringBuilder fault = new StringBuilder();
      fault.append(
          String.format(
              Locale.ROOT,
              "%s takes %,d of the %,d documents of source %s, which is %.1f %%; guards.%s allows"
                  + " %.1f %%. Some of them:",
              taken.name(),
              count,
              all,
              taken.source(),
              100.0 * count / all,
              setting,
              100 * allowed));
      examples(taken).forEach(example -> fault.append("\n    ").append(example));
      faults.add(fault.toString());
    }
  }

  /** How many documents of each source large clusters took. */
  private Map<Taken, Long> clusters(TreeMap<String, Long> documents) throws IOException {
    long least = documents.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    long leastSize = Math.max(2, (long) Math.floor(least * guards.cluster()));
    List<String> reads = new ArrayList<>(lists.keySet());
    reads.add(DecisionTables.DECISIONS.name());
    if (forks) {
      reads.add(ForkTables.FORKS);
    }
    run.stages()
        .map(
            new StageSpec(LargeClusterTable.NAME, List.of(), lists + " " + leastSize, reads),
            run.shards(),
            new LargeClusterTable(lists, forks, leastSize));
    run.table(LargeClusterTable.NAME, false);
    Map<Taken, Long> sums = new LinkedHashMap<>();
    for (Shard shard : run.shards()) {
      try (TableReader reader =
          TableReader.open(run.folder().table(LargeClusterTable.NAME, shard.name()))) {
        for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
          Taken taken = new Taken(text(row[1]), text(row[2]), text(row[3]), (DocumentId) row[0]);
          sums.merge(taken, (Long) Objects.requireNonNull(row[4]), Long::sum);
        }
      }
    }
    return sums;
  }

  private List<String> examples(Taken taken) throws IOException {
    List<String> examples = new ArrayList<>();
    for (Shard shard : run.shards()) {
      Set<Long> members = taken.cluster() == null ? null : members(shard, taken);
      if (members != null && members.isEmpty()) {
        continue;
      }
      try (AlignedReader documents =
          AlignedReader.open(
              run.folder(),
              shard.name(),
              Columns.of(DecisionTables.DECISIONS.name(), "source", "stage", "reason"),
              Columns.of(DocumentTable.IDS.name(), "id"),
              Columns.of(DocumentTable.DOCUMENTS.name(), "source_uri", "uri", "given_id"))) {
        long row = 0;
        for (@Nullable Object[] values = documents.next();
            values != null;
            values = documents.next()) {
          boolean member = members == null || members.contains(row);
          if (member
              && taken.source().equals(values[0])
              && taken.stage().equals(values[1])
              && (taken.reason() == null || taken.reason().equals(values[2]))) {
            String given = values[6] == null ? "" : " (" + values[6] + ")";
            Object place = values[4] == null ? values[5] : values[4];
            examples.add(text(values[3]) + " " + text(place) + given);
            if (examples.size() == EXAMPLES) {
              return examples;
            }
          }
          row++;
        }
      }
    }
    return examples;
  }

  private Set<Long> members(Shard shard, Taken taken) throws IOException {
    Set<Long> members = new HashSet<>();
    if (taken.stage().equals(ForkTables.FORKS)) {
      try (TableReader files =
          TableReader.open(
              run.folder().table(ForkTables.FORKS, shard.name()), List.of("cluster"))) {
        long at = 0;
        for (@Nullable Object[] row = files.next(); row != null; row = files.next()) {
          if (Objects.equals(row[0], taken.cluster())) {
            members.add(at);
          }
          at++;
        }
      }
    }
    for (Map.Entry<String, String> list : lists.entrySet()) {
      if (list.getValue().equals(taken.stage())) {
        LargeClusterTable.visit(
            run.folder(),
            shard,
            list.getKey(),
            (row, cluster, size, reason) -> {
              if (cluster.equals(taken.cluster()) && reason.equals(taken.reason())) {
                members.add(row);
              }
            });
      }
    }
    return members;
  }

  private static String text(@Nullable Object value) {
    return String.valueOf(value);
  }
}

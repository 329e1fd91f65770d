package io.winnow.pipelines.books;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.table.AlignedRows;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.pipelines.manifest.SourceBooks;
import io.winnow.pipelines.recipe.Recipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks whether a rule, filter or cluster took more of a source than the recipe allows. */
public final class Guards {
  private static final int EXAMPLES = 3;

  private final Recipe.Guards guards;
  private final List<Drop> drops;

  /**
   * @param drops of the stages that run
   */
  public Guards(Recipe.Guards guards, List<Drop> drops) {
    this.guards = guards;
    this.drops = List.copyOf(drops);
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

  /** Documents of a cluster from which on a guard looks at it; 0 where none does. */
  public long leastCluster(List<SourceBooks> books) {
    TreeMap<String, Long> documents = documents(books);
    if (documents.isEmpty() || guards.cluster() >= 1) {
      return 0;
    }
    long least = documents.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    return Math.max(2, (long) Math.floor(least * guards.cluster()));
  }

  /** Documents of the sources that are guarded. */
  private TreeMap<String, Long> documents(List<SourceBooks> books) {
    TreeMap<String, Long> documents = new TreeMap<>();
    for (SourceBooks source : books) {
      if (documents(source) >= guards.minimumDocuments()) {
        documents.put(source.source(), documents(source));
      }
    }
    return documents;
  }

  /** Records of a source that became documents. */
  private static long documents(SourceBooks source) {
    long passedOver = 0;
    for (Map.Entry<String, Long> dropped : source.dropped().entrySet()) {
      passedOver += stage(dropped.getKey()).equals(Ledger.INGEST) ? dropped.getValue() : 0;
    }
    return source.records() - passedOver - source.deadLetters();
  }

  private static String stage(String dropped) {
    return dropped.substring(0, dropped.indexOf('/'));
  }

  /**
   * A sentence with examples for each guard that stops the run; empty where none does.
   *
   * @param inputs with the large clusters, where {@link #leastCluster} asks for them
   */
  public List<String> faults(List<SourceBooks> books, Inputs inputs) throws IOException {
    TreeMap<String, Long> documents = documents(books);
    List<String> faults = new ArrayList<>();
    for (SourceBooks source : books) {
      if (documents.containsKey(source.source())) {
        rulesAndFilters(source, documents, inputs, faults);
      }
    }
    if (leastCluster(books) > 0) {
      for (Map.Entry<Taken, Long> cluster : clusters(inputs).entrySet()) {
        if (documents.containsKey(cluster.getKey().source())) {
          check(
              cluster.getKey(),
              cluster.getValue(),
              documents,
              new Allowed("cluster", guards.cluster()),
              inputs,
              faults);
        }
      }
    }
    return faults;
  }

  private void rulesAndFilters(
      SourceBooks source, Map<String, Long> documents, Inputs inputs, List<String> faults)
      throws IOException {
    TreeMap<String, Long> filters = new TreeMap<>();
    for (Map.Entry<String, Long> dropped : source.dropped().entrySet()) {
      String stage = stage(dropped.getKey());
      if (stage.equals("rules")) {
        String rule = dropped.getKey().substring(stage.length() + 1);
        Taken taken = new Taken(source.source(), stage, rule, null);
        Allowed allowed = new Allowed("rule", guards.rule());
        check(taken, dropped.getValue(), documents, allowed, inputs, faults);
      } else if (!stage.equals(Ledger.INGEST)) {
        filters.merge(stage, dropped.getValue(), Long::sum);
      }
    }
    for (Map.Entry<String, Long> filter : filters.entrySet()) {
      Taken taken = new Taken(source.source(), filter.getKey(), null, null);
      Allowed allowed = new Allowed("filter", guards.filter());
      check(taken, filter.getValue(), documents, allowed, inputs, faults);
    }
  }

  /** A setting of the guards and the share that it allows. */
  private record Allowed(String setting, double share) {}

  private void check(
      Taken taken,
      long count,
      Map<String, Long> documents,
      Allowed allowed,
      Inputs inputs,
      List<String> faults)
      throws IOException {
    long all = documents.getOrDefault(taken.source(), 0L);
    if (count > allowed.share() * all) {
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
              allowed.setting(),
              100 * allowed.share()));
      examples(taken, inputs).forEach(example -> fault.append("\n    ").append(example));
      faults.add(fault.toString());
    }
  }

  /** How many documents of each source large clusters took. */
  private static Map<Taken, Long> clusters(Inputs inputs) throws IOException {
    Map<Taken, Long> sums = new LinkedHashMap<>();
    for (Shard shard : inputs.shards()) {
      try (TableReader rows =
          input(inputs, shard)
              .list(
                  LargeClusters.LARGE_CLUSTERS,
                  LargeClusters.ID,
                  DocumentTable.SOURCE,
                  DecisionTables.STAGE,
                  DecisionTables.REASON,
                  LargeClusters.DROPPED)) {
        for (Row row = rows.row(); row != null; row = rows.row()) {
          Taken taken =
              new Taken(
                  row.get(DocumentTable.SOURCE),
                  row.get(DecisionTables.STAGE),
                  row.get(DecisionTables.REASON),
                  row.get(LargeClusters.ID));
          sums.merge(taken, row.get(LargeClusters.DROPPED), Long::sum);
        }
      }
    }
    return sums;
  }

  private static ShardInput input(Inputs inputs, Shard shard) {
    return new ShardInput(inputs.folder(), shard, inputs.shards().get(0), false);
  }

  private List<String> examples(Taken taken, Inputs inputs) throws IOException {
    List<String> examples = new ArrayList<>();
    for (Shard shard : inputs.shards()) {
      Set<Long> members = taken.cluster() == null ? null : members(input(inputs, shard), taken);
      if (members != null && members.isEmpty()) {
        continue;
      }
      try (AlignedRows rows =
          input(inputs, shard)
              .aligned(
                  DecisionTables.DECISIONS.columns(
                      DocumentTable.SOURCE, DecisionTables.STAGE, DecisionTables.REASON),
                  DocumentTable.IDS.columns(DocumentTable.ID),
                  DocumentTable.DOCUMENTS.columns(
                      DocumentTable.SOURCE_URI, DocumentTable.URI, DocumentTable.GIVEN_ID))) {
        long at = 0;
        for (Row row = rows.row(); row != null; row = rows.row()) {
          boolean member = members == null || members.contains(at);
          if (member && isTaken(row, taken)) {
            examples.add(place(row));
            if (examples.size() == EXAMPLES) {
              return examples;
            }
          }
          at++;
        }
      }
    }
    return examples;
  }

  private static boolean isTaken(Row row, Taken taken) {
    return taken.source().equals(row.get(DocumentTable.SOURCE))
        && taken.stage().equals(row.getOrNull(DecisionTables.STAGE))
        && (taken.reason() == null || taken.reason().equals(row.getOrNull(DecisionTables.REASON)));
  }

  private static String place(Row row) {
    String own = row.getOrNull(DocumentTable.SOURCE_URI);
    String given = row.getOrNull(DocumentTable.GIVEN_ID);
    return row.get(DocumentTable.ID)
        + " "
        + (own == null ? row.get(DocumentTable.URI) : own)
        + (given == null ? "" : " (" + given + ")");
  }

  private Set<Long> members(ShardInput from, Taken taken) throws IOException {
    for (Drop drop : drops) {
      if (drop.stage().equals(taken.stage()) && drop.reason().equals(taken.reason())) {
        Map<Long, DocumentId> members = LargeClusters.members(from, drop, 0);
        members.values().removeIf(cluster -> !cluster.equals(taken.cluster()));
        return members.keySet();
      }
    }
    return Set.of();
  }
}

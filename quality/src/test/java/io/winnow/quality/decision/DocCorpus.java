package io.winnow.quality.decision;

import io.winnow.corpus.Digest;
import io.winnow.corpus.DocumentId;
import io.winnow.corpus.Kind;
import io.winnow.corpus.documents.ContaminationTable;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.documents.ScoreTable;
import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.StageRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes documents of a test as tables, and runs the stages of the decision over them. */
final class DocCorpus {
  private static final Column<Long> WORDS = Column.number("words", "");
  private static final Column<Double> MEAN_WORD_LENGTH = Column.real("mean_word_length", "");

  static final Table SIGNALS = Table.aligned("signals", WORDS, MEAN_WORD_LENGTH);
  static final List<Offer> OFFERS = List.of(Offer.all(SIGNALS, true));
  static final Map<Kind, String> QUALITY = Map.of(Kind.WEB, "quality", Kind.BOOK, "quality");

  static final Column<Boolean> DENIED = Column.flag("denied", "");
  static final Drop FLAG =
      Drop.flagged("hosts", "denied-host", Table.aligned("hosts", DENIED), DENIED);

  private static final Table SCORES = ScoreTable.of(List.of("quality"));

  private final CorpusFolder folder;
  private final List<List<Doc>> split;
  private final List<Shard> shards = new ArrayList<>();

  /**
   * @param split the documents of each shard
   */
  DocCorpus(Path root, List<List<Doc>> split) throws IOException {
    this.folder = new CorpusFolder(root.toString());
    this.split = split;
    for (int i = 0; i < split.size(); i++) {
      Shard shard = new Shard(i, "s" + i, split.get(i).size(), 1);
      shards.add(shard);
      write(shard, DocumentTable.DOCUMENTS, DocCorpus::document);
      write(shard, DocumentTable.IDS, doc -> new Object[] {doc.id()});
      write(shard, SIGNALS, doc -> new @Nullable Object[] {doc.words(), 4.5});
      write(
          shard,
          SCORES,
          doc ->
              new @Nullable Object[] {
                QUALITY.containsKey(Kind.of(doc.kind())) ? doc.quality() : null
              });
      write(shard, Objects.requireNonNull(FLAG.table()), doc -> new Object[] {doc.denied()});
      writeContamination(shard);
    }
    writeMembers(Likeness.CONTENT, Doc::content);
    writeMembers(Likeness.URL, Doc::url);
  }

  private static @Nullable Object[] document(Doc doc) {
    Map<Column<?>, Object> values = new HashMap<>();
    values.put(DocumentTable.SOURCE, doc.source());
    values.put(DocumentTable.KIND, doc.kind());
    values.put(DocumentTable.SOURCE_URI, doc.url());
    values.put(DocumentTable.DATE, doc.date());
    values.put(DocumentTable.TEXT_DIGEST, Digest.ofText(doc.content()));
    values.put(DocumentTable.TEXT_BYTES, doc.textBytes());
    values.put(DocumentTable.TEXT, doc.content());
    return DocumentTable.DOCUMENTS.schema().columns().stream().map(values::get).toArray();
  }

  private void write(Shard shard, Table table, Function<Doc, @Nullable Object[]> row)
      throws IOException {
    StageRun.write(
        folder, shard.name(), table, split.get(shard.number()).stream().map(row).toList());
  }

  private void writeContamination(Shard shard) throws IOException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    long number = 0;
    for (Doc doc : split.get(shard.number())) {
      Double share = doc.contaminated();
      if (share != null) {
        // What shares all of an item is taken to have little else in it.
        for (double part : new double[] {share, share / 2}) {
          rows.add(
              new @Nullable Object[] {number, doc.id(), "b", "i", part, null, null, share == 1});
        }
      }
      number++;
    }
    StageRun.write(folder, shard.name(), ContaminationTable.CONTAMINATION, rows);
  }

  /** The groups of two and more, by name. */
  static SortedMap<String, List<Doc>> groups(List<Doc> docs, Function<Doc, @Nullable String> name) {
    SortedMap<String, List<Doc>> groups =
        docs.stream()
            .filter(doc -> name.apply(doc) != null)
            .collect(Collectors.groupingBy(name, TreeMap::new, Collectors.toList()));
    groups.values().removeIf(group -> group.size() < 2);
    return groups;
  }

  static DocumentId cluster(List<Doc> group) {
    return group.stream().map(Doc::id).min(DocumentId::compareTo).orElseThrow();
  }

  private void writeMembers(Likeness likeness, Function<Doc, @Nullable String> name)
      throws IOException {
    Map<String, List<Doc>> groups = groups(split.stream().flatMap(List::stream).toList(), name);
    for (Shard shard : shards) {
      List<@Nullable Object[]> rows = new ArrayList<>();
      long number = 0;
      for (Doc doc : split.get(shard.number())) {
        String group = name.apply(doc);
        List<Doc> equal = group == null ? null : groups.get(group);
        if (equal != null) {
          rows.add(new Object[] {number, cluster(equal), (long) equal.size()});
        }
        number++;
      }
      StageRun.write(folder, shard.name(), likeness.members(), rows);
    }
  }

  /** Name of each document to what the prefilter says of it. */
  SortedMap<String, String> prefilter(Policy policy) throws IOException {
    return prefilter(policy, direct());
  }

  SortedMap<String, String> prefilter(Policy policy, Runner runner) throws IOException {
    new StageRun(folder, shards, runner).run(new Prefilter(policy));
    return byName(DecisionTables.PREFILTER);
  }

  /** Name of each document to what the rules alone say of it. */
  SortedMap<String, String> ruled(Policy policy) throws IOException {
    new StageRun(folder, shards, direct()).run(new Ruled(policy));
    return byName(DecisionTables.RULED);
  }

  /**
   * What came out of one run.
   *
   * @param decisions by the document's name, its row
   * @param exact lines of {@code clusters_exact}, sorted
   */
  record Result(SortedMap<String, String> decisions, List<String> exact) {}

  Result decide(Policy policy) throws IOException {
    return decide(policy, direct());
  }

  Result decide(Policy policy, Runner runner) throws IOException {
    new StageRun(folder, shards, runner).run(new Decide(policy));
    List<String> exact = new ArrayList<>();
    for (Shard shard : shards) {
      try (TableReader rows = reader(shard, DecisionTables.CLUSTERS_EXACT)) {
        for (Row row = rows.row(); row != null; row = rows.row()) {
          Doc doc = split.get(shard.number()).get(row.get(Table.ROW).intValue());
          if (!doc.id().equals(row.get(DocumentTable.ID))) {
            throw new AssertionError("a row of " + doc.name() + " bears the id of another");
          }
          exact.add(
              line(
                  row,
                  DocumentTable.ID,
                  DecisionTables.BY,
                  DecisionTables.CLUSTER,
                  DecisionTables.SURVIVOR,
                  DecisionTables.SIZE,
                  DecisionTables.SIMILARITY));
        }
      }
    }
    exact.sort(null);
    return new Result(byName(DecisionTables.DECIDED), exact);
  }

  private TableReader reader(Shard shard, Table table) throws IOException {
    return TableReader.open(folder, shard.name(), table.columns(table.schema().names()));
  }

  /** What an aligned table says of each document. */
  private SortedMap<String, String> byName(Table table) throws IOException {
    SortedMap<String, String> all = new TreeMap<>();
    for (Shard shard : shards) {
      try (TableReader rows = reader(shard, table)) {
        for (Doc doc : split.get(shard.number())) {
          Row row = Objects.requireNonNull(rows.row(), "no decision about " + doc.name());
          all.put(
              doc.name(),
              line(row, DecisionTables.KEPT, DecisionTables.STAGE, DecisionTables.REASON));
        }
        if (rows.row() != null) {
          throw new AssertionError("a decision too many in " + shard.name());
        }
      }
    }
    return all;
  }

  private static String line(Row row, Column<?>... columns) {
    return Stream.of(columns)
        .map(column -> String.valueOf(row.getOrNull(column)))
        .collect(Collectors.joining(" "));
  }

  /** A small runner on Direct. */
  static Runner direct() {
    return Runners.directWithChecks(2);
  }
}

package io.winnow.report.sections;

import static io.winnow.corpus.documents.DecisionTables.BUCKET;
import static io.winnow.corpus.documents.DecisionTables.DECISIONS;
import static io.winnow.corpus.documents.DecisionTables.TIER;
import static io.winnow.corpus.documents.DocumentTable.KIND;
import static io.winnow.corpus.documents.DocumentTable.SOURCE;
import static io.winnow.corpus.documents.EditTables.EDITED;
import static io.winnow.corpus.documents.EditTables.EDITED_TOKENS;
import static io.winnow.corpus.documents.SignalTable.LANGUAGE;
import static io.winnow.corpus.documents.SignalTable.TOKENS;

import io.winnow.corpus.run.RunTables;
import io.winnow.corpus.table.AlignedRows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.Table.Columns;
import io.winnow.corpus.table.TableReader;
import io.winnow.report.run.RunFacts;
import io.winnow.report.sections.MixturesSection.Mixture;
import io.winnow.report.sections.MixturesSection.Share;
import io.winnow.report.statistics.Grades;
import io.winnow.report.statistics.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a mixture is made of: copies and their tokens, by what the documents are. */
final class MixtureShares {
  private static final Column<Long> COPIES =
      Column.number("copies", "how often the document enters the mixture");

  private static final Table SIGNALS = Table.aligned("signals", LANGUAGE, TOKENS);
  private static final List<Columns> DOCUMENT =
      List.of(DECISIONS.columns(SOURCE, KIND, BUCKET, TIER), SIGNALS.columns(LANGUAGE, TOKENS));
  private static final Columns EDITS = EDITED.columns(EDITED_TOKENS);

  private final Sums sources = new Sums();
  private final Sums kinds = new Sums();
  private final Sums languages = new Sums();
  private final Sums grades = new Sums();
  private final Sums copies = new Sums();

  private MixtureShares() {}

  /** Sums by name. */
  private static final class Sums {
    private final SortedMap<String, Share> sums = new TreeMap<>();

    void add(String name, long documents, long tokens) {
      sums.merge(name, new Share(name, documents, tokens), Share::plus);
    }

    /** The largest first; equal ones by name. */
    List<Share> shares() {
      List<Share> shares = new ArrayList<>(sums.values());
      shares.sort(Comparator.comparingLong(Share::tokens).reversed());
      return shares;
    }
  }

  /** A mixture that was written, with the sums of its copies. */
  static Mixture read(RunTables tables, RunFacts.Mixture mixture) throws IOException {
    Table list = Table.list("copies_" + mixture.name(), Table.ROW, COPIES);
    List<Columns> columns = new ArrayList<>(DOCUMENT);
    boolean edited = tables.has(EDITED);
    if (edited) {
      columns.add(EDITS);
    }
    MixtureShares shares = new MixtureShares();
    for (Shard shard : tables.shards()) {
      try (TableReader copies =
              TableReader.open(tables.folder(), shard.name(), list.columns(Table.ROW, COPIES));
          AlignedRows documents = AlignedRows.open(tables.folder(), shard.name(), columns)) {
        shares.add(copies, documents, edited);
      }
    }
    return shares.of(mixture);
  }

  private void add(TableReader list, AlignedRows documents, boolean edited) throws IOException {
    long at = -1;
    @Nullable Row document = null;
    for (Row row = list.row(); row != null; row = list.row()) {
      while (at < row.get(Table.ROW)) {
        document = Objects.requireNonNull(documents.row(), "copies name a row that is not there");
        at++;
      }
      add(Objects.requireNonNull(document), edited, row.get(COPIES));
    }
  }

  /** Adds a row of {@link #DOCUMENT} and, where documents are edited, {@link #EDITS}. */
  private void add(Row document, boolean edited, long count) {
    Long left = edited ? document.getOrNull(EDITED_TOKENS) : null;
    long tokens = count * (left == null ? document.get(TOKENS) : left);
    String kind = document.get(KIND);
    String language = document.getOrNull(LANGUAGE);
    sources.add(document.get(SOURCE), count, tokens);
    kinds.add(kind, count, tokens);
    languages.add(language == null ? Statistics.NO_LANGUAGE : language, count, tokens);
    grades.add(
        Grades.orNone(kind, document.getOrNull(BUCKET), document.getOrNull(TIER)), count, tokens);
    copies.add(count + " ×", count, tokens);
  }

  private Mixture of(RunFacts.Mixture written) {
    return new Mixture(
        written.name(),
        written.documents(),
        written.tokens(),
        written.sequences(),
        written.exports(),
        written.components(),
        sources.shares(),
        kinds.shares(),
        languages.shares(),
        grades.shares(),
        copies.shares());
  }
}

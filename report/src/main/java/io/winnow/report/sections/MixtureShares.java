package io.winnow.report.sections;

import io.winnow.corpus.documents.EditTables;
import io.winnow.corpus.run.RunTables;
import io.winnow.corpus.table.AlignedReader;
import io.winnow.corpus.table.AlignedReader.Columns;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
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
  private static final List<String> COPIES = List.of("row", "copies");
  private static final List<Columns> DOCUMENT =
      List.of(
          Columns.of("decisions", "source", "kind", "bucket", "tier"),
          Columns.of("signals", "language", "tokens"));
  private static final Columns EDITED = Columns.of(EditTables.EDITED.name(), "edited_tokens");

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

  /** A document that may be in the mixture. */
  private record Candidate(String source, String kind, String language, String grade, long tokens) {
    /** From a row of {@link #DOCUMENT} and, where documents are edited, {@link #EDITED}. */
    static Candidate of(@Nullable Object[] row) {
      Object tokens = row.length > 6 && row[6] != null ? row[6] : row[5];
      String kind = String.valueOf(row[1]);
      return new Candidate(
          String.valueOf(row[0]),
          kind,
          row[4] == null ? Statistics.NO_LANGUAGE : row[4].toString(),
          Grades.orNone(kind, (Long) row[2], (String) row[3]),
          (Long) Objects.requireNonNull(tokens));
    }
  }

  /** Adds up the copies of a mixture. */
  static MixtureShares read(RunTables tables, String mixture) throws IOException {
    List<Columns> columns = new ArrayList<>(DOCUMENT);
    if (tables.has(EditTables.EDITED.name())) {
      columns.add(EDITED);
    }
    MixtureShares shares = new MixtureShares();
    for (Shard shard : tables.shards()) {
      try (TableReader copies =
              TableReader.open(tables.folder().table("copies_" + mixture, shard.name()), COPIES);
          AlignedReader documents = AlignedReader.open(tables.folder(), shard.name(), columns)) {
        shares.add(copies, documents);
      }
    }
    return shares;
  }

  private void add(TableReader list, AlignedReader documents) throws IOException {
    long at = -1;
    @Nullable Object[] document = null;
    for (@Nullable Object[] row = list.next(); row != null; row = list.next()) {
      while (at < (Long) Objects.requireNonNull(row[0])) {
        document = Objects.requireNonNull(documents.next(), "copies name a row that is not there");
        at++;
      }
      add(Candidate.of(Objects.requireNonNull(document)), (Long) Objects.requireNonNull(row[1]));
    }
  }

  private void add(Candidate document, long count) {
    long tokens = count * document.tokens();
    sources.add(document.source(), count, tokens);
    kinds.add(document.kind(), count, tokens);
    languages.add(document.language(), count, tokens);
    grades.add(document.grade(), count, tokens);
    copies.add(count + " ×", count, tokens);
  }

  List<Share> bySource() {
    return sources.shares();
  }

  List<Share> byKind() {
    return kinds.shares();
  }

  List<Share> byLanguage() {
    return languages.shares();
  }

  List<Share> byGrade() {
    return grades.shares();
  }

  /** By how often a document enters a component. */
  List<Share> byCopies() {
    return copies.shares();
  }
}

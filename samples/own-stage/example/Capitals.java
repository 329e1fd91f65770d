package example;

import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.*;
import io.winnow.corpus.table.*;
import java.io.IOException;
import java.util.List;

/** A stage of one's own: the share of capitals in each title, which mixtures may ask for. */
public final class Capitals implements Stage {
  static final Column<Double> SHARE = Column.real("title_capitals", "share of capitals");
  static final Table CAPITALS = Table.aligned("capitals", SHARE);

  @Override public String name() { return "capitals"; }
  @Override public List<Table> reads() { return List.of(DocumentTable.DOCUMENTS); }
  @Override public List<Table> writes() { return List.of(CAPITALS); }
  @Override public List<Offer> offers() { return List.of(Offer.all(CAPITALS, false)); }
  @Override public Work work(Inputs inputs) { return Work.perShard(Capitals::measure); }

  private static void measure(ShardInput from, ShardOutput to) throws IOException {
    try (TableReader documents = from.list(DocumentTable.DOCUMENTS, DocumentTable.TITLE)) {
      for (Row row = documents.row(); row != null; row = documents.row()) {
        String title = row.has(DocumentTable.TITLE) ? row.get(DocumentTable.TITLE) : "";
        long capitals = title.chars().filter(Character::isUpperCase).count();
        to.write(CAPITALS, title.isEmpty() ? null : (double) capitals / title.length());
      }
    }
  }
}

package io.winnow.pipelines.books;

import io.winnow.corpus.table.Receipt;
import io.winnow.pipelines.manifest.BooksDoNotBalance;
import io.winnow.pipelines.manifest.SourceBooks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds up the ledger's receipts and holds them against what ingest counted. */
public final class Books {
  private Books() {}

  /**
   * @param recordsIn records that ingest read, by source in the order of the recipe
   * @param ledger receipts of the ledger's shards
   * @throws BooksDoNotBalance if in = kept + dropped + dead letters fails for a source, or the
   *     ledger knows a source that was not read
   */
  public static List<SourceBooks> close(Map<String, Long> recordsIn, Collection<Receipt> ledger) {
    SortedMap<String, Long> sums = new TreeMap<>();
    for (Receipt receipt : ledger) {
      receipt.counts().forEach((name, count) -> sums.merge(name, count, Long::sum));
    }
    List<SourceBooks> books = new ArrayList<>();
    recordsIn.forEach((source, records) -> books.add(of(source, records, sums)));
    long known = books.stream().mapToLong(SourceBooks::records).sum();
    long written = sums.values().stream().mapToLong(Long::longValue).sum();
    books.forEach(SourceBooks::requireBalance);
    if (known != written) {
      throw new BooksDoNotBalance(
          String.format(
              Locale.ROOT,
              "the ledger has %,d rows, but %,d records were read from the recipe's sources",
              written,
              known));
    }
    return books;
  }

  private static SourceBooks of(String source, long records, SortedMap<String, Long> sums) {
    long kept = 0;
    long dead = 0;
    SortedMap<String, Long> dropped = new TreeMap<>();
    for (Map.Entry<String, Long> sum : sums.entrySet()) {
      // source, outcome, stage, reason; the last two may be empty
      String[] parts = sum.getKey().split(Ledger.SEPARATOR, -1);
      if (parts[0].equals(source)) {
        switch (parts[1]) {
          case Ledger.KEPT -> kept += sum.getValue();
          case Ledger.DEAD_LETTER -> dead += sum.getValue();
          default -> dropped.merge(parts[2] + "/" + parts[3], sum.getValue(), Long::sum);
        }
      }
    }
    return new SourceBooks(source, records, kept, dropped, dead);
  }
}

package io.winnow.pipelines.manifest;

import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of the records of one source.
 *
 * @param source its name
 * @param records in, counted where they were read
 * @param kept documents, counted in the ledger
 * @param dropped records by {@code stage/reason}, counted in the ledger
 * @param deadLetters counted in the ledger
 */
public record SourceBooks(
    String source, long records, long kept, SortedMap<String, Long> dropped, long deadLetters) {
  public SourceBooks {
    dropped = new TreeMap<>(dropped);
  }

  /** All records that were dropped, whatever the reason. */
  public long allDropped() {
    return dropped.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * @throws BooksDoNotBalance unless in = kept + dropped + dead letters
   */
  public void requireBalance() {
    long out = kept + allDropped() + deadLetters;
    if (records != out) {
      throw new BooksDoNotBalance(
          String.format(
              Locale.ROOT,
              "the books of source %s do not balance: %,d records came in, but %,d were kept, %,d"
                  + " dropped and %,d are dead letters, which makes %,d",
              source,
              records,
              kept,
              allDropped(),
              deadLetters,
              out));
    }
  }
}

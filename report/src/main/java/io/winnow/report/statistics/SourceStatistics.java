package io.winnow.report.statistics;

import java.util.SortedMap;

/**
 * What became of one source's records.
 *
 * @param name the source
 * @param kept the documents that are in
 * @param dropped the documents that are out, by reason
 * @param deadLetters records that could not be read, by cause
 * @param passedOver records that hold no document, by reason
 */
public record SourceStatistics(
    String name,
    Amount kept,
    SortedMap<Reason, Amount> dropped,
    SortedMap<String, Long> deadLetters,
    SortedMap<String, Long> passedOver) {

  /** All documents, kept and dropped. */
  public Amount documents() {
    return kept.plus(Amount.sum(dropped.values()));
  }

  /** All records that are accounted for: documents, dead letters, and what was passed over. */
  public long records() {
    return documents().documents() + sum(deadLetters) + sum(passedOver);
  }

  private static long sum(SortedMap<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}

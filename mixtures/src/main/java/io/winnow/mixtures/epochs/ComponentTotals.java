package io.winnow.mixtures.epochs;

import io.winnow.corpus.table.Receipt;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a component draws from, and what it takes: exact sums.
 *
 * @param availableDocuments kept documents that match its condition and are not cut out whole
 * @param availableTokens in them
 * @param availableTextBytes UTF-8 bytes of their texts
 * @param copiedDocuments copies of them
 * @param copiedTokens in the copies
 * @param copiedTextBytes UTF-8 bytes of the copies
 */
public record ComponentTotals(
    long availableDocuments,
    long availableTokens,
    long availableTextBytes,
    long copiedDocuments,
    long copiedTokens,
    long copiedTextBytes) {
  /** Of nothing. */
  public static final ComponentTotals NONE = new ComponentTotals(0, 0, 0, 0, 0, 0);

  /** Of one document and its copies. */
  static ComponentTotals of(long tokens, long textBytes, long copies) {
    return new ComponentTotals(
        1,
        tokens,
        textBytes,
        copies,
        Math.multiplyExact(copies, tokens),
        Math.multiplyExact(copies, textBytes));
  }

  /** The sum of both. */
  public ComponentTotals plus(ComponentTotals other) {
    return new ComponentTotals(
        Math.addExact(availableDocuments, other.availableDocuments),
        Math.addExact(availableTokens, other.availableTokens),
        Math.addExact(availableTextBytes, other.availableTextBytes),
        Math.addExact(copiedDocuments, other.copiedDocuments),
        Math.addExact(copiedTokens, other.copiedTokens),
        Math.addExact(copiedTextBytes, other.copiedTextBytes));
  }

  /** Tokens of the copies over tokens available; 0 where there are none. */
  public double achievedEpochs() {
    return availableTokens == 0 ? 0 : (double) copiedTokens / availableTokens;
  }

  /** As counts of a receipt, to which the component's name belongs. */
  public SortedMap<String, Long> counts(String component) {
    SortedMap<String, Long> counts = new TreeMap<>();
    counts.put(name("available_documents", component), availableDocuments);
    counts.put(name("available_tokens", component), availableTokens);
    counts.put(name("available_text_bytes", component), availableTextBytes);
    counts.put(name("copied_documents", component), copiedDocuments);
    counts.put(name("copied_tokens", component), copiedTokens);
    counts.put(name("copied_text_bytes", component), copiedTextBytes);
    return counts;
  }

  /** Reads what {@link #counts} gave; a count that is missing is 0. */
  public static ComponentTotals read(Map<String, Long> counts, String component) {
    return new ComponentTotals(
        counts.getOrDefault(name("available_documents", component), 0L),
        counts.getOrDefault(name("available_tokens", component), 0L),
        counts.getOrDefault(name("available_text_bytes", component), 0L),
        counts.getOrDefault(name("copied_documents", component), 0L),
        counts.getOrDefault(name("copied_tokens", component), 0L),
        counts.getOrDefault(name("copied_text_bytes", component), 0L));
  }

  /** The sum of what {@link #counts} gave to some receipts. */
  public static ComponentTotals sum(List<Receipt> receipts, String component) {
    ComponentTotals sum = NONE;
    for (Receipt receipt : receipts) {
      sum = sum.plus(read(receipt.counts(), component));
    }
    return sum;
  }

  private static String name(String count, String component) {
    return count + "\t" + component;
  }
}

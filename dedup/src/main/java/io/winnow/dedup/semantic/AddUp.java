package io.winnow.dedup.semantic;

import io.winnow.corpus.shuffle.Exchange;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Rows;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;
import java.util.List;

/**
 * Adds up what was counted for each threshold, in whole numbers.
 *
 * @param thresholds in the order of their numbers
 */
record AddUp(double[] thresholds) implements Exchange.Grouper {
  private static final List<Column<Long>> SUMMED =
      List.of(
          FindSemanticCopies.DOCUMENTS,
          FindSemanticCopies.GONE,
          FindSemanticCopies.SAMPLED,
          FindSemanticCopies.PAIRS,
          FindSemanticCopies.TOGETHER);

  /** The first column says which threshold; the others are summed. */
  static final Schema COUNTED =
      Schema.of(FindSemanticCopies.NUMBER).and(Schema.of(SUMMED.toArray(Column<?>[]::new)));

  @Override
  public void group(Rows rows, PackedRows out) {
    long[][] sums = new long[thresholds.length][SUMMED.size()];
    rows.forEach(
        row -> {
          long[] sum = sums[Math.toIntExact(row.get(FindSemanticCopies.NUMBER))];
          for (int i = 0; i < sum.length; i++) {
            sum[i] += row.get(SUMMED.get(i));
          }
        });
    for (int t = 0; t < thresholds.length; t++) {
      long[] s = sums[t];
      out.add(0, (long) t, thresholds[t], s[0], s[1], s[2], s[3], s[4]);
    }
  }
}

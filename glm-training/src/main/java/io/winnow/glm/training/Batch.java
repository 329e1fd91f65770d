package io.winnow.glm.training;

import java.util.List;

/**
 * Sequences that are trained on together.
 *
 * @param sequences of ids, all of one length
 * @param scored of every id, whether it is to be predicted
 */
record Batch(List<int[]> sequences, List<boolean[]> scored) {
  /** The target of a row that predicts nothing. */
  static final long IGNORED = -100;

  int size() {
    return sequences.size();
  }

  Batch slice(int from, int to) {
    return new Batch(sequences.subList(from, to), scored.subList(from, to));
  }

  /**
   * What rows predict.
   *
   * @param ahead 1 for the next token, 2 for the one after it
   * @param rows of a sequence, from its first
   * @return (sequences x rows)
   */
  long[] targets(int ahead, int rows) {
    long[] targets = new long[size() * rows];
    for (int i = 0; i < targets.length; i++) {
      int[] sequence = sequences.get(i / rows);
      int at = i % rows + ahead;
      boolean predicted = at < sequence.length && scored.get(i / rows)[at];
      targets[i] = predicted ? sequence[at] : IGNORED;
    }
    return targets;
  }

  /** Rows that predict a token so far ahead. */
  long count(int ahead) {
    long count = 0;
    for (boolean[] flags : scored) {
      for (int at = ahead; at < flags.length; at++) {
        count += flags[at] ? 1 : 0;
      }
    }
    return count;
  }
}

package io.winnow.report.statistics;

import static io.winnow.corpus.Require.require;

/**
 * Sizes of clusters in steps that grow: 1, 2, 3 to 4, 5 to 9, 10 to 19, 20 to 49, 50 to 99, 100 to
 * 199 and so on.
 */
public final class SizeClass {
  private SizeClass() {}

  /** Number of classes; the last one has no upper end. */
  public static final int CLASSES = 4 + 3 * 9;

  private static final long[] FROM = new long[CLASSES];

  static {
    FROM[0] = 1;
    FROM[1] = 2;
    FROM[2] = 3;
    FROM[3] = 5;
    long power = 10;
    for (int i = 4; i < CLASSES; i += 3, power *= 10) {
      FROM[i] = power;
      FROM[i + 1] = 2 * power;
      FROM[i + 2] = 5 * power;
    }
  }

  /** The class of a size of at least 1. */
  public static int of(long size) {
    require(size >= 1, "a cluster has at least 1 member, but had %s", size);
    int i = CLASSES - 1;
    while (size < FROM[i]) {
      i--;
    }
    return i;
  }

  /** The least size in a class. */
  public static long from(int sizeClass) {
    return FROM[sizeClass];
  }

  /** The greatest size in a class. */
  public static long to(int sizeClass) {
    return sizeClass == CLASSES - 1 ? Long.MAX_VALUE : FROM[sizeClass + 1] - 1;
  }
}

package io.winnow.report.statistics;

import static io.winnow.corpus.Require.require;

/**
 * How often a signal's value fell into each bucket of its scale, and how often it was 0; its least
 * and greatest value. Without a value it takes no room for buckets.
 */
public final class Histogram {
  private static final int ZERO_BUCKET = 1;

  private final Scale scale;
  private long[] counts = {}; // as many as the scale has buckets, once there is a value
  private long zeros; // in bucket 1 too, apart because one value can be most of all
  private long present;
  private long missing;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  Histogram(Scale scale) {
    this.scale = scale;
  }

  private long[] counts() {
    if (counts.length == 0) {
      counts = new long[scale.buckets()];
    }
    return counts;
  }

  void add(double value) {
    if (!Double.isFinite(value)) {
      missing++;
      return;
    }
    double number = value + 0.0; // -0.0 becomes 0.0
    counts()[scale.bucket(number)]++;
    zeros += number == 0 ? 1 : 0;
    present++;
    min = Math.min(min, number);
    max = Math.max(max, number);
  }

  void merge(Histogram other) {
    for (int i = 0; i < other.counts.length; i++) {
      counts()[i] = Math.addExact(counts()[i], other.counts[i]);
    }
    zeros = Math.addExact(zeros, other.zeros);
    present = Math.addExact(present, other.present);
    missing = Math.addExact(missing, other.missing);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  void restore(int bucket, long count) {
    require(
        bucket >= 0 && bucket < scale.buckets() && count >= 0,
        "a histogram has no bucket %s with %s values",
        bucket,
        count);
    counts()[bucket] = Math.addExact(counts()[bucket], count);
    present = Math.addExact(present, count);
  }

  void restore(long missingValues, long zeroValues, double least, double greatest) {
    missing = missingValues;
    zeros = zeroValues;
    min = least;
    max = greatest;
  }

  public Scale scale() {
    return scale;
  }

  /** Values in a bucket. */
  public long count(int bucket) {
    return counts.length == 0 ? 0 : counts[bucket];
  }

  /** Values that are 0. */
  public long zeros() {
    return zeros;
  }

  /** Documents with a value. */
  public long present() {
    return present;
  }

  /** Documents without one. */
  public long missing() {
    return missing;
  }

  /** The least value, exactly; infinity if there is none. */
  public double min() {
    return min;
  }

  /** The greatest value, exactly; minus infinity if there is none. */
  public double max() {
    return max;
  }

  /**
   * A value that about {@code share} of the values do not exceed: exactly 0 where that is the
   * value, else right to within its bucket, in which values are taken to lie evenly. NaN if there
   * is no value.
   *
   * @param share 0 to 1
   */
  public double approximateQuantile(double share) {
    require(share >= 0 && share <= 1, "a quantile's share is 0 to 1, but was %s", share);
    if (present == 0) {
      return Double.NaN;
    }
    double rank = share * present;
    long before = 0;
    for (int i = 0; i < counts.length; i++) {
      if (i == ZERO_BUCKET && zeros > 0) {
        if (before + zeros >= rank) {
          return 0;
        }
        before += zeros;
      }
      long here = counts[i] - (i == ZERO_BUCKET ? zeros : 0);
      if (here > 0 && before + here >= rank) {
        double lower = Math.max(min, scale.lower(i));
        double upper = Math.min(max, scale.upper(i));
        return lower + (upper - lower) * ((rank - before) / here);
      }
      before += here;
    }
    return max;
  }
}

package io.winnow.report.statistics;

import static io.winnow.corpus.Require.require;

/** How often a signal's value fell into each bucket of its scale; its least and greatest value. */
public final class Histogram {
  private final Scale scale;
  private final long[] counts;
  private long present;
  private long missing;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  Histogram(Scale scale) {
    this.scale = scale;
    this.counts = new long[scale.buckets()];
  }

  void add(double value) {
    if (!Double.isFinite(value)) {
      missing++;
      return;
    }
    double number = value + 0.0; // -0.0 becomes 0.0
    counts[scale.bucket(number)]++;
    present++;
    min = Math.min(min, number);
    max = Math.max(max, number);
  }

  void merge(Histogram other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Math.addExact(counts[i], other.counts[i]);
    }
    present = Math.addExact(present, other.present);
    missing = Math.addExact(missing, other.missing);
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  void restore(int bucket, long count) {
    require(
        bucket >= 0 && bucket < counts.length && count >= 0,
        "a histogram has no bucket %s with %s values",
        bucket,
        count);
    counts[bucket] = Math.addExact(counts[bucket], count);
    present = Math.addExact(present, count);
  }

  void restore(long missingValues, double least, double greatest) {
    missing = missingValues;
    min = least;
    max = greatest;
  }

  public Scale scale() {
    return scale;
  }

  /** Values in a bucket. */
  public long count(int bucket) {
    return counts[bucket];
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
   * A value that about {@code share} of the values do not exceed: right to within its bucket, in
   * which values are taken to lie evenly. NaN if there is no value.
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
      if (counts[i] > 0 && before + counts[i] >= rank) {
        double lower = Math.max(min, scale.lower(i));
        double upper = Math.min(max, scale.upper(i));
        return lower + (upper - lower) * ((rank - before) / counts[i]);
      }
      before += counts[i];
    }
    return max;
  }
}

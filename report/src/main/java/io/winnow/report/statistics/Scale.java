package io.winnow.report.statistics;

/**
 * Fixed buckets, so that histograms of shards add up. Bucket 0 holds what lies below 0, the last
 * one what lies beyond the scale; those between hold {@code lower <= value < upper}. Edges are
 * compared, never computed with a logarithm, so that every processor agrees.
 */
public enum Scale {
  /** 0 to 1 in 50 equal buckets; 1 itself belongs to the last of them. */
  RATIO(52),
  /** 0 to 1 in one bucket, then four buckets to a doubling, up to 2^40. */
  COUNT(163);

  private static final int RATIO_STEPS = 50;
  private static final int OCTAVES = 40;
  // 2^(1/4), 2^(2/4), 2^(3/4)
  private static final double[] QUARTERS = {
    1.0, 1.189207115002721, 1.4142135623730951, 1.681792830507429
  };

  private final int buckets;

  Scale(int buckets) {
    this.buckets = buckets;
  }

  /** Number of buckets with the two outer ones. */
  public int buckets() {
    return buckets;
  }

  /** The bucket of a finite value. */
  public int bucket(double value) {
    if (value < 0) {
      return 0;
    }
    return this == RATIO ? ratioBucket(value) : countBucket(value);
  }

  private static int ratioBucket(double value) {
    if (value > 1) {
      return RATIO_STEPS + 1;
    }
    int step = Math.min((int) (value * RATIO_STEPS), RATIO_STEPS - 1);
    // The product is rounded: 0.58 * 50 is below 29, though 0.58 is 29 / 50.
    if (step + 1 < RATIO_STEPS && value >= (step + 1) / (double) RATIO_STEPS) {
      step++;
    } else if (value < step / (double) RATIO_STEPS) {
      step--;
    }
    return step + 1;
  }

  private static int countBucket(double value) {
    if (value < 1) {
      return 1;
    }
    int octave = Math.getExponent(value);
    if (octave >= OCTAVES) {
      return 2 + 4 * OCTAVES;
    }
    double mantissa = Math.scalb(value, -octave);
    int quarter = 3;
    while (mantissa < QUARTERS[quarter]) {
      quarter--;
    }
    return 2 + 4 * octave + quarter;
  }

  /** Lower edge of a bucket; minus infinity for bucket 0. */
  public double lower(int bucket) {
    if (bucket == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (this == RATIO) {
      return (bucket - 1) / (double) RATIO_STEPS;
    }
    return bucket == 1 ? 0 : Math.scalb(QUARTERS[(bucket - 2) % 4], (bucket - 2) / 4);
  }

  /** Upper edge of a bucket; infinity for the last one. */
  public double upper(int bucket) {
    return bucket == buckets - 1 ? Double.POSITIVE_INFINITY : lower(bucket + 1);
  }
}

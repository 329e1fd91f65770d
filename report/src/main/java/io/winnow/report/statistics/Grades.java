package io.winnow.report.statistics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of buckets and tiers. */
public final class Grades {
  /** The name of having neither. */
  public static final String NONE = "none";

  private Grades() {}

  /** A document's bucket or tier as a report names it; null where it has neither. */
  public static @Nullable String of(String kind, @Nullable Long bucket, @Nullable String tier) {
    if (bucket != null) {
      // Two digits sort like the numbers.
      return String.format(Locale.ROOT, "%s bucket %02d", kind, bucket);
    }
    return tier == null ? null : kind + " tier " + tier;
  }

  /** The same, with a word for documents that have neither. */
  public static String orNone(String kind, @Nullable Long bucket, @Nullable String tier) {
    String grade = of(kind, bucket, tier);
    return grade == null ? NONE : grade;
  }
}

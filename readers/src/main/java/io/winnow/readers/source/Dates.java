package io.winnow.readers.source;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Dates as inputs write them. */
public final class Dates {
  private Dates() {}

  /**
   * An ISO date or time, one without a zone in UTC.
   *
   * @return milliseconds since 1970, or null if it is none
   */
  public static @Nullable Long parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String clean = text.strip();
    try {
      if (clean.length() == 10) {
        return LocalDate.parse(clean).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
      }
      boolean zoned = clean.endsWith("Z") || clean.lastIndexOf('+') > 10;
      return zoned || clean.lastIndexOf('-') > 10
          ? OffsetDateTime.parse(clean).toInstant().toEpochMilli()
          : LocalDateTime.parse(clean).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      // The second: of a year that milliseconds do not reach.
      return null;
    }
  }
}

package io.winnow.readers.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatesTest {
  /** What {@code date -u -d} of a shell gives, in milliseconds. */
  @ParameterizedTest
  @CsvSource({
    "1970-01-01, 0",
    "1969-12-31, -86400000",
    "2020-02-29, 1582934400000",
    "2020-02-29T12:30, 1582979400000",
    "2020-02-29T12:30:05, 1582979405000",
    "2020-02-29T12:30:05.25, 1582979405250",
    "2020-02-29T12:30Z, 1582979400000",
    "2020-02-29T12:30:05Z, 1582979405000",
    "2020-02-29T12:30:05.250999Z, 1582979405250",
    "2020-02-29T12:30:05+02:00, 1582972205000",
    "2020-02-29T12:30:05-05:30, 1582999205000"
  })
  void datesAndTimesOfIsoAreMillisecondsInUtc(String text, long milliseconds) {
    assertEquals(milliseconds, Dates.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "2020",
        "2020-02",
        "2020-2-9",
        "2019-02-29",
        "29.02.2020",
        "02/29/2020",
        "2020-W09-6",
        "2020-02-29T25:00",
        "2020-02-29T12:30:05 GMT",
        "Sat, 29 Feb 2020 12:30:05 GMT",
        "1582979405",
        "yesterday!"
      })
  void whatIsNoDayOfTheCalendarIsNoDate(String text) {
    assertNull(Dates.parse(text));
  }

  @Test
  void noTextIsNoDateAndBlanksAroundOneDoNotCount() {
    assertNull(Dates.parse(null));
    assertEquals(1582934400000L, Dates.parse(" 2020-02-29\n"));
  }

  @Test
  void everyDayOfFourCenturiesIsRead() {
    ZonedDateTime day = ZonedDateTime.of(1800, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    long milliseconds = day.toInstant().toEpochMilli();
    for (int i = 0; i < 146_097; i++) {
      assertEquals(milliseconds + i * 86_400_000L, Dates.parse(day.toLocalDate().toString()));
      day = day.plusDays(1);
    }
    assertEquals(2200, day.getYear());
  }
}

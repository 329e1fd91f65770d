package io.winnow.report.html;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers as a person reads them, the same in every country. */
public final class Numbers {
  private Numbers() {}

  private static final String[] POWERS = {"", " K", " M", " B", " T"};

  /** 1234567 is 1,234,567. */
  public static String grouped(long number) {
    return format("#,##0", number);
  }

  /** A number and what it counts. */
  public static String plural(long number, String one, String many) {
    return grouped(number) + " " + (number == 1 ? one : many);
  }

  /** Three digits and a letter: 1234567 is 1.23 M, with B = 10^9 and T = 10^12. */
  public static String compact(long number) {
    return short3(number, POWERS);
  }

  /** Bytes in the unit that suits: 1234567 is 1.23 MB. */
  public static String bytes(long bytes) {
    return short3(bytes, new String[] {" B", " kB", " MB", " GB", " TB"});
  }

  private static String short3(long number, String[] units) {
    BigDecimal value = BigDecimal.valueOf(number);
    int unit = 0;
    while (unit < units.length - 1
        && value.abs().round(new MathContext(3)).compareTo(BigDecimal.valueOf(1000)) >= 0) {
      value = value.movePointLeft(3);
      unit++;
    }
    if (unit == 0) {
      return number + units[0];
    }
    BigDecimal rounded = value.round(new MathContext(3));
    int decimals = Math.max(0, 3 - (rounded.precision() - rounded.scale()));
    return format("#,##0" + (decimals > 0 ? "." + "0".repeat(decimals) : ""), rounded)
        + units[unit];
  }

  /** Bytes as millions of them, with one decimal. */
  public static String megabytes(long bytes) {
    if (bytes != 0 && Math.abs(bytes) < 50_000) {
      return format("0.###", bytes / 1e6);
    }
    return format("#,##0.0", bytes / 1e6);
  }

  /** A part of a whole; a dash where there is no whole. */
  public static String percent(long part, long whole) {
    if (whole == 0) {
      return "–";
    }
    double share = 100.0 * part / whole;
    if (part != 0 && Math.abs(share) < 0.05) {
      return part > 0 ? "<0.1 %" : ">−0.1 %";
    }
    if (part < whole && share >= 99.95) {
      return ">99.9 %";
    }
    return minus(format("0.0", share)) + " %";
  }

  /** With its sign: +5, −5, 0 for no difference. */
  public static String signed(long difference) {
    return difference > 0 ? "+" + grouped(difference) : minus(grouped(difference));
  }

  private static String minus(String number) {
    return number.replace('-', '−');
  }

  /** Four significant digits, thousands grouped. */
  public static String decimal(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    if (Math.abs(value) >= 1000) {
      return minus(format("#,##0", value));
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(4));
    return minus(rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString());
  }

  /** A round number below an axis: 0.25, 500, 2,000, 50 K, 10 M. */
  public static String axis(double value) {
    double size = Math.abs(value);
    int unit = 0;
    while (size >= 10_000 && unit < POWERS.length - 1) {
      size /= 1000;
      unit++;
    }
    return decimal(value < 0 ? -size : size) + POWERS[unit];
  }

  /** Two significant digits, for what is approximate anyway. */
  public static String rough(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    return decimal(BigDecimal.valueOf(value).round(new MathContext(2)).doubleValue());
  }

  /** With so many decimals. */
  public static String fixed(double value, int decimals) {
    return Double.isFinite(value)
        ? minus(format("#,##0" + (decimals > 0 ? "." + "0".repeat(decimals) : ""), value))
        : "–";
  }

  /** A place in a drawing: at most two decimals. */
  public static String coordinate(double value) {
    return format("0.##", value);
  }

  /** A duration: 3.21 s, 4 min 05 s, 2 h 03 min. */
  public static String duration(double seconds) {
    if (seconds < 60) {
      return fixed(seconds, seconds < 10 ? 2 : 1) + " s";
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
  }

  private static String format(String pattern, Object number) {
    DecimalFormat format =
        new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setRoundingMode(RoundingMode.HALF_EVEN);
    return format.format(number);
  }
}

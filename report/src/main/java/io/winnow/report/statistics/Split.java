package io.winnow.report.statistics;

/** How much of something was kept, and how much dropped. */
public record Split(Amount kept, Amount dropped) {
  static final Split NONE = new Split(Amount.NONE, Amount.NONE);

  Split plus(Split other) {
    return new Split(kept.plus(other.kept), dropped.plus(other.dropped));
  }
}

package io.winnow.report.html;

/**
 * How much of a report a page shows, so that no input makes a page that a browser cannot open. What
 * is beyond is summed up in a last row or counted in a sentence; {@code report.json} has all of it.
 */
final class Bounds {
  private Bounds() {}

  /** Characters of names, conditions and titles. */
  static final int NAME = 160;

  /** Characters of URIs and of sentences about dead letters. */
  static final int URI = 300;

  static final int SOURCES = 40;
  static final int STEPS = 50;
  static final int SMALL_COUNTS = 8;
  static final int BREAKDOWNS = 40;
  static final int RULES = 100;
  static final int SIGNALS = 60;
  static final int LIMITS = 6;
  static final int METHODS = 8;
  static final int CELLS = 20;
  static final int THRESHOLDS = 20;
  static final int CLUSTERS = 10;
  static final int MEMBERS = 20;
  static final int LOSS_GROUPS = 20;
  static final int SURPRISES = 3;
  static final int MIXTURES = 12;
  static final int COMPONENTS = 40;
  static final int SHARES = 12;
  static final int EXAMPLE_GROUPS = 80;
  static final int EXAMPLES = 3;
  static final int MEASURES = 12;
  static final int DEAD_LETTER_CAUSES = 60;
  static final int DEAD_LETTER_EXAMPLES = 5;
  static final int STAGES = 60;
  static final int WARNINGS = 50;
}

package io.winnow.report.statistics;

import java.io.Serializable;

/**
 * A signal that has a histogram.
 *
 * @param name its column in the table {@code signals}
 * @param scale the buckets that suit it
 */
public record SignalScale(String name, Scale scale) implements Serializable {}

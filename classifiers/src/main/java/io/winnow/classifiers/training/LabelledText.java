package io.winnow.classifiers.training;

/**
 * A text that somebody has judged.
 *
 * @param text of it
 * @param positive the judgement
 * @param group texts of one group, such as parts of one work, are never on both sides of a split
 */
public record LabelledText(String text, boolean positive, String group) {}

package io.winnow.classifiers.training;

/**
 * One labelled text.
 *
 * @param vector of the text, as the embedding model gives it
 * @param characters of the text: code points
 * @param positive its label
 * @param group texts of one group are never on both sides of a split
 */
record Example(float[] vector, int characters, boolean positive, String group) {}

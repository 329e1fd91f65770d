package io.winnow.corpus.documents;

/** What sort of number a column holds: it decides the scale of pictures. */
public enum Measure {
  /** From 0 on, with no end: a count, a length or a mean of them. */
  COUNT,
  /** From 0 to 1: a share or a score. */
  RATIO
}

package io.winnow.corpus;

/** A constant that recipes and tables call by a word. */
public interface Worded {
  String word();
}

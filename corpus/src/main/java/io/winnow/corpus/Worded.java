package io.winnow.corpus;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;

/** A constant that recipes and tables call by a word. */
public interface Worded {
  String word();

  /**
   * The constant that a word names.
   *
   * @param what the words say, as in {@code kind}
   * @throws IllegalArgumentException naming the allowed words, if {@code word} is none of them
   */
  static <T extends Worded> T of(String what, T[] constants, String word) {
    for (T constant : constants) {
      if (constant.word().equals(word)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        what
            + " must be one of "
            + Arrays.stream(constants).map(Worded::word).collect(joining(", "))
            + ", but was "
            + word);
  }
}

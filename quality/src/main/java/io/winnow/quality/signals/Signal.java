package io.winnow.quality.signals;

import static io.winnow.corpus.documents.Measure.COUNT;
import static io.winnow.corpus.documents.Measure.RATIO;

import io.winnow.corpus.documents.Measure;
import java.util.Locale;

/**
 * The measures of a document. {@link SignalMeasures#SOURCES} says what words and lines are, and
 * which papers are meant by the numbers.
 */
enum Signal {
  CHARACTERS(COUNT, "code points"),
  WORDS(COUNT, "words [1]"),
  LINES(COUNT, "lines that are not blank"),
  PARAGRAPHS(COUNT, "paragraphs: what is between blank lines"),
  SENTENCES(COUNT, "ends of sentences [3]"),
  MEAN_WORD_LENGTH(COUNT, "code points per word [1]"),
  LONGEST_WORD(COUNT, "code points of the longest word [3]"),
  HASH_WORD_RATIO(RATIO, "signs # per word [1]"),
  ELLIPSIS_WORD_RATIO(RATIO, "ellipses per word [1]"),
  BULLET_LINE_RATIO(RATIO, "share of lines that begin with a bullet or hyphen [1]"),
  ELLIPSIS_LINE_RATIO(RATIO, "share of lines that end with an ellipsis [1]"),
  ALPHABETIC_WORD_RATIO(RATIO, "share of words with a letter [1]"),
  STOP_WORDS(COUNT, "how many of the, be, to, of, and, that, have, with occur [1]"),
  DUPLICATE_LINE_RATIO(RATIO, "share of lines that occurred before [1]"),
  DUPLICATE_PARAGRAPH_RATIO(RATIO, "share of paragraphs that occurred before [1]"),
  DUPLICATE_LINE_CHARACTER_RATIO(RATIO, "share of characters in such lines [1]"),
  DUPLICATE_PARAGRAPH_CHARACTER_RATIO(RATIO, "share of characters in such paragraphs [1]"),
  TOP_2_GRAM_CHARACTER_RATIO(RATIO, "share of characters in the most frequent 2-gram of words [1]"),
  TOP_3_GRAM_CHARACTER_RATIO(RATIO, "share of characters in the most frequent 3-gram of words [1]"),
  TOP_4_GRAM_CHARACTER_RATIO(RATIO, "share of characters in the most frequent 4-gram of words [1]"),
  DUPLICATE_5_GRAM_CHARACTER_RATIO(
      RATIO, "share of characters in 5-grams that occurred before [1]"),
  DUPLICATE_6_GRAM_CHARACTER_RATIO(
      RATIO, "share of characters in 6-grams that occurred before [1]"),
  DUPLICATE_7_GRAM_CHARACTER_RATIO(
      RATIO, "share of characters in 7-grams that occurred before [1]"),
  DUPLICATE_8_GRAM_CHARACTER_RATIO(
      RATIO, "share of characters in 8-grams that occurred before [1]"),
  DUPLICATE_9_GRAM_CHARACTER_RATIO(
      RATIO, "share of characters in 9-grams that occurred before [1]"),
  DUPLICATE_10_GRAM_CHARACTER_RATIO(
      RATIO, "share of characters in 10-grams that occurred before [1]"),
  PUNCTUATED_LINE_RATIO(RATIO, "share of lines that end with terminal punctuation [2]"),
  SHORT_LINE_RATIO(RATIO, "share of lines of at most 30 code points [2]"),
  REPEATED_LINE_CHARACTER_RATIO(
      RATIO, "share of characters, line ends left out, in lines that occurred before [2]"),
  NEWLINES_PER_WORD(COUNT, "line ends per word [2]"),
  CURLY_BRACKETS(COUNT, "signs { [3]"),
  LOREM_IPSUM(COUNT, "how often lorem ipsum occurs [3]"),
  LONGEST_LINE(COUNT, "code points of the longest line [4]"),
  MEAN_LINE_LENGTH(COUNT, "code points per line [4]"),
  ALPHANUMERIC_RATIO(RATIO, "share of letters and digits among code points [4]"),
  DIGIT_RATIO(RATIO, "share of digits among code points"),
  UPPERCASE_RATIO(RATIO, "share of capitals among letters");

  private final Measure measure;
  private final String description;

  Signal(Measure measure, String description) {
    this.measure = measure;
    this.description = description;
  }

  /** Name of its column. */
  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  Measure measure() {
    return measure;
  }

  /** What it is, in one phrase with its source. */
  String description() {
    return description;
  }
}

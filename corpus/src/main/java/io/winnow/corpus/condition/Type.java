package io.winnow.corpus.condition;

/** What a value of a condition is. */
enum Type {
  NUMBER("number", "a number", "a number"),
  TEXT("text", "a text", "a word or a quoted text"),
  TRUTH("truth", "true or false", "true or false"),
  /** Bytes and lists. */
  OPAQUE("opaque", "a list or bytes", "nothing; it can only be tested with is missing");

  /** One word, as in the signature of a function. */
  final String word;

  /** As after "is". */
  final String phrase;

  /** What it is compared with, as after "is compared with". */
  final String counterpart;

  Type(String word, String phrase, String counterpart) {
    this.word = word;
    this.phrase = phrase;
    this.counterpart = counterpart;
  }
}

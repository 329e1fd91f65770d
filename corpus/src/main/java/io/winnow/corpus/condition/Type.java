package io.winnow.corpus.condition;

/** What a value of a condition is. */
enum Type {
  NUMBER("number", "a number", "a number"),
  TEXT("text", "a text", "a word or a quoted text"),
  TRUTH("truth", "true or false", "true or false"),
  /** Bytes and lists. */
  OPAQUE("opaque", "a list or bytes", "nothing; it can only be tested with is missing");

  private final String word;
  private final String phrase;
  private final String counterpart;

  Type(String word, String phrase, String counterpart) {
    this.word = word;
    this.phrase = phrase;
    this.counterpart = counterpart;
  }

  /** One word, as in the signature of a function. */
  String word() {
    return word;
  }

  /** As after "is". */
  String phrase() {
    return phrase;
  }

  /** What it is compared with, as after "is compared with". */
  String counterpart() {
    return counterpart;
  }
}

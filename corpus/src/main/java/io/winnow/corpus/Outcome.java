package io.winnow.corpus;

/** What became of one record: a document, a record passed over for a reason, or a dead letter. */
public sealed interface Outcome permits Document, PassedOver, DeadLetter {
  /** Name of the source in the recipe. */
  String source();

  /** Where the record lay. */
  Origin origin();
}

package io.winnow.dedup.minhash;

import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.Schema;

/** The aligned table of signatures and sketches; nothing in a row whose text was not looked at. */
public final class SignatureTable {
  /** Name of the table. */
  public static final String NAME = "signatures";

  /** Of its rows. */
  public static final Schema SCHEMA =
      Schema.of(
          Column.bytes("signature", "MinHash signature, 64 bits a hash"),
          Column.bytes(
              "sketch",
              "the smallest hashes of the text's shingles, sorted, 32 bits each, at most 1,024"));

  private SignatureTable() {}
}

package io.winnow.dedup.repeats;

import io.winnow.corpus.Kind;
import io.winnow.corpus.stage.ShardInput;
import java.io.IOException;
import java.io.Serializable;

/** What of documents is counted, by 128-bit names of equal parts. */
interface Parts extends Serializable {
  /** A reader for the documents of a shard; for one thread. */
  Reader open(ShardInput from) throws IOException;

  /** Takes texts apart, one after another. */
  @FunctionalInterface
  interface Reader {
    void read(String text, Kind kind, Sink parts);
  }

  /** Takes the name of a part. */
  @FunctionalInterface
  interface Sink {
    void accept(long high, long low);
  }
}

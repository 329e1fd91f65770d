package io.winnow.corpus.shuffle;

import io.winnow.corpus.table.Schema;
import java.io.Serializable;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/**
 * One kind of rows among several that a step of an exchange gives.
 *
 * @param name different from those of the step's other lanes
 * @param schema of the rows
 */
public record Lane(String name, Schema schema) implements Serializable {
  TupleTag<KV<Integer, byte[]>> tag() {
    return new TupleTag<>(name);
  }

  /** Its blocks among those of all lanes. */
  public PCollection<KV<Integer, byte[]>> of(PCollectionTuple lanes) {
    return lanes.get(tag());
  }
}

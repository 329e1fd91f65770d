package io.winnow.mixtures.sequences;

import static io.winnow.corpus.Require.require;

import java.io.Serializable;

/**
 * What sequences a mixture is written as.
 *
 * @param length in tokens, from 2 to 2^20
 * @param packing how texts become sequences
 * @param tokenizer whose tokens they are
 */
public record SequenceForm(int length, Packing packing, String tokenizer) implements Serializable {
  public SequenceForm {
    require(
        length >= 2 && length <= 1 << 20,
        "a sequence has 2 to 1,048,576 tokens, but was to have %,d",
        length);
  }
}

package io.winnow.mixtures;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import io.winnow.mixtures.repository.FileOrder;
import io.winnow.mixtures.sequences.SequenceForm;
import java.io.Serializable;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A mixture to be written, and the order of its documents.
 *
 * @param name of the mixture and its folder
 * @param seed of the recipe
 * @param parts how many files, at least 1; see {@link #parts(long, long)}
 * @param edited whether there are edits, which are applied to the texts
 * @param sequence what sequences of tokens it is written as; null: as documents
 * @param orders of the files of a repository, by the names of the components that they enter
 *     together
 */
record Mixture(
    String name,
    long seed,
    int parts,
    boolean edited,
    @Nullable SequenceForm sequence,
    TreeMap<String, FileOrder> orders)
    implements Serializable {
  /** Of texts that enter as they are, and are written as documents. */
  Mixture(String name, long seed, int parts) {
    this(name, seed, parts, false, null, new TreeMap<>());
  }

  Mixture {
    require(!name.isEmpty(), "a mixture has a name");
    require(parts >= 1, "a mixture has at least 1 part, but was %s", parts);
  }

  /**
   * How many parts of about some size a mixture has.
   *
   * @param textBytes of all copies together
   * @param targetBytes of text in a part
   */
  static int parts(long textBytes, long targetBytes) {
    require(textBytes >= 0, "text has at least 0 bytes, but was %s", textBytes);
    require(targetBytes >= 1, "a part has at least 1 byte, but was %s", targetBytes);
    long parts = textBytes / targetBytes + (textBytes % targetBytes == 0 ? 0 : 1);
    return Math.toIntExact(Math.max(1, parts));
  }

  /** The first half of a copy's place in the order of the whole mixture, as an unsigned number. */
  long keyHigh(DocumentId id, String component, long copy) {
    return Chance.bits(id, "order/" + name + "/" + component + "/" + copy + "/high", seed);
  }

  /** The second half. */
  long keyLow(DocumentId id, String component, long copy) {
    return Chance.bits(id, "order/" + name + "/" + component + "/" + copy + "/low", seed);
  }

  /** The part that a key falls into: parts follow each other in the order of keys. */
  int partOf(long keyHigh) {
    return (int) ((keyHigh >>> 32) * parts >>> 32);
  }
}

package io.winnow.dedup.repeats;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Kind;
import java.io.Serializable;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which parts of documents are repeats.
 *
 * @param units that are looked at
 * @param minimumWords parts with fewer are left alone
 * @param minimumCharacters parts with fewer, white space aside, are left alone
 * @param minimumOccurrences a part must occur this often, at least 2
 * @param minimumDocuments in this many different documents, at least 1
 * @param passageWords words in a row that are a passage, at least 8
 * @param kinds of the documents that are looked at
 */
record RepeatParameters(
    Set<Unit> units,
    int minimumWords,
    int minimumCharacters,
    int minimumOccurrences,
    int minimumDocuments,
    int passageWords,
    Set<Kind> kinds)
    implements Serializable {
  RepeatParameters {
    units = Collections.unmodifiableSet(new TreeSet<>(units));
    kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    require(minimumWords >= 1, "minimumWords must be at least 1, but was %s", minimumWords);
    require(
        minimumOccurrences >= 2,
        "minimumOccurrences must be at least 2, but was %s",
        minimumOccurrences);
    require(
        minimumDocuments >= 1, "minimumDocuments must be at least 1, but was %s", minimumDocuments);
    require(passageWords >= 8, "passageWords must be at least 8, but was %s", passageWords);
  }

  /** Whether passages are looked for. */
  boolean passages() {
    return units.contains(Unit.PASSAGE);
  }

  /** Whether anything else is. */
  boolean others() {
    return units.size() > (passages() ? 1 : 0);
  }
}

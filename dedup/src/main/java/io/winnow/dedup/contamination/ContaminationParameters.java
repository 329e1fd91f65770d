package io.winnow.dedup.contamination;

import static io.winnow.corpus.Require.require;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How benchmarks are looked for.
 *
 * @param fields of an item whose words are looked for, each by itself
 * @param words in a row that must be the same; 13 in GPT-3 (arXiv 2005.14165, appendix C)
 * @param minimumWords a field with fewer is not looked for; one with fewer than {@code words} is
 *     looked for as a whole
 */
public record ContaminationParameters(List<String> fields, int words, int minimumWords)
    implements Serializable {
  public ContaminationParameters {
    require(!fields.isEmpty(), "there must be a field to look for");
    require(words >= 1, "words must be at least 1, but was %d", words);
    require(minimumWords >= 1, "minimum-words must be at least 1, but was %d", minimumWords);
    fields = List.copyOf(new ArrayList<>(fields));
  }

  /** GPT-3's 13 words, over the fields that benchmarks usually have. */
  public static ContaminationParameters standard() {
    return new ContaminationParameters(List.of("question", "text", "prompt", "problem"), 13, 8);
  }
}

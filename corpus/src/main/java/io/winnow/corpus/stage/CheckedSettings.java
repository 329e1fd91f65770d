package io.winnow.corpus.stage;

import java.util.function.BiConsumer;

/** Settings that know what the schema of recipes cannot say: how some of them go together. */
public interface CheckedSettings {
  /**
   * Says what is wrong.
   *
   * @param fault takes the path of a setting within the section, as in {@code report-thresholds} or
   *     {@code target.recall} (empty for the section as a whole), and a sentence
   */
  void check(BiConsumer<String, String> fault);
}

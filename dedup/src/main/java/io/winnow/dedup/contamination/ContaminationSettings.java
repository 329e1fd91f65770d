package io.winnow.dedup.contamination;

import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Setting;
import java.io.Serializable;
import java.util.List;

/** How benchmarks are looked for. */
@Section(name = "contamination", text = "How benchmarks are looked for.")
public record ContaminationSettings(
    @Setting(
            value = "JSONL files of benchmark items, or folders of them; relative to the recipe.",
            example = "[\"benchmarks\"]",
            fallback = "[]",
            path = true)
        List<String> benchmarks,
    @Setting(
            value = "Fields of an item whose words are looked for, each by itself.",
            fallback = "[\"question\", \"text\", \"prompt\", \"problem\"]",
            items = 1)
        List<String> fields,
    @Setting(
            value = "Words in a row that must be the same.",
            fallback = "13",
            minimum = 3,
            maximum = 100)
        int words,
    @Setting(
            value =
                "Items with fewer words are not looked for; those with fewer than a row, whole.",
            fallback = "8",
            minimum = 1,
            maximum = 100)
        int minimumWords,
    @Setting(
            value = "Share of an item's rows of words that a document must have to go.",
            fallback = "0",
            minimum = 0,
            maximum = 1)
        double share,
    @Setting(
            value = "Whether the whole document goes or the words in question are cut out.",
            fallback = "\"drop\"",
            allowed = {"drop", "cut"})
        String action)
    implements Serializable {

  /** Whether what is contaminated is cut out of documents, not dropped with them. */
  public boolean cuts() {
    return action.equals("cut");
  }

  ContaminationParameters parameters() {
    return new ContaminationParameters(fields, words, minimumWords);
  }
}

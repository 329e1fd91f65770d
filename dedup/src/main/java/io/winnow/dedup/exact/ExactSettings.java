package io.winnow.dedup.exact;

import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Setting;
import java.io.Serializable;
import java.util.List;

/** How exact copies are found. */
@Section(name = "exact", text = "How exact copies are found.")
public record ExactSettings(
    @Setting(
            value = "What makes two documents copies.",
            fallback = "[\"content\", \"url\"]",
            allowed = {"content", "url"})
        List<String> by)
    implements Serializable {

  /** The ways in which documents are to be alike, in the order in which the recipe names them. */
  public List<Likeness> ways() {
    return by.stream().map(Likeness::of).toList();
  }
}

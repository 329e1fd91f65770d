package io.winnow.dedup.forks;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Setting;
import java.io.Serializable;

/** Which repositories are forks; all files of a fork are dropped. */
@Section(name = "forks", text = "How forks of repositories are found.")
public record ForkSettings(
    @Setting(
            value =
                "Share of a repository's different files that another one, which is preferred,"
                    + " must have too: the one with more files, then the later, then the one"
                    + " with the smaller id.",
            fallback = "0.5",
            above = 0,
            maximum = 1)
        double similarity,
    @Setting(
            value = "Repositories with fewer different files are not compared.",
            fallback = "5",
            minimum = 1,
            maximum = 1000000000)
        int minimumFiles)
    implements Serializable {
  public ForkSettings {
    require(
        similarity > 0 && similarity <= 1,
        "similarity must be more than 0 and at most 1, but was %s",
        similarity);
    require(minimumFiles >= 1, "minimumFiles must be at least 1, but was %s", minimumFiles);
  }
}

package io.winnow.dedup.repeats;

import io.winnow.corpus.Kind;
import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Setting;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/** How parts of documents are found that occur elsewhere; all but one copy is cut out. */
@Section(name = "repeats", text = "How parts of documents are found that occur elsewhere.")
public record RepeatSettings(
    @Setting(
            value =
                "What is compared: lines, paragraphs between blank lines, three sentences that"
                    + " follow each other, passages of words wherever they begin.",
            fallback = "[\"paragraph\", \"three-sentences\"]",
            items = 1,
            allowed = {"line", "paragraph", "three-sentences", "passage"})
        List<String> units,
    @Setting(
            value = "A line, paragraph or three sentences with fewer words are left alone.",
            fallback = "10",
            minimum = 1,
            maximum = 100000)
        int minimumWords,
    @Setting(
            value = "So are those with fewer characters, white space aside.",
            fallback = "40",
            minimum = 0,
            maximum = 1000000)
        int minimumCharacters,
    @Setting(
            value = "What occurs less often, in all, is left alone.",
            fallback = "2",
            minimum = 2,
            maximum = 1000000000)
        int minimumOccurrences,
    @Setting(
            value =
                "What occurs in fewer documents is left alone; with 1, what one document repeats"
                    + " is cut too.",
            fallback = "2",
            minimum = 1,
            maximum = 1000000000)
        int minimumDocuments,
    @Setting(
            value = "Words in a row that are a passage.",
            fallback = "50",
            minimum = 8,
            maximum = 10000)
        int passageWords,
    @Setting(
            value =
                "Kinds that are compared. Of code only whole paragraphs are, which begin at the"
                    + " left and close their brackets.",
            fallback = "[\"web\", \"book\", \"paper\", \"social\"]",
            items = 1,
            allowed = {"web", "book", "paper", "code", "social"})
        List<String> kinds)
    implements Serializable {

  /** The same in the words of those who look. */
  RepeatParameters parameters() {
    return new RepeatParameters(
        units.stream().map(Unit::of).collect(Collectors.toSet()),
        minimumWords,
        minimumCharacters,
        minimumOccurrences,
        minimumDocuments,
        passageWords,
        kinds.stream().map(Kind::of).collect(Collectors.toSet()));
  }
}

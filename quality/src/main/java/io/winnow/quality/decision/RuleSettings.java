package io.winnow.quality.decision;

import io.winnow.corpus.Kind;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Setting;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One rule of a recipe. */
@Section(
    name = "rules",
    text = "What is dropped; the first rule that matches names the reason.",
    list = true)
public record RuleSettings(
    @Setting(
            value = "The reason that the ledger names.",
            example = "\"too-short\"",
            pattern = "[a-z0-9][a-z0-9-]*")
        String name,
    @Setting(
            value = "A condition; documents for which it holds are dropped.",
            example = "\"words < 50 or words > 100000\"")
        String drop,
    @Setting(
            value = "Kinds it is for; all when empty.",
            fallback = "[]",
            allowed = {"web", "book", "paper", "code", "social"})
        List<String> kinds,
    @Setting(value = "Sources it is for; all when empty.", example = "[\"crawl\"]", fallback = "[]")
        List<String> sources,
    @Setting(value = "Whether it spares the expensive stages too.", fallback = "false")
        boolean prefilter,
    @Setting(
            value = "Why there is such a rule.",
            example = "\"Gopher's bounds\"",
            fallback = "\"\"")
        String description)
    implements Serializable {

  /** The rule that they describe. */
  public Rule rule() {
    return new Rule(
        name,
        Condition.parse(drop),
        kinds.stream().map(Kind::of).collect(Collectors.toSet()),
        Set.copyOf(sources),
        prefilter);
  }
}

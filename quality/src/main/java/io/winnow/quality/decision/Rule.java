package io.winnow.quality.decision;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Kind;
import io.winnow.corpus.condition.Condition;
import java.io.Serializable;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Drops the documents for which a condition holds.
 *
 * @param name the reason that is given, such as {@code too-few-words}
 * @param drop holds for what is dropped
 * @param kinds it applies to; none means all
 * @param sources it applies to, by name; none means all
 * @param prefilter whether it also spares the expensive stages what it drops
 */
public record Rule(
    String name, Condition drop, Set<Kind> kinds, Set<String> sources, boolean prefilter)
    implements Serializable {
  public Rule {
    require(!name.isEmpty(), "a rule has a name: it is the reason that the ledger gives");
    kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    sources = Collections.unmodifiableSet(new TreeSet<>(sources));
  }

  /** A rule for every kind and source that spares later stages nothing. */
  public static Rule of(String name, String drop) {
    return new Rule(name, Condition.parse(drop), Set.of(), Set.of(), false);
  }

  /** The same for some kinds only. */
  public Rule withKinds(Set<Kind> newKinds) {
    return new Rule(name, drop, newKinds, sources, prefilter);
  }

  /** The same for some sources only. */
  public Rule withSources(Set<String> newSources) {
    return new Rule(name, drop, kinds, newSources, prefilter);
  }

  /** The same, before the expensive stages too or not. */
  public Rule withPrefilter(boolean newPrefilter) {
    return new Rule(name, drop, kinds, sources, newPrefilter);
  }
}

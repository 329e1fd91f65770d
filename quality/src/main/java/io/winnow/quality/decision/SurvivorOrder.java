package io.winnow.quality.decision;

import java.util.Comparator;
import java.util.List;

/** Puts the one that a group keeps first. Total: what the keys leave equal is ordered by id. */
final class SurvivorOrder implements Comparator<Candidate> {
  private final Comparator<Candidate> order;

  SurvivorOrder(List<SurvivorKey> keys, List<String> sources) {
    Comparator<Candidate> all = (a, b) -> 0;
    for (SurvivorKey key : keys) {
      all = all.thenComparing(by(key, sources));
    }
    order = all.thenComparing(Candidate::id);
  }

  private static Comparator<Candidate> by(SurvivorKey key, List<String> sources) {
    return switch (key) {
      case LONGEST -> Comparator.comparingLong(Candidate::textBytes).reversed();
      case SHORTEST -> Comparator.comparingLong(Candidate::textBytes);
      case NEWEST ->
          Comparator.comparing(Candidate::date, Comparator.nullsLast(Comparator.reverseOrder()));
      case SOURCE -> Comparator.comparingInt(candidate -> rank(candidate.source(), sources));
      case ID -> Comparator.comparing(Candidate::id);
    };
  }

  /** A source that the recipe does not name comes last. */
  private static int rank(String source, List<String> sources) {
    int rank = sources.indexOf(source);
    return rank < 0 ? sources.size() : rank;
  }

  @Override
  public int compare(Candidate a, Candidate b) {
    return order.compare(a, b);
  }
}

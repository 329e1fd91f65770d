package io.winnow.dedup.forks;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/**
 * Counts which repositories meet at some files. Of a file that more than {@value #COMMON} of them
 * have, each meets the {@value #PREFERRED} preferred ones only.
 */
final class RepositoryMeetings {
  /** A file of more repositories than this is common. */
  static final int COMMON = 100;

  /** With how many preferred repositories one is compared at a common file. */
  static final int PREFERRED = 4;

  private static final int PAIRS_AT_ONCE = 250_000;

  private final ObjLongConsumer<RepositoryPair> out;
  private final Map<RepositoryPair, Long> shared = new HashMap<>();

  /**
   * A repository that has a file.
   *
   * @param digest half of that of the file's text
   */
  record Holder(long digest, Repository repository) {}

  /**
   * @param out takes a pair and how many files it shares; the same pair several times
   */
  RepositoryMeetings(ObjLongConsumer<RepositoryPair> out) {
    this.out = out;
  }

  /** Counts the pairs of all holders, each of which is there once; sorts them. */
  void count(List<Holder> holders) {
    holders.sort(Comparator.comparingLong(Holder::digest).thenComparing(Holder::repository));
    int from = 0;
    while (from < holders.size()) {
      int to = from + 1;
      while (to < holders.size() && holders.get(to).digest == holders.get(from).digest) {
        to++;
      }
      meet(holders.subList(from, to));
      from = to;
    }
    send();
  }

  private void meet(List<Holder> ofOneFile) {
    int with = ofOneFile.size() > COMMON ? PREFERRED : COMMON;
    for (int i = 1; i < ofOneFile.size(); i++) {
      for (int j = 0; j < Math.min(i, with); j++) {
        shared.merge(
            new RepositoryPair(ofOneFile.get(i).repository, ofOneFile.get(j).repository),
            1L,
            Long::sum);
      }
      if (shared.size() >= PAIRS_AT_ONCE) {
        send();
      }
    }
  }

  private void send() {
    shared.forEach(out::accept);
    shared.clear();
  }
}

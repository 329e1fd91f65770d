package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.Likeness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One round over some groups: the survivor of each lives on, the others that lived are dropped. Who
 * was dropped before takes no part, but stays a member of its group.
 */
record Round(Likeness likeness) {
  /** Hears of every member of every group once. */
  @FunctionalInterface
  interface Members {
    /**
     * @param member as it leaves the round
     * @param cluster its group
     * @param survivor the one that the group keeps, if one lives
     * @param size members of the group
     */
    void accept(Candidate member, DocumentId cluster, @Nullable Candidate survivor, long size);
  }

  /**
   * Holds the round.
   *
   * @param candidates all members of some groups, in any order; sorted here
   */
  void hold(List<Candidate> candidates, Members members) {
    candidates.sort(
        Comparator.comparing((Candidate candidate) -> group(candidate))
            .thenComparing(Candidate::order, Arrays::compareUnsigned));
    int start = 0;
    for (int end = 1; end <= candidates.size(); end++) {
      if (end == candidates.size()
          || !group(candidates.get(end)).equals(group(candidates.get(start)))) {
        holdGroup(new ArrayList<>(candidates.subList(start, end)), members);
        start = end;
      }
    }
  }

  private void holdGroup(List<Candidate> group, Members members) {
    DocumentId cluster = group(group.get(0));
    int first = 0;
    while (first < group.size() && !group.get(first).lives()) {
      first++;
    }
    Candidate survivor = first < group.size() ? group.get(first) : null;
    for (int i = 0; i < group.size(); i++) {
      Candidate member = group.get(i);
      Candidate after =
          member.lives() && i != first
              ? member.dropped(likeness.stage(), likeness.reason())
              : member;
      members.accept(after, cluster, survivor, group.size());
    }
  }

  private DocumentId group(Candidate candidate) {
    return Objects.requireNonNull(candidate.group(likeness));
  }
}

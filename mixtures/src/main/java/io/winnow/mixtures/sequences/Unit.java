package io.winnow.mixtures.sequences;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tokens that belong together, with the documents that they come from: one copy of a document, or
 * files of a repository. The last token ends the text.
 */
public final class Unit {
  private int[] ids = new int[256];
  private int size;
  private final List<Member> members = new ArrayList<>(1);

  /**
   * A document in a unit.
   *
   * @param document id
   * @param component that it comes from
   * @param copy number, from 0
   * @param start of its first token in the unit
   */
  record Member(String document, String component, long copy, int start) {}

  /** Begins a document: tokens that follow are of it. */
  public Unit begin(String document, String component, long copy) {
    members.add(new Member(document, component, copy, size));
    return this;
  }

  /** Adds tokens. */
  public Unit add(int... tokens) {
    if (size + tokens.length > ids.length) {
      ids = Arrays.copyOf(ids, Math.max(size + tokens.length, ids.length * 2));
    }
    System.arraycopy(tokens, 0, ids, size, tokens.length);
    size += tokens.length;
    return this;
  }

  /** Adds all of another unit. */
  public Unit append(Unit other) {
    for (Member member : other.members) {
      members.add(
          new Member(member.document(), member.component(), member.copy(), size + member.start()));
    }
    return add(Arrays.copyOf(other.ids, other.size));
  }

  /** Tokens so far. */
  public int size() {
    return size;
  }

  void copy(int from, int[] to, int at, int length) {
    System.arraycopy(ids, from, to, at, length);
  }

  List<Member> members() {
    return members;
  }

  /** Where a member ends. */
  int end(int member) {
    return member + 1 < members.size() ? members.get(member + 1).start() : size;
  }
}

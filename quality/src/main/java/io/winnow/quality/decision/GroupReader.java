package io.winnow.quality.decision;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.Likeness;
import io.winnow.corpus.table.CorpusFolder;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks along the lists of members of all rounds. */
final class GroupReader implements AutoCloseable {
  private final Map<Likeness, MemberCursor> members = new EnumMap<>(Likeness.class);

  GroupReader(CorpusFolder folder, String shard, List<Likeness> rounds) throws IOException {
    try {
      for (Likeness round : rounds) {
        members.put(round, new MemberCursor(folder, round.members(), shard));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The group of a row in a round, if it has one; rows are asked for in ascending order. */
  @Nullable DocumentId group(Likeness round, long row) throws IOException {
    MemberCursor cursor = members.get(round);
    return cursor == null ? null : cursor.group(row);
  }

  /** Fails if a member was not met. */
  void requireEnd() throws IOException {
    for (MemberCursor cursor : members.values()) {
      cursor.requireEnd();
    }
  }

  @Override
  public void close() throws IOException {
    for (MemberCursor cursor : members.values()) {
      cursor.close();
    }
  }
}

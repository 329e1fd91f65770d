package io.winnow.quality.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Table;
import io.winnow.testing.StageRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberCursorTest {
  private static final Table MEMBERS =
      Table.list("members", Table.ROW, DecisionTables.CLUSTER, DecisionTables.SIZE);
  private static final DocumentId CLUSTER = new DocumentId(1, 2);

  @TempDir Path folder;

  @Test
  void rowsBetweenMembersHaveNoGroup() throws IOException {
    try (MemberCursor cursor = cursor(1, 3)) {
      assertNull(cursor.group(0));
      assertEquals(CLUSTER, cursor.group(1));
      assertNull(cursor.group(2));
      assertEquals(CLUSTER, cursor.group(3));
      cursor.requireEnd();
    }
  }

  @Test
  void aListThatIsNotSortedIsRefused() throws IOException {
    try (MemberCursor cursor = cursor(3, 1)) {
      for (int row = 0; row < 5; row++) {
        cursor.group(row);
      }
      assertEquals(
          "members of shard s names row 1, out of order or not there",
          assertThrows(IOException.class, cursor::requireEnd).getMessage());
    }
  }

  private MemberCursor cursor(long... rows) throws IOException {
    CorpusFolder corpus = new CorpusFolder(folder.toString());
    List<@Nullable Object[]> members = new ArrayList<>();
    for (long row : rows) {
      members.add(new Object[] {row, CLUSTER, 2L});
    }
    StageRun.write(corpus, "s", MEMBERS, members);
    return new MemberCursor(corpus, MEMBERS, "s");
  }
}

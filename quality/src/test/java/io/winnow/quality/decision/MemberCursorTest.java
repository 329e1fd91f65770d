package io.winnow.quality.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.TableWriter;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberCursorTest {
  private static final Schema MEMBERS =
      Schema.of(Column.number("row", ""), Column.id("cluster", ""), Column.number("size", ""));
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
    try (TableWriter writer = TableWriter.open(corpus.table("members", "s"), MEMBERS)) {
      for (long row : rows) {
        writer.write(row, CLUSTER, 2L);
      }
      writer.commit();
    }
    return new MemberCursor(corpus, "members", "s");
  }
}

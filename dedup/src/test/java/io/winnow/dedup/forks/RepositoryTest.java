package io.winnow.dedup.forks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.DocumentId;
import org.junit.jupiter.api.Test;

class RepositoryTest {
  @Test
  void theOneWithMoreFilesIsPreferredThenTheLaterThenTheSmallerId() {
    Repository few = new Repository(new DocumentId(1, 0), 3, 9);
    Repository early = new Repository(new DocumentId(2, 0), 4, 1);
    Repository late = new Repository(new DocumentId(3, 0), 4, 2);
    Repository same = new Repository(new DocumentId(4, 0), 4, 2);
    assertTrue(early.compareTo(few) < 0);
    assertTrue(late.compareTo(early) < 0);
    assertTrue(late.compareTo(same) < 0);
  }
}

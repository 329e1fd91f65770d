package io.winnow.pipelines.run;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  @TempDir Path folder;

  @Test
  void aSecondRunOnOneFolderIsRefused() throws IOException {
    try (RunLock lock = RunLock.take(folder.toString())) {
      Refused refused = assertThrows(Refused.class, () -> RunLock.take(folder.toString()));
      assertTrue(refused.getMessage().contains(folder.toString()));
    }
  }

  @Test
  void aFolderIsFreeAgainWhenItsRunHasEnded() throws IOException {
    RunLock.take(folder.toString()).close();
    RunLock.take(folder.toString()).close();
  }
}

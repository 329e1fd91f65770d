package io.winnow.readers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.ZstdInputStream;
import io.winnow.corpus.DeadLetter;
import io.winnow.corpus.Document;
import io.winnow.corpus.Kind;
import io.winnow.readers.containers.FileNames;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.SourceSettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WARCs of other projects' test suites, broken ones among them. */
class RealWarcsTest {
  @TempDir Path folder;

  @Test
  void everyRealWarcIsReadToItsEnd() throws IOException {
    String data = System.getenv("WINNOW_DATA");
    assumeTrue(
        data != null, "SKIPPED: set WINNOW_DATA to the folder of real data to read real WARCs");
    Path packed = Path.of(data, "web", "warc-samples.tar.zst");
    assumeTrue(Files.exists(packed), "SKIPPED: there is no " + packed);
    unpack(packed);
    SourceSettings source =
        new SourceSettings("s", Kind.WEB, List.of(folder.toString()), Map.of(), 32 << 20);
    long[] counts = new long[2];
    for (InputFile input : Reading.list(source)) {
      Reading.read(
          source,
          input,
          outcome -> {
            counts[0] += outcome instanceof Document ? 1 : 0;
            counts[1] += outcome instanceof DeadLetter ? 1 : 0;
            assertEquals("s", outcome.source());
          });
    }
    assertTrue(counts[0] > 100, counts[0] + " documents, " + counts[1] + " dead letters");
  }

  private void unpack(Path packed) throws IOException {
    try (ZstdInputStream zstd =
            new ZstdInputStream(new BufferedInputStream(Files.newInputStream(packed)));
        TarArchiveInputStream tar = new TarArchiveInputStream(zstd.setLongMax(27))) {
      int number = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          Files.copy(tar, folder.resolve(number++ + "-" + FileNames.last(entry.getName())));
        }
      }
    }
  }
}

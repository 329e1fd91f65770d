package io.winnow.runners;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MiniCluster for all jobs of a run.
 *
 * <p>Beam's {@code [local]} starts a new cluster for every job, about 3 s each. Here the first job
 * starts one and each job reaches it as if it were far away, through its REST port, with an empty
 * jar to stage: the job's classes are then those of this JVM, already loaded and compiled.
 */
final class EmbeddedFlink extends FlinkRunner {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedFlink.class);

  /** How long a stop may take before the JVM goes on without it. */
  private static final long CLOSE_SECONDS = 10;

  private final EmbeddedFlinkSettings settings;
  private @Nullable Cluster cluster;
  private boolean closed;

  EmbeddedFlink(EmbeddedFlinkSettings settings) {
    this.settings = settings;
  }

  @Override
  PipelineOptions options(String jobName, int jobParallelism) {
    Cluster running = cluster();
    return FlinkJobs.options(
        jobName, running.address, jobParallelism, List.of(running.placeholder.toString()));
  }

  private synchronized Cluster cluster() {
    Settings.require(!closed, "this runner was closed");
    if (cluster == null) {
      cluster = new Cluster(settings);
    }
    return cluster;
  }

  @Override
  public int parallelism() {
    return settings.slots();
  }

  @Override
  public String name() {
    return "flink";
  }

  @Override
  void requireParallelism(int jobParallelism) {
    Settings.require(
        jobParallelism >= 1 && jobParallelism <= settings.slots(),
        "parallelism must be 1 to %s, the slots of this cluster, but was %s",
        settings.slots(),
        jobParallelism);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (cluster != null) {
      cluster.close();
      cluster = null;
    }
  }

  /** The running cluster, its folder, and what ends both. */
  private static final class Cluster {
    final String address;
    final Path placeholder;
    private final TemporaryFolder folder;
    private final MiniCluster miniCluster;
    private final CleanUp cleanUp;

    Cluster(EmbeddedFlinkSettings settings) {
      folder = TemporaryFolder.create(settings.temporaryFolder());
      placeholder = FlinkJobs.placeholder(folder.path());
      Configuration configuration = configuration(settings, folder.path());
      miniCluster =
          new MiniCluster(
              new MiniClusterConfiguration.Builder()
                  .setConfiguration(configuration)
                  .setNumTaskManagers(1)
                  .setNumSlotsPerTaskManager(settings.slots())
                  .setRpcServiceSharing(RpcServiceSharing.SHARED)
                  .build());
      cleanUp = new CleanUp("winnow-flink-stop", this::stop);
      try {
        miniCluster.start();
        URI rest = miniCluster.getRestAddress().get();
        address = rest.getHost() + ":" + rest.getPort();
      } catch (InterruptedException e) {
        close();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while Flink was starting", e);
      } catch (Exception e) { // declared by start(): whatever it is, there is no cluster
        close();
        throw new IllegalStateException("Flink did not start inside this JVM", e);
      }
      LOG.info("Flink with {} slots at {}", settings.slots(), address);
    }

    private static Configuration configuration(EmbeddedFlinkSettings settings, Path folder) {
      Configuration configuration = new Configuration();
      configuration.set(RestOptions.ADDRESS, "localhost");
      configuration.set(RestOptions.BIND_ADDRESS, "localhost");
      configuration.set(RestOptions.BIND_PORT, "0");
      // Statics outlive a job here on purpose.
      configuration.set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
      configuration.set(
          TaskManagerOptions.MANAGED_MEMORY_SIZE,
          MemorySize.ofMebiBytes((long) settings.managedMebibytesPerSlot() * settings.slots()));
      MemorySize network = MemorySize.ofMebiBytes(settings.networkMebibytes());
      configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, network);
      configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, network);
      // 2 MiB for each output of a task instead of 16: a job with many tables at once has many.
      configuration.set(NettyShuffleEnvironmentOptions.NETWORK_SORT_SHUFFLE_MIN_BUFFERS, 64);
      // Beam's number of execution retries does nothing in batch; this is what counts.
      configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
      configuration.set(
          RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, settings.attempts());
      configuration.set(
          RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, settings.delay());
      // Everything that Flink writes lies in one folder, which goes with the cluster.
      for (String part : List.of("io", "blobs", "web")) {
        try {
          Files.createDirectories(folder.resolve(part));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      configuration.set(CoreOptions.TMP_DIRS, folder.resolve("io").toString());
      configuration.set(BlobServerOptions.STORAGE_DIRECTORY, folder.resolve("blobs").toString());
      configuration.set(WebOptions.TMP_DIR, folder.resolve("web").toString());
      configuration.set(WebOptions.SUBMIT_ENABLE, false);
      return configuration;
    }

    void close() {
      cleanUp.run();
    }

    private void stop() {
      try {
        miniCluster.closeAsync().get(CLOSE_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn("Flink inside this JVM did not stop cleanly", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      folder.delete();
    }
  }
}

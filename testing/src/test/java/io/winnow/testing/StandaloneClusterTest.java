package io.winnow.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.winnow.runners.ClusterUnavailableException;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Jobs on JVMs of their own; one cluster for the class. Its {@code lib} folder holds Beam, so jobs
 * may stage only the classes of this test and take a second; where a job stages Beam too, Flink
 * takes what was staged.
 */
@Tag("slow")
class StandaloneClusterTest {
  private static final int KEYS = 16;

  @TempDir static Path folder;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void startCluster() throws IOException {
    cluster = StandaloneCluster.start(folder.resolve("cluster"), 2, 2, jarsOfJob());
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
    assertEquals(List.of(), cluster.taskManagerProcesses());
  }

  private static List<Path> jarsOfJob() {
    return StandaloneCluster.jobClassPath().stream().filter(Files::isRegularFile).toList();
  }

  private static List<Path> classesOfJob() {
    return StandaloneCluster.jobClassPath().stream().filter(Files::isDirectory).toList();
  }

  @Test
  void twoSubmissionsGiveTheOutputOfDirectFromOtherProcesses(@TempDir Path outputs)
      throws IOException {
    Path direct = run(Runners.direct(2), outputs.resolve("direct"), outputs);
    try (Runner runner =
        Runners.flinkCluster(cluster.address(), 4, StandaloneCluster.jobClassPath())) {
      for (String name : List.of("first", "second")) {
        Path output = run(runner, outputs.resolve(name), outputs);
        assertEquals(FolderDigest.of(direct, this::isSum), FolderDigest.of(output, this::isSum));
        TreeSet<String> workers = processes(output);
        assertFalse(workers.contains(Long.toString(ProcessHandle.current().pid())));
        assertEquals(2, workers.size(), "both task managers worked");
      }
    }
  }

  @Test
  void aKilledTaskManagerIsReplacedAndTheOutputIsExact(@TempDir Path outputs)
      throws IOException, ExecutionException, InterruptedException {
    Path gate = outputs.resolve("gate");
    Path direct = run(Runners.direct(2), outputs.resolve("direct"), outputs);
    Files.createFile(gate);
    Path output = outputs.resolve("killed");
    ExecutorService background = Executors.newSingleThreadExecutor();
    try (Runner runner = Runners.flinkCluster(cluster.address(), 4, classesOfJob())) {
      Future<Path> job = background.submit(() -> run(runner, output, outputs));
      // The functions that write wait at the gate, so the job is in the middle for certain.
      cluster.await("a function to reach the gate", () -> processes(output).size() == 2);
      cluster.killTaskManager(Long.parseLong(processes(output).first()));
      cluster.startTaskManager();
      // The survivor's slots are taken by functions at the gate: only the replacement has room.
      cluster.await("the replacement to reach the gate", () -> processes(output).size() == 3);
      Files.delete(gate);
      assertEquals(output, job.get());
    } finally {
      Files.deleteIfExists(gate);
      background.shutdown();
    }
    assertEquals(FolderDigest.of(direct, this::isSum), FolderDigest.of(output, this::isSum));
    cluster.awaitTaskManagers(2);
  }

  @Test
  void closingTheRunnerCancelsItsJobs(@TempDir Path outputs) throws IOException {
    Path gate = Files.createFile(outputs.resolve("gate"));
    Path output = outputs.resolve("cancelled");
    ExecutorService background = Executors.newSingleThreadExecutor();
    try {
      Runner runner = Runners.flinkCluster(cluster.address(), 2, classesOfJob());
      Future<Path> job = background.submit(() -> run(runner, output, outputs));
      cluster.await("a function to reach the gate", () -> !processes(output).isEmpty());
      runner.close();
      assertThrows(ExecutionException.class, job::get);
      cluster.await(
          "the job to end",
          () -> !cluster.ask("/jobs/overview").matches(".*\"state\":\"(RUNNING|CANCELLING)\".*"));
    } finally {
      Files.delete(gate);
      background.shutdown();
    }
  }

  @Test
  void somethingElseThatAnswersIsNotTakenForFlink() throws IOException {
    com.sun.net.httpserver.HttpServer server =
        com.sun.net.httpserver.HttpServer.create(new java.net.InetSocketAddress("127.0.0.1", 0), 0);
    server.start();
    String address = "127.0.0.1:" + server.getAddress().getPort();
    try (Runner runner = Runners.flinkCluster(address, 1, List.of())) {
      ClusterUnavailableException thrown =
          assertThrows(ClusterUnavailableException.class, () -> runner.options("job"));
      assertEquals("what answers at " + address + " is not Flink", thrown.getMessage());
    } finally {
      server.stop(0);
    }
  }

  private boolean isSum(String name) {
    return name.startsWith("sum-");
  }

  /** Sums of the numbers below 10,000 by remainder, a file each; a file for each process. */
  private static Path run(Runner runner, Path output, Path outputs) throws IOException {
    Files.createDirectories(output);
    List<Integer> numbers = new ArrayList<>();
    for (int number = 0; number < 10_000; number++) {
      numbers.add(number);
    }
    Pipeline pipeline = Pipeline.create(runner.options("sums"));
    pipeline
        .apply("Numbers", Create.of(numbers))
        .apply("Key", ParDo.of(new Key()))
        .apply("Group", GroupByKey.create())
        .apply("Write", ParDo.of(new Write(output.toString(), outputs.resolve("gate").toString())));
    pipeline.run().waitUntilFinish();
    return output;
  }

  private static TreeSet<String> processes(Path output) {
    TreeSet<String> processes = new TreeSet<>();
    if (Files.exists(output)) {
      try (Stream<Path> files = Files.list(output)) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.startsWith("process-"))
            .forEach(name -> processes.add(name.substring("process-".length())));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return processes;
  }

  static final class Key extends DoFn<Integer, KV<Integer, Integer>> {
    @ProcessElement
    public void process(@Element Integer number, OutputReceiver<KV<Integer, Integer>> out) {
      out.output(KV.of(number % KEYS, number));
    }
  }

  /** Leaves its process id, waits while there is a gate, then writes the sum. */
  static final class Write extends DoFn<KV<Integer, Iterable<Integer>>, Void> {
    private final String folder;
    private final String gate;

    Write(String folder, String gate) {
      this.folder = folder;
      this.gate = gate;
    }

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<Integer>> group) throws IOException {
      Files.write(Path.of(folder, "process-" + ProcessHandle.current().pid()), new byte[] {});
      while (Files.exists(Path.of(gate))) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        if (Thread.currentThread().isInterrupted()) {
          throw new IllegalStateException("cancelled at the gate");
        }
      }
      long sum = 0;
      for (int number : group.getValue()) {
        sum += number;
      }
      Path temporary = Files.createTempFile(Path.of(folder), "part", ".tmp");
      Files.writeString(temporary, Long.toString(sum));
      Files.move(
          temporary,
          Path.of(folder, "sum-" + group.getKey()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }
}

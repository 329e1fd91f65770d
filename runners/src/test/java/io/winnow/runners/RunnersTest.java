package io.winnow.runners;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
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

class RunnersTest {
  @TempDir static Path folder;
  private static Runner flink;

  @BeforeAll
  static void describeFlink() {
    flink =
        Runners.embeddedFlink(
            EmbeddedFlinkSettings.standard(2, folder.resolve("shared"))
                .withRestarts(2, Duration.ZERO));
  }

  @AfterAll
  static void closeFlink() {
    flink.close();
  }

  @Test
  void everyRunnerGivesTheSameSums() {
    assertEquals(Jobs.expectedSums(), Jobs.sums(Runners.direct(2), "direct"));
    assertEquals(Jobs.expectedSums(), Jobs.sums(Runners.directWithChecks(1), "checked"));
    assertEquals(Jobs.expectedSums(), Jobs.sums(flink, "two slots"));
    assertEquals(Jobs.expectedSums(), Jobs.sums(flink.at(1), "one slot"));
  }

  @Test
  void allJobsOfOneRunnerUseOneCluster() {
    FlinkPipelineOptions first = flink.options("first").as(FlinkPipelineOptions.class);
    FlinkPipelineOptions second = flink.at(1).options("second").as(FlinkPipelineOptions.class);
    assertEquals(first.getFlinkMaster(), second.getFlinkMaster());
    assertEquals(2, first.getParallelism());
    assertEquals(1, second.getParallelism());
  }

  @Test
  void optionsAreChosenOnPurpose() {
    FlinkPipelineOptions options = flink.options("job").as(FlinkPipelineOptions.class);
    assertEquals("BATCH_FORCED", options.getExecutionModeForBatch());
    assertEquals("job", options.getJobName());
    assertTrue(options.getObjectReuse());
    assertEquals(1, options.getFilesToStage().size());
    DirectOptions direct = Runners.direct(3).options("job").as(DirectOptions.class);
    assertEquals(3, direct.getTargetParallelism());
    assertFalse(direct.isEnforceImmutability());
    assertFalse(direct.isEnforceEncodability());
    assertTrue(
        Runners.directWithChecks(3).options("job").as(DirectOptions.class).isEnforceImmutability());
  }

  @Test
  void aFunctionThatFailsTwiceIsTriedAThirdTime() {
    Jobs.failing(flink, "fails twice", 2);
    assertEquals(3, Jobs.ATTEMPTS.get("fails twice").get());
  }

  @Test
  void aFailedJobNamesItsOriginalCauseAndTheNextJobRuns() {
    for (Runner runner : List.of(flink, Runners.direct(1))) {
      Throwable thrown =
          assertThrows(
              RuntimeException.class, () -> Jobs.failing(runner, "fails", Integer.MAX_VALUE));
      Throwable cause = thrown;
      while (cause != null && !(cause instanceof Jobs.Deliberate)) {
        cause = cause.getCause();
      }
      assertNotNull(cause, () -> "no original cause in the chain on " + runner.name());
      assertEquals("on purpose", cause.getMessage());
    }
    assertEquals(Jobs.expectedSums(), Jobs.sums(flink, "after a failure"));
  }

  @Test
  void valuesOfOneMebibyteAndAFewLargerOnesPassAGroupByKey() {
    Pipeline pipeline = Pipeline.create(flink.options("large values"));
    Lengths.TOTAL.set(0);
    pipeline
        .apply("Seeds", Create.of(0, 1, 2, 3, 4, 5, 6, 7))
        .apply("Values", ParDo.of(new LargeValues()))
        .apply("Group", GroupByKey.create())
        .apply("Lengths", ParDo.of(new Lengths()));
    pipeline.run().waitUntilFinish();
    assertEquals(8L * 25 * (1 << 20) + (32L << 20), Lengths.TOTAL.get());
  }

  @Test
  void closingLeavesNothingBehind(@TempDir Path parent) throws IOException {
    Runner runner = Runners.embeddedFlink(EmbeddedFlinkSettings.standard(1, parent));
    runner.close();
    assertTrue(isEmpty(parent), "a runner that ran nothing starts nothing");

    Runner used = Runners.embeddedFlink(EmbeddedFlinkSettings.standard(1, parent));
    used.at(1).close();
    assertEquals(Jobs.expectedSums(), Jobs.sums(used, "short-lived"));
    assertFalse(isEmpty(parent));
    used.close();
    used.close();
    assertTrue(isEmpty(parent), "close() deletes all that Flink wrote");
    assertThrows(IllegalArgumentException.class, () -> used.options("too late"));
  }

  @Tag("slow")
  @Test
  void aJvmThatIsAskedToStopInTheMiddleOfAJobStopsAndLeavesNothing(@TempDir Path parent)
      throws IOException, InterruptedException {
    Process process = hangingJob(parent);
    try (BufferedReader output = process.inputReader()) {
      assertEquals(HangingJob.RUNNING, output.readLine());
      // SIGTERM, which a JVM treats as it treats Ctrl-C. The handle leaves the output open.
      process.toHandle().destroy();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the JVM hangs");
      assertEquals(null, output.readLine(), "nothing is printed by the way");
    } finally {
      process.destroyForcibly();
    }
    assertTrue(isEmpty(parent), "a stopped JVM leaves nothing");
  }

  @Tag("slow")
  @Test
  void whatAKilledJvmLeavesIsSweptByTheNextAndNotWhatIsInUse(@TempDir Path parent)
      throws IOException, InterruptedException {
    Process killed = hangingJob(parent);
    assertEquals(HangingJob.RUNNING, killed.inputReader().readLine());
    killed.destroyForcibly().waitFor();
    assertFalse(isEmpty(parent));
    Process living = hangingJob(parent);
    try {
      assertEquals(HangingJob.RUNNING, living.inputReader().readLine());
      TemporaryFolder mine = TemporaryFolder.create(parent);
      TemporaryFolder other = TemporaryFolder.create(parent);
      try (Stream<Path> folders = Files.list(parent).filter(Files::isDirectory)) {
        assertEquals(3, folders.count(), "that of the living JVM and two of this one");
      }
      mine.delete();
      other.delete();
    } finally {
      living.destroyForcibly().waitFor();
    }
    TemporaryFolder.create(parent).delete();
    assertTrue(isEmpty(parent));
  }

  private static Process hangingJob(Path parent) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            HangingJob.class.getName(),
            parent.toString())
        .redirectErrorStream(true)
        .start();
  }

  @Test
  void aClusterThatDoesNotAnswerIsNamed() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (Runner runner = Runners.flinkCluster("127.0.0.1:" + port, 2, List.of())) {
      ClusterUnavailableException thrown =
          assertThrows(ClusterUnavailableException.class, () -> runner.options("job"));
      assertEquals(
          "no Flink cluster answers at 127.0.0.1:" + port + ": nothing listens there",
          thrown.getMessage());
    }
  }

  @Test
  void aHostThatThereIsNotIsNamed() {
    try (Runner runner = Runners.flinkCluster("no-such-host.invalid:8081", 2, List.of())) {
      ClusterUnavailableException thrown =
          assertThrows(ClusterUnavailableException.class, () -> runner.options("job"));
      assertEquals(
          "no Flink cluster answers at no-such-host.invalid:8081: there is no host of that name",
          thrown.getMessage());
    }
  }

  @Test
  void wrongSettingsAreRefusedWithTheirValue() {
    assertMessage("parallelism must be at least 1, but was 0", () -> Runners.direct(0));
    assertMessage(
        "the address of a Flink cluster must be HOST:PORT, but was localhost",
        () -> Runners.flinkCluster("localhost", 1, List.of()));
    assertMessage(
        "the address of a Flink cluster must be HOST:PORT, but was localhost:70000",
        () -> Runners.flinkCluster("localhost:70000", 1, List.of()));
    assertMessage(
        "the jar to stage does not exist: nowhere.jar",
        () -> Runners.flinkCluster("localhost:8081", 1, List.of(Path.of("nowhere.jar"))));
    assertMessage(
        "parallelism must be 1 to 2, the slots of this cluster, but was 3", () -> flink.at(3));
    assertMessage(
        "slots must be at least 1, but was 0", () -> EmbeddedFlinkSettings.standard(0, folder));
  }

  private static void assertMessage(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }

  private static boolean isEmpty(Path parent) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.findAny().isEmpty();
    }
  }

  /** 25 values of 1 MiB for each seed, spread over three keys, and one of 32 MiB. */
  static final class LargeValues extends DoFn<Integer, KV<Integer, byte[]>> {
    @ProcessElement
    public void process(@Element Integer seed, OutputReceiver<KV<Integer, byte[]>> out) {
      for (int index = 0; index < 25; index++) {
        byte[] value = new byte[1 << 20];
        value[0] = (byte) seed.intValue();
        out.output(KV.of(index % 3, value));
      }
      if (seed == 0) {
        out.output(KV.of(0, new byte[32 << 20]));
      }
    }
  }

  static final class Lengths extends DoFn<KV<Integer, Iterable<byte[]>>, Void> {
    static final AtomicLong TOTAL = new AtomicLong();

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<byte[]>> group) {
      long total = 0;
      for (byte[] value : group.getValue()) {
        total += value.length;
      }
      TOTAL.addAndGet(total);
    }
  }
}

package io.winnow.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Flink session cluster on 127.0.0.1: a JobManager and task managers, each a JVM of its own.
 *
 * <p>No Flink distribution is needed. The class path is those jars of this JVM's class path that a
 * distribution has in its {@code lib} folder: Flink, what Flink needs, and the logging. Beam and
 * Winnow are not among them; a job must bring them, unless they are given as {@code lib}.
 */
public final class StandaloneCluster implements AutoCloseable {
  /** Names of jars that belong to Flink, up to the version. */
  private static final Pattern FLINK_JAR =
      Pattern.compile(
          "(flink-.*|async-profiler|commons-(cli|collections|compress|io|lang3|math3|text)"
              + "|chill-java|javassist|jsr305|kryo|log4j-(api|core|slf4j2-impl)|lz4-java|minlog"
              + "|objenesis|slf4j-api|snakeyaml-engine|snappy-java)-[0-9].*\\.jar");

  private static final Pattern REGISTERED = Pattern.compile("\"taskmanagers\":([0-9]+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path folder;
  private final int slots;
  private final int restPort;
  private final int rpcPort;
  private final String classPath;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Thread hook = new Thread(this::killAll, "standalone-cluster-kill");
  private final List<Process> taskManagers = new ArrayList<>();
  private final Process jobManager;

  private StandaloneCluster(Path folder, int slots, List<Path> lib) throws IOException {
    this.folder = folder;
    this.slots = slots;
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        ServerSocket second = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      restPort = first.getLocalPort();
      rpcPort = second.getLocalPort();
    }
    classPath = classPath(Files.createDirectories(folder.resolve("boot")), lib);
    Runtime.getRuntime().addShutdownHook(hook);
    jobManager =
        start(
            "jobmanager",
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
            List.of("-Xmx400m", "-XX:MaxMetaspaceSize=256m"),
            "");
  }

  /**
   * Starts a cluster and returns when all task managers have registered.
   *
   * @param folder empty; for configuration, logs and spilled data
   * @param taskManagers at least 1
   * @param slots per task manager, at least 1
   * @param lib jars and class folders that all jobs find in the cluster, may be empty
   */
  public static StandaloneCluster start(Path folder, int taskManagers, int slots, List<Path> lib)
      throws IOException {
    StandaloneCluster cluster = new StandaloneCluster(folder, slots, lib);
    try {
      for (int index = 0; index < taskManagers; index++) {
        cluster.startTaskManager();
      }
      cluster.awaitTaskManagers(taskManagers);
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  /**
   * The jars and folders of this JVM's class path that a cluster does not have: what jobs bring.
   */
  public static List<Path> jobClassPath() {
    return classPathOfThisJvm().stream().filter(path -> !isFlink(path)).toList();
  }

  /** {@code HOST:PORT}, as {@code --flink-master} takes it. */
  public String address() {
    return "127.0.0.1:" + restPort;
  }

  /** The process ids of the task managers that run, in the order of their start. */
  public synchronized List<Long> taskManagerProcesses() {
    return taskManagers.stream().filter(Process::isAlive).map(Process::pid).toList();
  }

  /** Starts one more task manager and does not wait until it has registered. */
  public synchronized void startTaskManager() throws IOException {
    String name = "taskmanager-" + taskManagers.size();
    taskManagers.add(
        start(
            name,
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
            List.of("-Xmx512m", "-XX:MaxDirectMemorySize=384m", "-XX:MaxMetaspaceSize=256m"),
            // Flink's start scripts would compute these; started directly, all must be given.
            "taskmanager.resource-id: "
                + name
                + "\ntaskmanager.numberOfTaskSlots: "
                + slots
                + "\ntaskmanager.cpu.cores: "
                + slots
                + "\ntaskmanager.memory.framework.heap.size: 64m"
                + "\ntaskmanager.memory.framework.off-heap.size: 128m"
                + "\ntaskmanager.memory.jvm-metaspace.size: 256m"
                + "\ntaskmanager.memory.jvm-overhead.min: 64m"
                + "\ntaskmanager.memory.jvm-overhead.max: 64m"
                + "\ntaskmanager.memory.task.heap.size: 384m"
                + "\ntaskmanager.memory.task.off-heap.size: 128m"
                + "\ntaskmanager.memory.network.min: 128m"
                + "\ntaskmanager.memory.network.max: 128m"
                + "\ntaskmanager.memory.managed.size: 256m"
                + "\ntaskmanager.network.sort-shuffle.min-buffers: 64"
                + "\n"));
  }

  /** Kills a task manager as {@code kill -9} does. */
  public synchronized void killTaskManager(long processId) {
    for (Process process : taskManagers) {
      if (process.pid() == processId) {
        kill(process);
        return;
      }
    }
    throw new IllegalArgumentException("no task manager has the process id " + processId);
  }

  /** Returns when the JobManager knows this many task managers. */
  public void awaitTaskManagers(int count) {
    await(
        count + " task managers to register",
        () -> {
          if (taskManagerProcesses().size() < count) {
            throw new IllegalStateException("a task manager has ended\n" + lastWords());
          }
          Matcher matcher = REGISTERED.matcher(ask("/overview"));
          return matcher.find() && Integer.parseInt(matcher.group(1)) == count;
        });
  }

  /** The answer of the cluster's REST interface; empty if there is none. */
  public String ask(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address() + path))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return ""; // Not listening yet.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking " + path, e);
    }
  }

  /**
   * Looks every 50 ms until a condition holds.
   *
   * @throws IllegalStateException after a minute, or if the JobManager has ended, with its last
   *     words
   */
  public void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (!jobManager.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("waited in vain for " + what + "\n" + lastWords());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  @Override
  public void close() {
    killAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is stopping; the hook finds nothing left to kill.
    }
  }

  private synchronized void killAll() {
    taskManagers.forEach(StandaloneCluster::kill);
    if (jobManager != null) {
      kill(jobManager);
    }
  }

  private static void kill(Process process) {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Process start(String name, String mainClass, List<String> flags, String settings)
      throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Path temporary = Files.createDirectories(home.resolve("tmp"));
    Files.writeString(
        home.resolve("config.yaml"),
        "jobmanager.rpc.address: 127.0.0.1"
            + "\njobmanager.rpc.port: "
            + rpcPort
            + "\njobmanager.bind-host: 127.0.0.1"
            + "\njobmanager.memory.process.size: 1024m"
            + "\ntaskmanager.host: 127.0.0.1"
            + "\ntaskmanager.bind-host: 127.0.0.1"
            + "\nrest.address: 127.0.0.1"
            + "\nrest.bind-address: 127.0.0.1"
            + "\nrest.port: "
            + restPort
            + "\nrest.bind-port: "
            + restPort
            + "\nio.tmp.dirs: "
            + temporary
            + "\nweb.tmpdir: "
            + temporary
            + "\nblob.storage.directory: "
            + temporary
            // Without checkpoints the default is no restart at all.
            + "\nrestart-strategy.type: fixed-delay"
            + "\nrestart-strategy.fixed-delay.attempts: 20"
            + "\nrestart-strategy.fixed-delay.delay: 200 ms"
            // A killed task manager is missed after two seconds, not after fifty.
            + "\nheartbeat.interval: 500"
            + "\nheartbeat.timeout: 2000"
            // A task manager that is up before the JobManager asks again soon, not after ten.
            + "\ncluster.registration.error-delay: 200"
            + "\ncluster.registration.refused-registration-delay: 200"
            + "\n"
            + settings);
    try (InputStream log = StandaloneCluster.class.getResourceAsStream("cluster-log4j2.xml")) {
      Files.copy(log, home.resolve("log4j2.xml"), StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-Dlog4j.configurationFile=" + home.resolve("log4j2.xml"));
    command.add("-cp");
    command.add(classPath);
    command.add(ClusterProcess.class.getName());
    command.add(mainClass);
    command.add("--configDir");
    command.add(home.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("log").toFile())
        .start();
  }

  /** {@link ClusterProcess} alone in a folder of its own, {@code lib}, and the jars of Flink. */
  private static String classPath(Path boot, List<Path> lib) throws IOException {
    String className = ClusterProcess.class.getName().replace('.', '/') + ".class";
    Path copy = boot.resolve(className);
    Files.createDirectories(copy.getParent());
    try (InputStream bytes = ClusterProcess.class.getClassLoader().getResourceAsStream(className)) {
      Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> entries = new ArrayList<>();
    entries.add(boot.toString());
    lib.forEach(path -> entries.add(path.toString()));
    classPathOfThisJvm().stream()
        .filter(StandaloneCluster::isFlink)
        .forEach(path -> entries.add(path.toString()));
    return String.join(File.pathSeparator, entries);
  }

  private static boolean isFlink(Path path) {
    return FLINK_JAR.matcher(path.getFileName().toString()).matches();
  }

  private static List<Path> classPathOfThisJvm() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .filter(Files::exists)
        .toList();
  }

  private String lastWords() {
    StringBuilder words = new StringBuilder();
    try (Stream<Path> homes = Files.list(folder)) {
      for (Path log : homes.map(home -> home.resolve("log")).filter(Files::exists).toList()) {
        List<String> lines = Files.readAllLines(log);
        words.append(log).append(":\n");
        lines
            .subList(Math.max(0, lines.size() - 20), lines.size())
            .forEach(line -> words.append("  ").append(line).append('\n'));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words.toString();
  }
}

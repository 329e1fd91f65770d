package io.winnow.runners;

import java.nio.file.Path;
import java.util.List;

/** The door: the places where a pipeline can run. */
public final class Runners {
  private Runners() {}

  /**
   * Beam's own runner inside this JVM: for small tests and sampled dry runs. It costs milliseconds
   * for every key of a grouping.
   *
   * @param parallelism threads, at least 1
   */
  public static Runner direct(int parallelism) {
    return new Direct(parallelism, false);
  }

  /** The same, checking that no function changes its input and that every value can be encoded. */
  public static Runner directWithChecks(int parallelism) {
    return new Direct(parallelism, true);
  }

  /** One Flink cluster inside this JVM, started by the first job and kept until closed. */
  public static Runner embeddedFlink(EmbeddedFlinkSettings settings) {
    return new EmbeddedFlink(settings);
  }

  /**
   * Makes sure that an address of a cluster is {@code HOST:PORT}, without calling it.
   *
   * @throws IllegalArgumentException in a sentence, if it is not
   */
  public static void requireAddress(String hostPort) {
    FlinkCluster.requireAddress(hostPort);
  }

  /**
   * A Flink cluster that somebody else runs.
   *
   * <p><b>What travels how often.</b> Jars given here are uploaded with every job, and every task
   * manager fetches them for every job, into a class loader of the job's own: nothing static is
   * kept between jobs, and all code is loaded and compiled anew. Flink has no way to stage once for
   * several jobs: its {@code pipeline.classpaths} is not heeded for jobs that Beam submits. With no
   * jars given, each job carries an empty jar of a few hundred bytes; Winnow's jar then lies in the
   * cluster's {@code lib} folder, loaded once per JVM and shared by all jobs. That is the fast way;
   * its price is that the cluster must be restarted for a new version of Winnow.
   *
   * <p>Measured on two cores, all processes on one machine, a trivial job after the first: 0.5 s
   * with the jar in {@code lib}, 4.8 s staging one jar of 97 MB (2 s of them upload), 8.4 s staging
   * the same code as 58 files. So stage one jar, not a class path.
   *
   * @param hostPort {@code HOST:PORT} of the cluster's REST address
   * @param parallelism slots that a job uses, at least 1
   * @param jarsToStage the code of the jobs, or empty if the cluster's {@code lib} folder holds it
   */
  public static Runner flinkCluster(String hostPort, int parallelism, List<Path> jarsToStage) {
    return new FlinkCluster(hostPort, parallelism, jarsToStage);
  }
}

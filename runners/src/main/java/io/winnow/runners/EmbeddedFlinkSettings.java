package io.winnow.runners;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the Flink cluster inside this JVM is set up.
 *
 * <p>Both memories lie outside the heap and are taken when a job needs them, not before. Flink
 * divides the managed memory of a slot evenly among all groupings of a job, whether they run at the
 * same time or not, and one value must fit the sort buffer of its grouping. With 256 MiB per slot
 * and a heap of 1 GiB, one grouping took values of 32 MiB, and 40 in one job took values of 1 MiB.
 * Values that can be larger should be cut into pieces.
 *
 * @param slots jobs of at most this parallelism can run, at least 1
 * @param temporaryFolder spilled data and Flink's own files go into a new folder in here, which
 *     {@link Runner#close} deletes; created if it does not exist
 * @param attempts how often a job's failed part is started again before the job fails, at least 0
 * @param delay how long Flink waits before it starts a failed part again
 * @param managedMebibytesPerSlot memory for sorting, MiB per slot, at least 32
 * @param networkMebibytes memory for data between tasks, MiB for all slots, at least 64
 */
public record EmbeddedFlinkSettings(
    int slots,
    Path temporaryFolder,
    int attempts,
    Duration delay,
    int managedMebibytesPerSlot,
    int networkMebibytes) {
  public EmbeddedFlinkSettings {
    Settings.require(slots >= 1, "slots must be at least 1, but was %s", slots);
    Settings.require(attempts >= 0, "attempts must be at least 0, but was %s", attempts);
    Settings.require(!delay.isNegative(), "delay must not be negative, but was %s", delay);
    Settings.require(
        managedMebibytesPerSlot >= 32,
        "managedMebibytesPerSlot must be at least 32, but was %s",
        managedMebibytesPerSlot);
    Settings.require(
        networkMebibytes >= 64,
        "networkMebibytes must be at least 64, but was %s",
        networkMebibytes);
  }

  /**
   * Three attempts a second apart, 256 MiB per slot for sorting, 64 MiB per slot for the network.
   */
  public static EmbeddedFlinkSettings standard(int slots, Path temporaryFolder) {
    return new EmbeddedFlinkSettings(
        slots, temporaryFolder, 3, Duration.ofSeconds(1), 256, 64 + 64 * Math.max(1, slots));
  }

  /** The same with other restarts. */
  public EmbeddedFlinkSettings withRestarts(int newAttempts, Duration newDelay) {
    return new EmbeddedFlinkSettings(
        slots, temporaryFolder, newAttempts, newDelay, managedMebibytesPerSlot, networkMebibytes);
  }
}

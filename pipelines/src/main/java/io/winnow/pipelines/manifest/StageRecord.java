package io.winnow.pipelines.engine;

/**
 * What a stage of this run took; for people, outside every digest.
 *
 * @param name of the stage
 * @param computed pieces of work done
 * @param cached pieces that were there
 * @param seconds wall time
 * @param cpuSeconds CPU time of this process, which on a cluster is not where the work was done
 * @param peakHeapBytes most of this process's heap that was in use at once, each of its pools by
 *     itself; on a cluster that is not where the work was done
 * @param documents in the pieces done
 * @param textBytes in the pieces done
 */
public record StageRecord(
    String name,
    int computed,
    int cached,
    double seconds,
    double cpuSeconds,
    long peakHeapBytes,
    long documents,
    long textBytes) {}

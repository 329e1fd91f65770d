package io.winnow.pipelines.engine;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.Pipeline;

/**
 * Does the work of stages: as jobs of a runner, or, where there is little of it and nothing moves
 * between workers, on threads of this process. A job costs Flink half a second of a processor
 * however small it is.
 */
public final class Jobs {
  /** Documents up to which work on single shards is done in this process, unless told otherwise. */
  public static final long IN_PROCESS_DOCUMENTS = 20_000;

  private final CorpusFolder folder;
  private final JobOptions options;
  private final Progress progress;
  private final InProcess inProcess;
  private final long inProcessDocuments;
  private final List<StageRecord> records = new ArrayList<>();

  /**
   * @param folder where receipts tell how far a job is
   * @param options where jobs run
   * @param threads of this process that may work
   * @param inProcessDocuments documents up to which work on single shards is done in this process
   */
  public Jobs(
      CorpusFolder folder,
      JobOptions options,
      Progress progress,
      int threads,
      long inProcessDocuments) {
    this.folder = folder;
    this.options = options;
    this.progress = progress;
    this.inProcess = new InProcess(threads);
    this.inProcessDocuments = inProcessDocuments;
  }

  /** What the work so far took, in order. */
  public List<StageRecord> records() {
    return List.copyOf(records);
  }

  /**
   * How a piece of work is told of.
   *
   * @param pieces to be done; none does nothing
   * @param cached pieces that are there
   * @param tables whose receipts tell how far it is
   */
  public record Title(String name, int pieces, int cached, List<String> tables) {}

  /** Adds what it has to do to a pipeline. */
  @FunctionalInterface
  public interface PipelineBuilder {
    void build(Pipeline pipeline);
  }

  /** Runs a job over some shards, whose sizes are noted. */
  public void pipeline(Title title, List<Shard> shards, PipelineBuilder builder)
      throws IOException {
    record(title, shards, () -> run(title, builder));
  }

  private void run(Title title, PipelineBuilder builder) {
    Pipeline pipeline = Pipeline.create(options.forJob(title.name()));
    builder.build(pipeline);
    pipeline.run().waitUntilFinish();
  }

  /** Works on single shards, the largest first. */
  void shards(Title title, ShardWork work, List<ShardTask> todo) throws IOException {
    List<Shard> shards = todo.stream().map(ShardTask::shard).toList();
    boolean small = shards.stream().mapToLong(Shard::rows).sum() <= inProcessDocuments;
    record(
        title,
        shards,
        () -> {
          if (small) {
            inProcess.run(
                todo.stream()
                    .sorted(
                        Comparator.comparingLong((ShardTask task) -> task.shard().textBytes())
                            .reversed())
                    .toList(),
                work::compute);
          } else {
            run(title, pipeline -> work.apply(pipeline, todo));
          }
        });
  }

  @FunctionalInterface
  private interface Action {
    void run() throws IOException;
  }

  private void record(Title title, List<Shard> shards, Action action) throws IOException {
    progress.begin(title.name(), title.pieces(), title.cached());
    long start = System.nanoTime();
    long cpu = processCpuNanos();
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    if (title.pieces() > 0) {
      try (ReceiptWatch watch =
          new ReceiptWatch(folder, title.tables(), title.pieces(), progress)) {
        action.run();
      }
    }
    progress.end();
    records.add(
        new StageRecord(
            title.name(),
            title.pieces(),
            title.cached(),
            (System.nanoTime() - start) * 1e-9,
            (processCpuNanos() - cpu) * 1e-9,
            heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum(),
            shards.stream().mapToLong(Shard::rows).sum(),
            shards.stream().mapToLong(Shard::textBytes).sum()));
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static long processCpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}

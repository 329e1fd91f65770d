package io.winnow.pipelines.stage;

import io.winnow.corpus.Digest;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
import io.winnow.pipelines.code.CodeDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Runs stages over a corpus folder, each piece once: what is there under the same key is not
 * computed again. Keys are digests of the code, its settings and the inputs' bytes, so an upstream
 * stage that is computed again with the same result leaves everything after it alone.
 */
public final class Stages {
  private static final String BASE_END = ".";

  private final CorpusFolder folder;
  private final JobOptions jobs;
  private final Progress progress;
  private final Map<String, Map<String, Receipt>> receipts = new HashMap<>();
  private final List<StageRecord> records = new ArrayList<>();

  public Stages(CorpusFolder folder, JobOptions jobs, Progress progress) {
    this.folder = folder;
    this.jobs = jobs;
    this.progress = progress;
  }

  /** What the stages so far took, in order. */
  public List<StageRecord> records() {
    return List.copyOf(records);
  }

  /** Receipts of the shards of a table whose files are there in full, by shard. */
  public Map<String, Receipt> receipts(String table) throws IOException {
    Map<String, Receipt> known = receipts.get(table);
    if (known == null) {
      known = read(table);
      receipts.put(table, known);
    }
    return known;
  }

  /** Computes tables shard by shard. */
  public void map(StageSpec spec, List<Shard> shards, ShardFunction function) throws IOException {
    List<String> tables = function.outputs().stream().map(Output::table).toList();
    String code = code(spec, MapShards.class) + CodeDigest.ofInstance(function);
    List<ShardTask> todo = new ArrayList<>();
    for (Shard shard : shards) {
      String base = key(spec, code, spec.reads(), List.of(shard));
      String key = base + BASE_END + key(spec, code, spec.mask(), List.of(shard));
      if (!there(tables, shard, present -> present.equals(key))) {
        boolean earlier =
            !spec.mask().isEmpty()
                && there(tables, shard, present -> present.startsWith(base + BASE_END));
        todo.add(new ShardTask(shard, key, earlier));
      }
    }
    run(
        spec.name(),
        todo.stream().map(ShardTask::shard).toList(),
        shards.size() - todo.size(),
        tables,
        pipeline -> pipeline.apply(spec.name(), new MapShards(folder, todo, function)));
  }

  /** Builds the transforms of a shuffle stage: packed rows by shard number, for each output. */
  @FunctionalInterface
  public interface Shuffle {
    Map<String, PCollection<KV<Integer, byte[]>>> apply(Pipeline pipeline);
  }

  /** Computes tables of all shards together. */
  public void shuffle(
      StageSpec spec, List<Shard> shards, List<ShuffleOutput> outputs, Shuffle shuffle)
      throws IOException {
    List<String> tables = outputs.stream().map(ShuffleOutput::table).toList();
    String key = key(spec, shards);
    boolean done = isThere(spec, shards, outputs);
    run(
        spec.name(),
        done ? List.of() : shards,
        done ? shards.size() : 0,
        tables,
        pipeline -> {
          Map<String, PCollection<KV<Integer, byte[]>>> blocks = shuffle.apply(pipeline);
          for (ShuffleOutput output : outputs) {
            PCollection<KV<Integer, byte[]>> packed = blocks.get(output.table());
            if (packed == null) {
              throw new IllegalStateException(spec.name() + " makes no " + output.table());
            }
            packed.apply("Write " + output.table(), new WriteTable(folder, shards, output, key));
          }
        });
  }

  /**
   * Runs a job over pieces that are no shards yet, or whose files follow rules of their own.
   *
   * @param pieces of work to be done; none runs no job
   * @param cached pieces that are there
   * @param watched folders of receipts that tell how far the job is
   * @param tables that it writes
   */
  public void job(
      String name,
      int pieces,
      int cached,
      List<String> watched,
      List<String> tables,
      PipelineBuilder builder)
      throws IOException {
    run(name, pieces, cached, 0, 0, watched, builder);
    tables.forEach(receipts::remove);
  }

  /** Adds what it has to do to a pipeline. */
  @FunctionalInterface
  public interface PipelineBuilder {
    void build(Pipeline pipeline);
  }

  /** Whether a shuffle stage has nothing to do. */
  public boolean isThere(StageSpec spec, List<Shard> shards, List<ShuffleOutput> outputs)
      throws IOException {
    String key = key(spec, shards);
    List<String> tables = outputs.stream().map(ShuffleOutput::table).toList();
    for (Shard shard : shards) {
      if (!there(tables, shard, key::equals)) {
        return false;
      }
    }
    return true;
  }

  /** Key of a shuffle stage over these shards; the order of the shards is part of it. */
  public String key(StageSpec spec, List<Shard> shards) throws IOException {
    return key(spec, code(spec, WriteTable.class), spec.reads(), shards);
  }

  /** Digest of what a stage can reach, what runs around its own code included. */
  private static String code(StageSpec spec, Class<?> around) {
    List<Class<?>> roots = new ArrayList<>(spec.code());
    roots.add(around);
    return CodeDigest.of(roots.toArray(Class<?>[]::new));
  }

  private String key(StageSpec spec, String code, List<String> tables, List<Shard> shards)
      throws IOException {
    Digest digest = new Digest().add(spec.name()).add(code).add(spec.settings());
    for (String table : tables) {
      Map<String, Receipt> files = receipts(table);
      digest.add(table);
      for (Shard shard : shards) {
        Receipt receipt = files.get(shard.name());
        if (receipt == null) {
          throw new IllegalStateException(
              spec.name() + " reads " + table + ", of which shard " + shard.name() + " is missing");
        }
        digest.add(shard.number()).add(receipt.file().digest());
      }
    }
    return digest.hex();
  }

  private boolean there(List<String> tables, Shard shard, Function<String, Boolean> key)
      throws IOException {
    for (String table : tables) {
      Receipt receipt = receipts(table).get(shard.name());
      if (receipt == null || !key.apply(receipt.key())) {
        return false;
      }
    }
    return true;
  }

  private void run(
      String name, List<Shard> todo, int cached, List<String> tables, PipelineBuilder builder)
      throws IOException {
    long documents = todo.stream().mapToLong(Shard::rows).sum();
    long textBytes = todo.stream().mapToLong(Shard::textBytes).sum();
    run(name, todo.size(), cached, documents, textBytes, tables, builder);
  }

  private void run(
      String name,
      int pieces,
      int cached,
      long documents,
      long textBytes,
      List<String> tables,
      PipelineBuilder builder)
      throws IOException {
    progress.begin(name, pieces, cached);
    long start = System.nanoTime();
    long cpu = processCpuNanos();
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    if (pieces > 0) {
      tables.forEach(receipts::remove);
      Pipeline pipeline = Pipeline.create(jobs.forJob(name));
      builder.build(pipeline);
      try (ReceiptWatch watch = new ReceiptWatch(folder, tables, pieces, progress)) {
        pipeline.run().waitUntilFinish();
      }
    }
    progress.end();
    records.add(
        new StageRecord(
            name,
            pieces,
            cached,
            (System.nanoTime() - start) * 1e-9,
            (processCpuNanos() - cpu) * 1e-9,
            heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum(),
            documents,
            textBytes));
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

  /** A file counts as there when it has a receipt and the length that the receipt says. */
  private Map<String, Receipt> read(String table) throws IOException {
    Map<String, Long> lengths = lengths(folder.folder(table).toString() + "*.parquet", ".parquet");
    SortedMap<String, Receipt> found = new TreeMap<>();
    lengths.entrySet().parallelStream()
        .forEach(
            file -> {
              try {
                Receipt receipt = Receipt.read(folder.receipt(table, file.getKey())).orElse(null);
                if (receipt != null && receipt.file().bytes() == file.getValue()) {
                  synchronized (found) {
                    found.put(file.getKey(), receipt);
                  }
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return found;
  }

  static Map<String, Long> lengths(String pattern, String suffix) throws IOException {
    Map<String, Long> lengths = new TreeMap<>();
    for (MatchResult.Metadata file :
        FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata()) {
      String name = file.resourceId().getFilename();
      if (name != null && name.endsWith(suffix)) {
        lengths.put(name.substring(0, name.length() - suffix.length()), file.sizeBytes());
      }
    }
    return lengths;
  }
}

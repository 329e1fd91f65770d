package io.winnow.dedup.minhash;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Tasks;
import io.winnow.runners.EmbeddedFlinkSettings;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.Pipeline;

/**
 * Pairs of (hash, row) through banding on embedded Flink; not a test. Run with {@code -Xmx2g};
 * arguments: folder for the tables, shards, rows per shard.
 */
final class BandingBenchmark {
  private BandingBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    CorpusFolder folder = new CorpusFolder(directory.toAbsolutePath().toString());
    MinHashParameters parameters = MinHashParameters.standard();
    List<Shard> shards =
        SyntheticSignatures.write(
            folder,
            parameters,
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            0.2,
            1,
            null);
    long rows = shards.stream().mapToLong(Shard::rows).sum();
    long pairs = rows * parameters.bands();
    System.gc();
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    try (Runner runner =
        Runners.embeddedFlink(EmbeddedFlinkSettings.standard(2, directory.toAbsolutePath()))) {
      for (int round = 0; round < 2; round++) {
        long start = System.nanoTime();
        Pipeline pipeline = Pipeline.create(runner.options("banding"));
        List<SignedShard> signed =
            shards.stream().map(shard -> new SignedShard(folder, shard, null)).toList();
        pipeline
            .apply("Shards", Tasks.of(SignedShard.class, signed, shard -> shard.shard().rows()))
            .apply("Pairs", new FindPairs(parameters, signed, shards.size()));
        pipeline.run().waitUntilFinish();
        double seconds = (System.nanoTime() - start) * 1e-9;
        long peak = heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        System.out.printf(
            "%,d pairs of %,d rows in %.1f s, %.2f million pairs/s, peak heap %,d MB%n",
            pairs, rows, seconds, pairs / seconds / 1e6, peak >> 20);
      }
    }
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }
}

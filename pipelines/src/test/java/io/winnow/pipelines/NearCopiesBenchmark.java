package io.winnow.pipelines;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.dedup.minhash.EarlierShards;
import io.winnow.dedup.minhash.FindComponents;
import io.winnow.dedup.minhash.FindPairs;
import io.winnow.dedup.minhash.FindSurvivors;
import io.winnow.dedup.minhash.MinHashSettings;
import io.winnow.dedup.minhash.SignTexts;
import io.winnow.pipelines.engine.Engine;
import io.winnow.pipelines.engine.Jobs;
import io.winnow.pipelines.engine.Progress;
import io.winnow.pipelines.engine.Receipts;
import io.winnow.pipelines.engine.StageRecord;
import io.winnow.pipelines.plan.StageWords;
import io.winnow.pipelines.recipe.RecipeFile;
import io.winnow.runners.EmbeddedFlinkSettings;
import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Made-up signatures from bands to survivors on embedded Flink, with time and peak heap of each
 * stage; not a test. Arguments: an empty folder, documents, and what they are like: {@code mixed}
 * (one in five copies an earlier one in nine of ten hashes), {@code equal} (all the same), {@code
 * template} (each shares three quarters with all others), {@code chain} (each like the one before
 * it) or {@code text} (no signatures, but texts of 600 made-up words, one in five of which copies
 * an earlier one but for four words); then, perhaps, how many documents one worker unites. Run with
 * {@code -Xmx1g}.
 */
final class NearCopiesBenchmark {
  private static final int ROWS_PER_SHARD = 50_000;
  private static final int BANDS = 18;
  private static final int SKETCH = 100;

  private NearCopiesBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[0])).toAbsolutePath();
    int documents = Integer.parseInt(arguments[1]);
    CorpusFolder folder = new CorpusFolder(directory.toString());
    boolean texts = arguments[2].equals("text");
    List<Shard> shards =
        texts ? writeTexts(folder, documents) : write(folder, documents, arguments[2]);
    Path recipe = directory.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        """
        name: scale
        sources: [{name: none, kind: web, paths: ["recipe.yaml"]}]
        minhash: {bands: %d, rows: %d}
        """
            .formatted(BANDS, texts ? 7 : 1));
    RecipeFile file = RecipeFile.load(recipe, List.of(), StageWords.vocabulary());
    try (Runner runner = Runners.embeddedFlink(EmbeddedFlinkSettings.standard(2, directory))) {
      Jobs jobs = new Jobs(folder, runner::options, Progress.none(), 2, 0);
      Engine engine = new Engine(folder, shards, new Receipts(folder), jobs);
      MinHashSettings settings = file.recipe().section(MinHashSettings.class);
      long oneWorker = arguments.length > 3 ? Long.parseLong(arguments[3]) : Long.MAX_VALUE;
      if (texts) {
        engine.run(new SignTexts(settings.parameters()));
      }
      engine.run(new FindPairs(settings.parameters(), EarlierShards.none()));
      engine.run(new FindComponents(Math.min(oneWorker, FindComponents.MAXIMUM_DOCUMENTS)));
      engine.run(new FindSurvivors(settings.threshold(), EarlierShards.none()));
      double seconds = 0;
      double cpu = 0;
      long peak = 0;
      for (StageRecord stage : jobs.records()) {
        System.out.printf(
            Locale.ROOT,
            "%s: %.1f s, %.1f s of processors, peak heap %,d MB%n",
            stage.name(),
            stage.seconds(),
            stage.cpuSeconds(),
            stage.peakHeapBytes() >> 20);
        seconds += stage.seconds();
        cpu += stage.cpuSeconds();
        peak = Math.max(peak, stage.peakHeapBytes());
      }
      System.out.printf(
          Locale.ROOT,
          "%s, %,d documents: %.1f s, %.2f microseconds of processors a document, peak heap %,d"
              + " MB%n",
          arguments[2],
          documents,
          seconds,
          cpu / documents * 1e6,
          peak >> 20);
      if (texts) {
        long bytes = shards.stream().mapToLong(Shard::textBytes).sum();
        System.out.printf(
            Locale.ROOT,
            "%,.0f MB of text, %.1f MB a second of processors%n",
            bytes / 1e6,
            bytes / 1e6 / cpu);
      }
    }
  }

  private static List<Shard> write(CorpusFolder folder, int documents, String like)
      throws IOException {
    SplittableRandom random = new SplittableRandom(45);
    long[][] recent = new long[1000][];
    int[][] sketches = new int[1000][];
    List<Shard> shards = new ArrayList<>();
    for (int start = 0; start < documents; start += ROWS_PER_SHARD) {
      int rows = Math.min(ROWS_PER_SHARD, documents - start);
      String name = String.format(Locale.ROOT, "scale-%04d", shards.size());
      try (ShardOutput out =
          new ShardOutput(
              folder,
              name,
              List.of(
                  DocumentTable.IDS,
                  SignTexts.SIGNATURES,
                  DecisionTables.DECIDED,
                  DecisionTables.CLUSTERS_EXACT))) {
        for (int i = start; i < start + rows; i++) {
          int from =
              switch (like) {
                case "mixed" -> random.nextInt(5) == 0 && i > 0 ? random.nextInt(i) % 1000 : -1;
                case "equal", "template" -> i == 0 ? -1 : 0;
                case "chain" -> i == 0 ? -1 : (i - 1) % 1000;
                default -> throw new IllegalArgumentException(like);
              };
          boolean known = from >= 0 && recent[from] != null;
          long[] signature = known ? recent[from].clone() : random.longs(BANDS).toArray();
          int[] sketch = known ? sketches[from].clone() : random.ints(SKETCH).sorted().toArray();
          if (known && !like.equals("equal")) {
            signature[random.nextInt(BANDS)] = random.nextLong();
            for (int j = like.equals("template") ? SKETCH / 4 : 2; j > 0; j--) {
              sketch[random.nextInt(SKETCH)] = random.nextInt();
            }
            Arrays.sort(sketch);
          }
          if (i == 0 || !like.equals("template")) {
            recent[i % 1000] = signature;
            sketches[i % 1000] = sketch;
          }
          out.write(DocumentTable.IDS, new DocumentId(random.nextLong(), i));
          out.write(SignTexts.SIGNATURES, bytes(signature), bytes(sketch));
          out.write(
              DecisionTables.DECIDED,
              true,
              null,
              null,
              ByteBuffer.allocate(8).putLong(random.nextLong()).array());
        }
        out.commit("made up");
      }
      shards.add(new Shard(shards.size(), name, rows, 1));
    }
    return shards;
  }

  /** Words from a made-up language, the frequent ones drawn as often as in a real one. */
  /** Only what signing reads. */
  private static final Table TEXTS = Table.aligned("documents", DocumentTable.TEXT);

  private static final Table MASK = Table.aligned("prefilter", DecisionTables.KEPT);

  private static List<Shard> writeTexts(CorpusFolder folder, int documents) throws IOException {
    SplittableRandom random = new SplittableRandom(45);
    String[] words = new String[50_000];
    for (int i = 0; i < words.length; i++) {
      words[i] =
          random
              .ints(2 + random.nextInt(9), 'a', 'z' + 1)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
    }
    int[][] recent = new int[1000][];
    List<Shard> shards = new ArrayList<>();
    for (int start = 0; start < documents; start += ROWS_PER_SHARD) {
      int rows = Math.min(ROWS_PER_SHARD, documents - start);
      String name = String.format(Locale.ROOT, "scale-%04d", shards.size());
      long bytes = 0;
      try (ShardOutput out =
          new ShardOutput(
              folder,
              name,
              List.of(
                  DocumentTable.IDS,
                  TEXTS,
                  MASK,
                  DecisionTables.DECIDED,
                  DecisionTables.CLUSTERS_EXACT))) {
        for (int i = start; i < start + rows; i++) {
          int[] copied = random.nextInt(5) == 0 ? recent[random.nextInt(1000)] : null;
          int[] text =
              copied != null ? copied.clone() : random.ints(600, 0, words.length).toArray();
          StringBuilder joined = new StringBuilder();
          for (int j = 0; j < text.length; j++) {
            if (copied == null) {
              text[j] = (int) Math.pow(words.length, random.nextDouble()) - 1;
            } else if (random.nextInt(150) == 0) {
              text[j] = random.nextInt(words.length);
            }
            joined.append(words[text[j]]).append(random.nextInt(12) == 0 ? ". " : " ");
          }
          recent[i % 1000] = text;
          bytes += joined.length();
          out.write(DocumentTable.IDS, new DocumentId(random.nextLong(), i));
          out.write(TEXTS, joined.toString());
          out.write(MASK, true);
          out.write(
              DecisionTables.DECIDED,
              true,
              null,
              null,
              ByteBuffer.allocate(8).putLong(random.nextLong()).array());
        }
        out.commit("made up");
      }
      shards.add(new Shard(shards.size(), name, rows, bytes));
    }
    return shards;
  }

  private static byte[] bytes(long[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length);
    bytes.asLongBuffer().put(values);
    return bytes.array();
  }

  private static byte[] bytes(int[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length);
    bytes.asIntBuffer().put(values);
    return bytes.array();
  }
}

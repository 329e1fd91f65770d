package io.winnow.pipelines.stage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableReader;
import io.winnow.pipelines.code.CodeDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagesTest {
  private static final Schema NUMBERS =
      Schema.of(Column.number("number", ""), Column.flag("keep", ""));
  private static final Schema SQUARES = Schema.of(Column.number("square", ""));
  private static final Schema ROWS =
      Schema.of(Column.number("row", ""), Column.number("number", ""));
  private static final List<Shard> SHARDS =
      List.of(new Shard(0, "a", 3, 30), new Shard(1, "b", 2, 20), new Shard(2, "c", 0, 0));

  @TempDir Path temporary;
  private CorpusFolder folder = new CorpusFolder("");
  private int jobs;

  @BeforeEach
  void writeNumbers() throws IOException {
    folder = new CorpusFolder(temporary.toString());
    write("numbers", "a", "1", 1, 2, 3);
    write("numbers", "b", "1", 4, 5);
    write("numbers", "c", "1");
  }

  @Test
  void aMapStageWritesEachShard() throws IOException {
    stages().map(squares("1"), SHARDS, new Square());
    assertEquals(List.of(1L, 4L, 9L), read("squares", "a", "square"));
    assertEquals(List.of(16L, 25L), read("squares", "b", "square"));
    assertEquals(List.of(), read("squares", "c", "square"));
  }

  @Test
  void aSecondRunComputesNothing() throws IOException {
    stages().map(squares("1"), SHARDS, new Square());
    Stages second = stages();
    second.map(squares("1"), SHARDS, new Square());
    assertEquals(1, jobs);
    assertEquals(3, second.records().get(0).cached());
  }

  @Test
  void aChangedSettingComputesEverythingAgain() throws IOException {
    stages().map(squares("1"), SHARDS, new Square());
    Stages second = stages();
    second.map(squares("2"), SHARDS, new Square());
    assertEquals(3, second.records().get(0).computed());
  }

  @Test
  void onlyTheShardWhoseInputChangedIsComputedAgain() throws IOException {
    stages().map(squares("1"), SHARDS, new Square());
    write("numbers", "b", "2", 6, 7);
    Stages second = stages();
    second.map(squares("1"), SHARDS, new Square());
    assertEquals(1, second.records().get(0).computed());
    assertEquals(List.of(36L, 49L), read("squares", "b", "square"));
  }

  @Test
  void anInputWrittenAgainWithTheSameBytesComputesNothing() throws IOException {
    stages().map(squares("1"), SHARDS, new Square());
    write("numbers", "b", "another key", 4, 5);
    stages().map(squares("1"), SHARDS, new Square());
    assertEquals(1, jobs);
  }

  @Test
  void aFileThatIsGoneOrCutOffIsComputedAgain() throws IOException {
    stages().map(squares("1"), SHARDS, new Square());
    Files.delete(temporary.resolve("squares/a.parquet"));
    byte[] bytes = Files.readAllBytes(temporary.resolve("squares/b.parquet"));
    Files.write(temporary.resolve("squares/b.parquet"), Arrays.copyOf(bytes, bytes.length - 1));
    Stages second = stages();
    second.map(squares("1"), SHARDS, new Square());
    assertEquals(2, second.records().get(0).computed());
    assertEquals(List.of(1L, 4L, 9L), read("squares", "a", "square"));
  }

  @Test
  void anotherMaskTellsTheFunctionThatEarlierRowsAreThere() throws IOException {
    StageSpec masked =
        new StageSpec("squares", List.of(), "1", List.of("numbers"), List.of("mask"));
    for (Shard shard : SHARDS) {
      write("mask", shard.name(), "1", 1);
    }
    stages().map(masked, SHARDS, new Earlier());
    assertEquals(List.of(0L), read("earlier", "a", "square"));
    write("mask", "a", "2", 2);
    Stages second = stages();
    second.map(masked, SHARDS, new Earlier());
    assertEquals(1, second.records().get(0).computed());
    assertEquals(List.of(1L), read("earlier", "a", "square"));
    write("numbers", "a", "2", 7);
    stages().map(masked, SHARDS, new Earlier());
    assertEquals(List.of(0L), read("earlier", "a", "square"));
  }

  @Test
  void aShuffleStageSortsRowsOfEveryShardAndWritesEmptyOnesToo() throws IOException {
    shuffle(
        stages(),
        false,
        List.of(
            KV.of(1, row(1, 5)), KV.of(0, row(2, 8)), KV.of(1, row(0, 9)), KV.of(1, row(0, 3))));
    assertEquals(List.of(8L), read("shuffled", "a", "number"));
    assertEquals(List.of(3L, 9L, 5L), read("shuffled", "b", "number"));
    assertEquals(List.of(), read("shuffled", "c", "number"));
  }

  @Test
  void aShuffleStageIsComputedOnce() throws IOException {
    shuffle(stages(), false, List.of());
    shuffle(stages(), false, List.of());
    assertEquals(1, jobs);
  }

  @Test
  void anAlignedTableThatLacksARowIsRefused() {
    RuntimeException error =
        assertThrows(
            RuntimeException.class,
            () -> shuffle(stages(), true, List.of(KV.of(0, row(0, 1)), KV.of(0, row(2, 1)))));
    assertTrue(error.getMessage().contains("shard"), error.getMessage());
  }

  @Test
  void anAlignedTableHasNoColumnForTheRow() throws IOException {
    shuffle(
        stages(),
        true,
        List.of(
            KV.of(0, row(2, 12)),
            KV.of(0, row(0, 10)),
            KV.of(0, row(1, 11)),
            KV.of(1, row(1, 21)),
            KV.of(1, row(0, 20))));
    assertEquals(List.of(10L, 11L, 12L), read("shuffled", "a", "number"));
    try (TableReader reader = TableReader.open(folder.table("shuffled", "b"))) {
      assertEquals(List.of("number"), reader.schema().names());
    }
  }

  @Test
  void theCodeOfARoomIsPartOfItsKey() {
    assertEquals(CodeDigest.of(Shard.class), CodeDigest.of(Schema.class));
    assertTrue(!CodeDigest.of(Shard.class).equals(CodeDigest.of(Stages.class)));
  }

  private void shuffle(Stages stages, boolean aligned, List<KV<Integer, byte[]>> blocks)
      throws IOException {
    stages.shuffle(
        new StageSpec("shuffled", List.of(), "", List.of("numbers")),
        SHARDS,
        List.of(new ShuffleOutput("shuffled", ROWS, aligned)),
        pipeline ->
            Map.of(
                "shuffled",
                pipeline
                    .apply("One shard", Tasks.shards(SHARDS.subList(0, 1)))
                    .apply("Blocks", ParDo.of(new Emit(blocks)))));
  }

  private static byte[] row(long row, long number) {
    List<byte[]> blocks = new ArrayList<>();
    PackedRows packed = new PackedRows(ROWS, (partition, block) -> blocks.add(block));
    packed.add(0, row, number);
    packed.flush();
    return blocks.get(0);
  }

  private static StageSpec squares(String settings) {
    return new StageSpec("squares", List.of(), settings, List.of("numbers"));
  }

  private Stages stages() {
    return new Stages(folder, this::options, Progress.none());
  }

  private PipelineOptions options(String name) {
    jobs++;
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(DirectRunner.class);
    options.setJobName(name);
    return options;
  }

  private void write(String table, String shard, String key, long... numbers) throws IOException {
    try (ShardOutput output = new ShardOutput(folder, shard, List.of(new Output(table, NUMBERS)))) {
      for (long number : numbers) {
        output.write(0, number, number % 2 == 0);
      }
      output.commit(key);
    }
  }

  private List<@Nullable Object> read(String table, String shard, String column)
      throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    try (TableReader reader = TableReader.open(folder.table(table, shard), List.of(column))) {
      for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
        values.add(row[0]);
      }
    }
    return values;
  }

  private static final class Square implements ShardFunction {
    @Override
    public List<Output> outputs() {
      return List.of(new Output("squares", SQUARES));
    }

    @Override
    public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
        throws IOException {
      try (TableReader reader =
          TableReader.open(folder.table("numbers", shard.name()), List.of("number"))) {
        for (@Nullable Object[] row = reader.next(); row != null; row = reader.next()) {
          Object number = row[0];
          if (number != null) {
            to.write(0, (Long) number * (Long) number);
          }
        }
      }
    }
  }

  private static final class Earlier implements ShardFunction {
    @Override
    public List<Output> outputs() {
      return List.of(new Output("earlier", SQUARES));
    }

    @Override
    public void compute(CorpusFolder folder, Shard shard, boolean earlier, ShardOutput to)
        throws IOException {
      to.write(0, earlier ? 1L : 0L);
    }
  }

  private static final class Emit extends DoFn<Shard, KV<Integer, byte[]>> {
    private final ArrayList<KV<Integer, byte[]>> blocks;

    Emit(List<KV<Integer, byte[]>> blocks) {
      this.blocks = new ArrayList<>(blocks);
    }

    @ProcessElement
    public void emit(OutputReceiver<KV<Integer, byte[]>> out) {
      blocks.forEach(out::output);
    }
  }
}

package io.winnow.pipelines.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.OtherFile;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.table.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
  private static final Column<Long> NUMBER = Column.number("number", "");
  private static final Column<Boolean> KEEP = Column.flag("keep", "");
  private static final Column<Long> SQUARE = Column.number("square", "");
  private static final Table NUMBERS = Table.list("numbers", NUMBER, KEEP);
  private static final Table MASK = Table.list("mask", NUMBER, KEEP);
  private static final Table OF_ALL = Table.inFirstShard("of_all", NUMBER, KEEP);
  private static final Table SQUARES = Table.list("squares", SQUARE);
  private static final Table EARLIER = Table.list("earlier", SQUARE);
  private static final Table LIST = Table.list("shuffled", Table.ROW, NUMBER);
  private static final Table ALIGNED = Table.aligned("shuffled", NUMBER);
  private static final List<Shard> SHARDS =
      List.of(new Shard(0, "a", 3, 30), new Shard(1, "b", 2, 20), new Shard(2, "c", 0, 0));

  @TempDir Path temporary;
  private CorpusFolder folder = new CorpusFolder("");
  private int submitted;

  @BeforeEach
  void writeNumbers() throws IOException {
    folder = new CorpusFolder(temporary.toString());
    write(NUMBERS, "a", "1", 1, 2, 3);
    write(NUMBERS, "b", "1", 4, 5);
    write(NUMBERS, "c", "1");
  }

  @Test
  void aMapStageWritesEachShard() throws IOException {
    run(squares("1"));
    assertEquals(List.of(1L, 4L, 9L), read(SQUARES, "a", SQUARE));
    assertEquals(List.of(16L, 25L), read(SQUARES, "b", SQUARE));
    assertEquals(List.of(), read(SQUARES, "c", SQUARE));
    assertEquals(1, submitted);
  }

  @Test
  void whatIsSmallIsDoneInThisProcessWithTheSameResult() throws IOException {
    run(squares("1"));
    byte[] asJob = Files.readAllBytes(temporary.resolve("squares/a.parquet"));
    byte[] receipt = Files.readAllBytes(temporary.resolve("receipts/squares/a.json"));
    Files.delete(temporary.resolve("squares/a.parquet"));
    run(squares("1"), SHARDS, 3);
    assertEquals(1, submitted);
    assertEquals(List.of(1L, 4L, 9L), read(SQUARES, "a", SQUARE));
    assertTrue(Arrays.equals(asJob, Files.readAllBytes(temporary.resolve("squares/a.parquet"))));
    assertTrue(
        Arrays.equals(receipt, Files.readAllBytes(temporary.resolve("receipts/squares/a.json"))));
  }

  @Test
  void aSecondRunComputesNothing() throws IOException {
    run(squares("1"));
    StageRecord second = run(squares("1"));
    assertEquals(1, submitted);
    assertEquals(3, second.cached());
  }

  @Test
  void aChangedSettingComputesEverythingAgain() throws IOException {
    run(squares("1"));
    assertEquals(3, run(squares("2")).computed());
  }

  @Test
  void onlyTheShardWhoseInputChangedIsComputedAgain() throws IOException {
    run(squares("1"));
    write(NUMBERS, "b", "2", 6, 7);
    assertEquals(1, run(squares("1")).computed());
    assertEquals(List.of(36L, 49L), read(SQUARES, "b", SQUARE));
  }

  @Test
  void aShardThatComesOrGoesLeavesTheOthersAlone() throws IOException {
    run(squares("1"));
    List<Shard> without = List.of(new Shard(0, "b", 2, 20), new Shard(1, "c", 0, 0));
    assertEquals(0, run(squares("1"), without, 0).computed());
    assertEquals(0, run(squares("1")).computed());
  }

  @Test
  void whatIsSaidOfTheWholeCorpusIsPartOfEachShardsKey() throws IOException {
    for (Shard shard : SHARDS) {
      write(OF_ALL, shard.name(), "1", 1);
    }
    Stage stage = new Each("squares", "1", List.of(NUMBERS, OF_ALL), List.of(), SQUARES, SQUARING);
    run(stage);
    write(OF_ALL, "b", "2", 2);
    assertEquals(0, run(stage).computed());
    write(OF_ALL, "a", "2", 2);
    assertEquals(3, run(stage).computed());
  }

  @Test
  void anInputWrittenAgainWithTheSameBytesComputesNothing() throws IOException {
    run(squares("1"));
    write(NUMBERS, "b", "another key", 4, 5);
    run(squares("1"));
    assertEquals(1, submitted);
  }

  @Test
  void aFileThatIsGoneOrCutOffIsComputedAgain() throws IOException {
    run(squares("1"));
    Files.delete(temporary.resolve("squares/a.parquet"));
    byte[] bytes = Files.readAllBytes(temporary.resolve("squares/b.parquet"));
    Files.write(temporary.resolve("squares/b.parquet"), Arrays.copyOf(bytes, bytes.length - 1));
    assertEquals(2, run(squares("1")).computed());
    assertEquals(List.of(1L, 4L, 9L), read(SQUARES, "a", SQUARE));
  }

  @Test
  void anotherMaskTellsTheFunctionThatEarlierRowsAreThere() throws IOException {
    Stage masked = new Each("earlier", "1", List.of(NUMBERS), List.of(MASK), EARLIER, TELLING);
    for (Shard shard : SHARDS) {
      write(MASK, shard.name(), "1", 1);
    }
    run(masked);
    assertEquals(List.of(0L), read(EARLIER, "a", SQUARE));
    write(MASK, "a", "2", 2);
    assertEquals(1, run(masked).computed());
    assertEquals(List.of(1L), read(EARLIER, "a", SQUARE));
    write(NUMBERS, "a", "2", 7);
    run(masked);
    assertEquals(List.of(0L), read(EARLIER, "a", SQUARE));
  }

  @Test
  void aShuffleStageSortsRowsOfEveryShardAndWritesEmptyOnesToo() throws IOException {
    run(
        new Emitting(
            LIST,
            List.of(
                KV.of(1, row(1, 5)),
                KV.of(0, row(2, 8)),
                KV.of(1, row(0, 9)),
                KV.of(1, row(0, 3)))));
    assertEquals(List.of(8L), read(LIST, "a", NUMBER));
    assertEquals(List.of(3L, 9L, 5L), read(LIST, "b", NUMBER));
    assertEquals(List.of(), read(LIST, "c", NUMBER));
  }

  @Test
  void aShuffleStageIsComputedOnce() throws IOException {
    run(new Emitting(LIST, List.of()));
    run(new Emitting(LIST, List.of()));
    assertEquals(1, submitted);
  }

  @Test
  void aShuffleStageOfOtherSettingsIsComputedAgain() throws IOException {
    run(new Emitting(LIST, List.of(), "1"));
    run(new Emitting(LIST, List.of(KV.of(0, row(0, 3))), "2"));
    assertEquals(List.of(3L), read(LIST, "a", NUMBER));
  }

  @Test
  void whatIsToReplaceAResultIsMadeBesideIt() throws IOException {
    run(squares("1"));
    folder = folder.next();
    write(NUMBERS, "b", "2", 6, 7);
    assertEquals(1, run(squares("1")).computed());
    assertEquals(List.of(1L, 4L, 9L), read(SQUARES, "a", SQUARE));
    assertEquals(List.of(36L, 49L), read(SQUARES, "b", SQUARE));
    // As soon as what was there before is asked for, it is found again.
    Files.delete(temporary.resolve("next/numbers/b.parquet"));
    assertEquals(0, run(squares("1")).computed());
    assertEquals(List.of(16L, 25L), read(SQUARES, "b", SQUARE));
    assertFalse(Files.exists(temporary.resolve("next/squares/b.parquet")));
  }

  @Test
  void roundsRunUntilTheLastOneWritesTheResultAndAreNotRepeated() throws IOException {
    Rounds rounds = new Rounds();
    Engine engine = engine(SHARDS, 0);
    assertTrue(engine.run(rounds));
    assertEquals(2, submitted, "a round, and the last one");
    engine(SHARDS, 0).run(new Rounds());
    assertEquals(2, submitted);
  }

  @Test
  void anAlignedTableThatLacksARowIsRefused() {
    Stage stage = new Emitting(ALIGNED, List.of(KV.of(0, row(0, 1)), KV.of(0, row(2, 1))));
    RuntimeException error =
        assertThrows(RuntimeException.class, () -> run(stage, SHARDS.subList(0, 1), 0));
    assertTrue(error.getMessage().contains("shard"), error.getMessage());
  }

  @Test
  void anAlignedTableHasNoColumnForTheRow() throws IOException {
    run(
        new Emitting(
            ALIGNED,
            List.of(
                KV.of(0, row(2, 12)),
                KV.of(0, row(0, 10)),
                KV.of(0, row(1, 11)),
                KV.of(1, row(1, 21)),
                KV.of(1, row(0, 20)))));
    assertEquals(List.of(10L, 11L, 12L), read(ALIGNED, "a", NUMBER));
    try (TableReader reader = TableReader.open(ALIGNED.file(folder, "b"))) {
      assertEquals(List.of("number"), reader.schema().names());
    }
  }

  @Test
  void anotherFunctionComputesEverythingAgain() throws IOException {
    run(squares("1"));
    Stage other = new Each("squares", "1", List.of(NUMBERS), List.of(), SQUARES, (from, to) -> {});
    assertEquals(3, run(other).computed());
  }

  @Test
  void aShardWhoseOtherFileIsGoneOrCutOffIsComputedAgain() throws IOException {
    assertEquals(3, run(new Beside(1)).computed());
    assertEquals(3, run(new Beside(1)).cached());
    Files.delete(temporary.resolve("beside/a.bin"));
    Files.write(temporary.resolve("beside/b.bin"), new byte[1]);
    StageRecord again = run(new Beside(1));
    assertEquals(List.of(2, 1), List.of(again.computed(), again.cached()));
    assertEquals(3, Files.size(temporary.resolve("beside/a.bin")));
    assertEquals(2, Files.size(temporary.resolve("beside/b.bin")));
    // Nobody asks for files of a shard whose tables are not there.
    Files.delete(temporary.resolve("squares/c.parquet"));
    Files.delete(temporary.resolve("beside/c.bin"));
    assertEquals(1, run(new Beside(1)).computed());
  }

  @Test
  void otherFilesLieWhereTheTablesOfTheirShardLie() throws IOException {
    run(new Beside(1));
    folder = folder.next();
    assertEquals(3, run(new Beside(2)).computed());
    // They are as long as those that are asked for, and in their place.
    assertArrayEquals(new byte[] {2, 2, 2}, beside("next/beside/a.bin"));
    Files.delete(temporary.resolve("beside/b.bin"));
    assertEquals(1, run(new Beside(1)).computed());
    assertFalse(Files.exists(temporary.resolve("next/beside/a.bin")));
    assertArrayEquals(new byte[] {1, 1, 1}, beside("beside/a.bin"));
    assertArrayEquals(new byte[] {1, 1}, beside("next/beside/b.bin"));
    // One that is gone is not looked for below, where that of another attempt lies.
    assertEquals(3, run(new Beside(2)).computed());
    Files.delete(temporary.resolve("next/beside/a.bin"));
    assertEquals(1, run(new Beside(2)).computed());
    assertArrayEquals(new byte[] {2, 2, 2}, beside("next/beside/a.bin"));
  }

  @Test
  void whatAFailedAttemptWroteIsNotTakenForTheFileOfTheOneBefore() throws IOException {
    List<Shard> one = SHARDS.subList(0, 1);
    run(new Beside(1), one, 0);
    assertThrows(Exception.class, () -> run(new Beside(-2), one, 0));
    assertArrayEquals(new byte[] {-2, -2, -2}, beside("beside/a.bin"));
    assertEquals(1, run(new Beside(1), one, 0).computed());
    assertArrayEquals(new byte[] {1, 1, 1}, beside("beside/a.bin"));
  }

  @Test
  void noReceiptTellsOfTheBytesBeforeWhenTheNextAreThere() throws IOException {
    write(SQUARES, "a", "1");
    Path blocked = temporary.resolve("earlier/a.parquet/no file");
    Files.createDirectories(blocked);
    try (ShardOutput output = new ShardOutput(folder, "a", List.of(SQUARES, EARLIER))) {
      output.write(SQUARES, 1L);
      assertThrows(IOException.class, () -> output.commit("2"));
    }
    assertEquals(List.of(1L), read(SQUARES, "a", SQUARE));
    assertEquals(Optional.empty(), Receipt.read(folder.receipt(SQUARES.name(), "a")));
  }

  private byte[] beside(String path) throws IOException {
    return Files.readAllBytes(temporary.resolve(path));
  }

  private static byte[] row(long row, long number) {
    List<byte[]> blocks = new ArrayList<>();
    PackedRows packed = new PackedRows(LIST.schema(), (partition, block) -> blocks.add(block));
    packed.add(0, row, number);
    packed.flush();
    return blocks.get(0);
  }

  private static Stage squares(String settings) {
    return new Each("squares", settings, List.of(NUMBERS), List.of(), SQUARES, SQUARING);
  }

  private static final ShardFunction SQUARING =
      (from, to) -> {
        try (TableReader reader = from.list(NUMBERS, NUMBER)) {
          for (Row row = reader.row(); row != null; row = reader.row()) {
            to.write(SQUARES, row.get(NUMBER) * row.get(NUMBER));
          }
        }
      };

  private static final ShardFunction TELLING =
      (from, to) -> to.write(EARLIER, from.earlier() ? 1L : 0L);

  private StageRecord run(Stage stage) throws IOException {
    return run(stage, SHARDS, 0);
  }

  private StageRecord run(Stage stage, List<Shard> shards, long inProcess) throws IOException {
    Jobs jobs = jobs(inProcess);
    new Engine(folder, shards, new Receipts(folder), jobs).run(stage);
    return jobs.records().get(0);
  }

  private Engine engine(List<Shard> shards, long inProcess) {
    return new Engine(folder, shards, new Receipts(folder), jobs(inProcess));
  }

  private Jobs jobs(long inProcess) {
    return new Jobs(folder, this::options, Progress.none(), 2, inProcess);
  }

  private PipelineOptions options(String name) {
    submitted++;
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(DirectRunner.class);
    options.setJobName(name);
    return options;
  }

  private void write(Table table, String shard, String key, long... numbers) throws IOException {
    try (ShardOutput output = new ShardOutput(folder, shard, List.of(table))) {
      for (long number : numbers) {
        output.write(table, number, number % 2 == 0);
      }
      output.commit(key);
    }
  }

  private List<Long> read(Table table, String shard, Column<Long> column) throws IOException {
    List<Long> values = new ArrayList<>();
    try (TableReader reader = TableReader.open(folder, shard, table.columns(column))) {
      for (Row row = reader.row(); row != null; row = reader.row()) {
        values.add(row.get(column));
      }
    }
    return values;
  }

  private record Each(
      String name,
      String settings,
      List<Table> reads,
      List<Table> masks,
      Table written,
      ShardFunction function)
      implements Stage {
    @Override
    public List<Table> writes() {
      return List.of(written);
    }

    @Override
    public String settings(Inputs inputs) {
      return settings;
    }

    @Override
    public Work work(Inputs inputs) {
      return Work.perShard(function);
    }
  }

  /**
   * Beside its table, a file of as many bytes as a shard has rows.
   *
   * @param value of each byte; less than 0: its tables are not written any more
   */
  private record Beside(int value) implements Stage {
    @Override
    public String name() {
      return "beside";
    }

    @Override
    public String settings(Inputs inputs) {
      return "of " + value;
    }

    @Override
    public List<Table> reads() {
      return List.of(NUMBERS);
    }

    @Override
    public List<Table> writes() {
      return List.of(SQUARES);
    }

    @Override
    public Work work(Inputs inputs) {
      byte each = (byte) value;
      return Work.perShard(
          (from, to) -> {
            byte[] bytes = new byte[(int) from.shard().rows()];
            Arrays.fill(bytes, each);
            WholeFile.write(file(from.shard()).at(from.folder()), bytes);
            if (each < 0) {
              throw new IOException("no space left");
            }
          });
    }

    @Override
    public List<OtherFile> otherFiles(CorpusFolder folder, Shard shard) throws IOException {
      try (TableReader table = TableReader.open(folder.found(SQUARES.name(), shard.name()))) {
        assertEquals(0, table.rows());
      }
      return List.of(file(shard));
    }

    private static OtherFile file(Shard shard) {
      return new OtherFile("beside", shard.name() + ".bin", shard.rows());
    }
  }

  private record Emitting(Table table, List<KV<Integer, byte[]>> blocks, String settings)
      implements Stage {
    Emitting(Table table, List<KV<Integer, byte[]>> blocks) {
      this(table, blocks, "");
    }

    @Override
    public String name() {
      return table.name();
    }

    @Override
    public String settings(Inputs inputs) {
      return settings;
    }

    @Override
    public List<Table> reads() {
      return List.of(NUMBERS);
    }

    @Override
    public List<Table> writes() {
      return List.of(table);
    }

    @Override
    public Work work(Inputs inputs) {
      return new Work.Shuffle(
          pipeline ->
              Map.of(
                  table.name(),
                  pipeline
                      .apply("One shard", Tasks.shards(inputs.shards().subList(0, 1)))
                      .apply("Blocks", ParDo.of(new Emit(blocks)))));
    }
  }

  /** One round that writes a table of its own, then a last one. */
  private static final class Rounds implements Stage {
    private int asked;

    @Override
    public String name() {
      return "rounds";
    }

    @Override
    public List<Table> reads() {
      return List.of(NUMBERS);
    }

    @Override
    public List<Table> writes() {
      return List.of(LIST);
    }

    @Override
    public Work work(Inputs inputs) {
      return new Work.Rounds(
          all ->
              switch (asked++) {
                case 0 ->
                    Optional.of(new Emitting(Table.list("round", Table.ROW, NUMBER), List.of()));
                case 1 -> Optional.of(new Emitting(LIST, List.of(KV.of(0, row(0, 1)))));
                default -> Optional.empty();
              });
    }
  }

  private static final class Emit extends DoFn<Shard, KV<Integer, byte[]>> {
    private final ArrayList<KV<Integer, byte[]>> blocks;

    Emit(List<KV<Integer, byte[]>> blocks) {
      this.blocks = new ArrayList<>(blocks);
    }

    @ProcessElement
    public void emit(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out) {
      blocks.forEach(out::output);
    }
  }
}

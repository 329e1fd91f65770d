package io.winnow.testing;

import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.ShardFunction;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.runners.Runner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.jspecify.annotations.Nullable;

/**
 * Runs stages over the tables of a small corpus, one after another, whatever is there already:
 * there are no keys. The rows of shuffles are held in this JVM, so they must differ.
 *
 * @param folder with the tables that the stages read
 * @param shards of the corpus
 * @param runner borrowed
 */
public record StageRun(CorpusFolder folder, List<Shard> shards, Runner runner) implements Inputs {
  private static final String NO_KEY = "";

  public StageRun {
    shards = List.copyOf(shards);
  }

  /** Writes the file of a shard, with a receipt; each row has a value for each column. */
  public static void write(
      CorpusFolder folder, String shard, Table table, List<@Nullable Object[]> rows)
      throws IOException {
    try (ShardOutput output = new ShardOutput(folder, shard, List.of(table))) {
      for (@Nullable Object[] row : rows) {
        output.write(table, row);
      }
      output.commit(NO_KEY);
    }
  }

  /** Runs a stage if it is needed; says whether it was. */
  public boolean run(Stage stage) throws IOException {
    if (!stage.isNeeded(this)) {
      return false;
    }
    Work work = stage.work(this);
    if (work instanceof Work.PerShard map) {
      each(stage, map);
    } else if (work instanceof Work.Shuffle shuffle) {
      together(stage, shuffle);
    } else if (work instanceof Work.Rounds rounds) {
      for (Optional<Stage> next = rounds.next().next(this);
          next.isPresent();
          next = rounds.next().next(this)) {
        run(next.get());
      }
    } else {
      throw new IllegalArgumentException(stage.name() + " writes files that are no tables");
    }
    return true;
  }

  private void each(Stage stage, Work.PerShard map) {
    List<Shard> over = map.over().isEmpty() ? shards : map.over();
    Pipeline pipeline = Pipeline.create(runner.options(stage.name()));
    pipeline
        .apply("Shards", Tasks.shards(over))
        .apply(
            "Compute",
            ParDo.of(new Compute(folder, shards.get(0), stage.writes(), map.function())));
    pipeline.run().waitUntilFinish();
  }

  private void together(Stage stage, Work.Shuffle shuffle) throws IOException {
    Pipeline pipeline = Pipeline.create(runner.options(stage.name()));
    Map<Table, SeenRows> seen = new LinkedHashMap<>();
    var blocks = shuffle.transforms().apply(pipeline);
    for (Table table : stage.writes()) {
      seen.put(table, new SeenRows(blocks.get(table.name()), table.packed()));
    }
    pipeline.run().waitUntilFinish();
    for (Map.Entry<Table, SeenRows> table : seen.entrySet()) {
      List<SeenRows.Row> rows = table.getValue().rows();
      for (Shard shard : shards) {
        write(
            folder,
            shard.name(),
            table.getKey(),
            rows.stream()
                .filter(row -> row.shard() == shard.number())
                .map(SeenRows.Row::values)
                .sorted(ORDER)
                .map(values -> table.getKey().isAligned() ? withoutRow(values) : values)
                .toList());
      }
    }
  }

  private static @Nullable Object[] withoutRow(@Nullable Object[] values) {
    return Arrays.copyOfRange(values, 1, values.length);
  }

  /** By the first column, then by the others; what is missing comes first. */
  private static final Comparator<@Nullable Object[]> ORDER =
      (a, b) -> {
        for (int i = 0; i < a.length; i++) {
          int order = compare(a[i], b[i]);
          if (order != 0) {
            return order;
          }
        }
        return 0;
      };

  @SuppressWarnings("unchecked") // values of one column are of one class
  private static int compare(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? -1 : 1;
    }
    return a instanceof byte[] bytes
        ? Arrays.compare(bytes, (byte[]) b)
        : ((Comparable<Object>) a).compareTo(b);
  }

  @Override
  public List<Receipt> receipts(Table table) throws IOException {
    List<Receipt> receipts = new ArrayList<>();
    for (Shard shard : shards) {
      receipts.add(
          Receipt.read(folder.receipt(table.name(), shard.name()))
              .orElseThrow(
                  () -> new IllegalStateException(table.name() + " lacks " + shard.name())));
    }
    return receipts;
  }

  private static final class Compute extends DoFn<Shard, Void> {
    private final CorpusFolder folder;
    private final Shard first;
    private final ArrayList<Table> writes;
    private final ShardFunction function;

    Compute(CorpusFolder folder, Shard first, List<Table> writes, ShardFunction function) {
      this.folder = folder;
      this.first = first;
      this.writes = new ArrayList<>(writes);
      this.function = function;
    }

    @ProcessElement
    public void compute(@Element Shard shard) throws IOException {
      try (ShardOutput output = new ShardOutput(folder, shard.name(), writes)) {
        function.compute(new ShardInput(folder, shard, first, false), output);
        output.commit(NO_KEY);
      }
    }
  }
}

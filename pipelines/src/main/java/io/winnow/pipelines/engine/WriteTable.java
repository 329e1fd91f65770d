package io.winnow.pipelines.engine;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.shuffle.BlockCoder;
import io.winnow.corpus.shuffle.PackedRows;
import io.winnow.corpus.shuffle.Tasks;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;
import org.jspecify.annotations.Nullable;

/**
 * The end of a shuffle stage: packed rows of any shard, in any order, become one file per shard,
 * sorted by row and then by the other columns. A shard without rows gets an empty file.
 *
 * <p>Memory: the thin rows of one shard.
 */
final class WriteTable extends PTransform<PCollection<KV<Integer, byte[]>>, PDone> {
  private final CorpusFolder folder;
  private final List<Shard> shards;
  private final Table table;
  private final String key;

  WriteTable(CorpusFolder folder, List<Shard> shards, Table table, String key) {
    this.folder = folder;
    this.shards = shards;
    this.table = table;
    this.key = key;
  }

  @Override
  public PDone expand(PCollection<KV<Integer, byte[]>> blocks) {
    PCollection<KV<Integer, byte[]>> empty =
        blocks
            .getPipeline()
            .apply("Shards of " + table.name(), Tasks.shards(shards))
            .apply("Empty block", ParDo.of(new EmptyBlock()))
            .setCoder(BlockCoder.of(table.packed()));
    PCollectionList.of(blocks)
        .and(empty)
        .apply("With every shard", Flatten.pCollections())
        .apply("By shard", GroupByKey.create())
        .apply("Write", ParDo.of(new Write(folder, shards, table, key)));
    return PDone.in(blocks.getPipeline());
  }

  private static final class EmptyBlock extends DoFn<Shard, KV<Integer, byte[]>> {
    @ProcessElement
    public void make(@Element Shard shard, OutputReceiver<KV<Integer, byte[]>> out) {
      out.output(KV.of(shard.number(), new byte[0]));
    }
  }

  private static final class Write extends DoFn<KV<Integer, Iterable<byte[]>>, Void> {
    private final CorpusFolder folder;
    private final ArrayList<Shard> shards;
    private final Table table;
    private final String key;

    Write(CorpusFolder folder, List<Shard> shards, Table table, String key) {
      this.folder = folder;
      this.shards = new ArrayList<>(shards);
      this.table = table;
      this.key = key;
    }

    @ProcessElement
    public void write(@Element KV<Integer, Iterable<byte[]>> blocks) throws IOException {
      Shard shard = shards.get(blocks.getKey());
      List<@Nullable Object[]> rows = new ArrayList<>();
      for (byte[] block : blocks.getValue()) {
        PackedRows.unpack(table.packed(), block, row -> rows.add(row.values()));
      }
      rows.sort(order(table.packed()));
      if (table.isAligned()) {
        requireEveryRowOnce(rows, shard);
      }
      try (ShardOutput file = new ShardOutput(folder, shard.name(), List.of(table))) {
        for (@Nullable Object[] row : rows) {
          file.write(table, table.isAligned() ? Arrays.copyOfRange(row, 1, row.length) : row);
        }
        file.commit(key);
      }
    }

    private void requireEveryRowOnce(List<@Nullable Object[]> rows, Shard shard) {
      require(
          rows.size() == shard.rows(),
          "shard %s has %d documents, but %s got %d rows",
          shard.name(),
          shard.rows(),
          table.name(),
          rows.size());
      for (int i = 0; i < rows.size(); i++) {
        require(
            Long.valueOf(i).equals(new Row(table.packed(), rows.get(i)).get(Table.ROW)),
            "row %d of shard %s is missing or twice in %s",
            i,
            shard.name(),
            table.name());
      }
    }

    private static Comparator<@Nullable Object[]> order(Schema schema) {
      List<Column<?>> columns = schema.columns();
      return (a, b) -> {
        for (int i = 0; i < columns.size(); i++) {
          int order = compare(columns.get(i).type(), a[i], b[i]);
          if (order != 0) {
            return order;
          }
        }
        return 0;
      };
    }

    private static int compare(ColumnType type, @Nullable Object a, @Nullable Object b) {
      if (a == null || b == null) {
        return a == b ? 0 : a == null ? -1 : 1;
      }
      return switch (type) {
        case BOOLEAN -> ((Boolean) a).compareTo((Boolean) b);
        case LONG -> ((Long) a).compareTo((Long) b);
        case DOUBLE -> ((Double) a).compareTo((Double) b);
        case STRING -> ((String) a).compareTo((String) b);
        case BYTES -> Arrays.compare((byte[]) a, (byte[]) b);
        case ID -> ((DocumentId) a).compareTo((DocumentId) b);
        case INTS -> Arrays.compare((int[]) a, (int[]) b);
        case STRINGS -> Arrays.compare((String[]) a, (String[]) b);
        case DOUBLES -> Arrays.compare((double[]) a, (double[]) b);
      };
    }
  }
}

package io.winnow.corpus.stage;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableFile;
import io.winnow.corpus.table.TableWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of one shard while they are written. Nothing is to be seen of them before {@link
 * #commit}, which renames each and then writes its receipt.
 */
public final class ShardOutput implements AutoCloseable {
  private final CorpusFolder folder;
  private final String shard;
  private final List<Table> tables;
  private final List<TableWriter> writers = new ArrayList<>();
  private final List<SortedMap<String, Long>> counts = new ArrayList<>();

  /** Opens a file for each table. */
  public ShardOutput(CorpusFolder folder, String shard, List<Table> tables) throws IOException {
    this.folder = folder;
    this.shard = shard;
    this.tables = List.copyOf(tables);
    try {
      for (Table table : tables) {
        writers.add(TableWriter.open(table.file(folder, shard), table.schema()));
        counts.add(new TreeMap<>());
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Adds a row to a table, a value for each column of its schema. */
  public void write(Table table, @Nullable Object... row) throws IOException {
    writers.get(place(table)).write(row);
  }

  /** Adds a row of nothing but missing values. */
  public void writeNothing(Table table) throws IOException {
    writers.get(place(table)).write(new @Nullable Object[table.schema().size()]);
  }

  /** Adds a row of the same columns. */
  public void write(Table table, Row row) throws IOException {
    writers.get(place(table)).write(row.values());
  }

  /** Adds to a number in the receipt of a table. */
  public void count(Table table, String name, long amount) {
    counts.get(place(table)).merge(name, amount, Long::sum);
  }

  private int place(Table table) {
    for (int i = 0; i < tables.size(); i++) {
      if (tables.get(i).name().equals(table.name())) {
        return i;
      }
    }
    throw new IllegalArgumentException("this stage does not write " + table.name());
  }

  /** Makes the files visible, then their receipts. */
  public void commit(String key) throws IOException {
    for (Table table : tables) {
      Receipt.letGo(folder.receipt(table.name(), shard), key);
    }
    List<TableFile> files = new ArrayList<>();
    for (TableWriter writer : writers) {
      files.add(writer.commit());
    }
    for (int i = 0; i < files.size(); i++) {
      new Receipt(key, files.get(i), counts.get(i))
          .write(folder.receipt(tables.get(i).name(), shard));
    }
  }

  @Override
  public void close() throws IOException {
    for (TableWriter writer : writers) {
      writer.close();
    }
  }
}

package io.winnow.pipelines.stage;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
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
  private final List<Output> outputs;
  private final List<TableWriter> writers = new ArrayList<>();
  private final List<SortedMap<String, Long>> counts = new ArrayList<>();

  /** Opens a file for each output. */
  public ShardOutput(CorpusFolder folder, String shard, List<Output> outputs) throws IOException {
    this.folder = folder;
    this.shard = shard;
    this.outputs = outputs;
    try {
      for (Output output : outputs) {
        writers.add(TableWriter.open(folder.table(output.table(), shard), output.schema()));
        counts.add(new TreeMap<>());
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Adds a row to an output, by its place in the list of outputs. */
  public void write(int output, @Nullable Object... row) throws IOException {
    writers.get(output).write(row);
  }

  /** Adds to a number in the receipt of an output. */
  public void count(int output, String name, long amount) {
    counts.get(output).merge(name, amount, Long::sum);
  }

  /** Makes the files visible, then their receipts. */
  public void commit(String key) throws IOException {
    List<TableFile> files = new ArrayList<>();
    for (TableWriter writer : writers) {
      files.add(writer.commit());
    }
    for (int i = 0; i < files.size(); i++) {
      new Receipt(key, files.get(i), counts.get(i))
          .write(folder.receipt(outputs.get(i).table(), shard));
    }
  }

  @Override
  public void close() throws IOException {
    for (TableWriter writer : writers) {
      writer.close();
    }
  }
}

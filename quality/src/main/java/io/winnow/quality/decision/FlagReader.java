package io.winnow.quality.decision;

import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Walks along the aligned tables of a shard that mark documents which go. */
final class FlagReader implements AutoCloseable {
  private final List<Drop> drops;
  private final List<TableReader> readers = new ArrayList<>();

  FlagReader(CorpusFolder folder, String shard, List<Drop> drops) throws IOException {
    this.drops = drops;
    try {
      for (Drop drop : drops) {
        Table table = Objects.requireNonNull(drop.table());
        readers.add(TableReader.open(folder, shard, table.columns(flag(drop))));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static Column<Boolean> flag(Drop drop) {
    return Objects.requireNonNull(drop.flag());
  }

  /**
   * The first reason for which the next document is marked, or null.
   *
   * @throws IOException also if a table has no row for it
   */
  @Nullable Drop next() throws IOException {
    Drop first = null;
    for (int i = 0; i < readers.size(); i++) {
      Drop drop = drops.get(i);
      Row row = readers.get(i).row();
      if (row == null) {
        throw new IOException(drop.stage() + " marks fewer documents than there are in a shard");
      }
      if (first == null && row.is(flag(drop))) {
        first = drop;
      }
    }
    return first;
  }

  @Override
  public void close() throws IOException {
    for (TableReader reader : readers) {
      reader.close();
    }
  }
}

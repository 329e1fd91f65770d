package io.winnow.corpus.stage;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is there when a stage begins: the shards of the corpus and the tables written so far. */
public interface Inputs {
  CorpusFolder folder();

  /** The shards of the corpus, numbered from 0. */
  List<Shard> shards();

  /**
   * The receipts of a table, one for each shard in their order, or for each part of a table that
   * {@link Work.Parts} wrote.
   *
   * @throws IllegalStateException if it is not there in full
   */
  List<Receipt> receipts(Table table) throws IOException;

  /** The files of a table that {@link Work.Parts} wrote, in place of shards. */
  default List<Shard> parts(Table table) throws IOException {
    List<Shard> parts = new ArrayList<>();
    for (Receipt receipt : receipts(table)) {
      int number = parts.size();
      parts.add(
          new Shard(number, Shard.part(number), receipt.file().rows(), receipt.file().bytes()));
    }
    return parts;
  }

  /** The tables of a shard of the corpus. */
  default ShardInput of(Shard shard) {
    return new ShardInput(folder(), shard, shards().get(0), false);
  }

  /** Documents of the corpus. */
  default long documents() {
    return shards().stream().mapToLong(Shard::rows).sum();
  }

  /** Rows of a table. */
  default long rows(Table table) throws IOException {
    return receipts(table).stream().mapToLong(receipt -> receipt.file().rows()).sum();
  }

  /** Sum of a number in the receipts of a table. */
  default long count(Table table, String name) throws IOException {
    long sum = 0;
    for (Receipt receipt : receipts(table)) {
      sum += receipt.counts().getOrDefault(name, 0L);
    }
    return sum;
  }
}

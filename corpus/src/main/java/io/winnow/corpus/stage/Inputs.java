package io.winnow.corpus.stage;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import java.io.IOException;
import java.util.List;

/** What is there when a stage begins: the shards of the corpus and the tables written so far. */
public interface Inputs {
  CorpusFolder folder();

  /** The shards of the corpus, numbered from 0. */
  List<Shard> shards();

  /**
   * The receipts of a table, one for each shard in their order.
   *
   * @throws IllegalStateException if it is not there in full
   */
  List<Receipt> receipts(Table table) throws IOException;

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

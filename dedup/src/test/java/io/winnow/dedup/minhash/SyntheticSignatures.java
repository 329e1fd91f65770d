package io.winnow.dedup.minhash;

import io.winnow.corpus.DocumentId;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Schema;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Shards of ids and signatures, a share of which copies an earlier one but for some hashes. */
final class SyntheticSignatures {
  static final String TABLE = "signatures";
  private static final Schema SCHEMA = Schema.of(Column.bytes("signature", ""));

  private SyntheticSignatures() {}

  /**
   * Writes shards.
   *
   * @param copies share of the rows that copy one of the thousand before, in nine of ten hashes
   * @param kept takes each signature, in order; null for nobody
   */
  static List<Shard> write(
      CorpusFolder folder,
      MinHashParameters parameters,
      int shards,
      int rows,
      double copies,
      long seed,
      List<long[]> kept)
      throws IOException {
    Random random = new Random(seed);
    List<long[]> recent = new ArrayList<>();
    List<Shard> written = new ArrayList<>();
    for (int s = 0; s < shards; s++) {
      String name = String.format("synthetic-%04d", s);
      try (TableWriter ids =
              TableWriter.open(
                  folder.table(DocumentTable.IDS.name(), name), DocumentTable.IDS.schema());
          TableWriter signatures = TableWriter.open(folder.table(TABLE, name), SCHEMA)) {
        for (int r = 0; r < rows; r++) {
          boolean copy = !recent.isEmpty() && random.nextDouble() < copies;
          long[] signature =
              copy
                  ? recent.get(random.nextInt(recent.size())).clone()
                  : new long[parameters.hashes()];
          for (int i = 0; i < signature.length; i++) {
            if (!copy || random.nextInt(10) == 0) {
              signature[i] = random.nextLong();
            }
          }
          if (recent.size() < 1000) {
            recent.add(signature);
          } else {
            recent.set(random.nextInt(1000), signature);
          }
          if (kept != null) {
            kept.add(signature);
          }
          ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * signature.length);
          bytes.asLongBuffer().put(signature);
          signatures.write(bytes.array());
          ids.write(new DocumentId(random.nextLong(), random.nextLong()));
        }
        ids.commit();
        signatures.commit();
      }
      written.add(new Shard(s, name, rows, 1));
    }
    return written;
  }
}

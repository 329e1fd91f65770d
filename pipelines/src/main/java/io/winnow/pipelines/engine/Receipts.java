package io.winnow.pipelines.engine;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;

/** The receipts of a folder, read once for each table until something has been written to it. */
public final class Receipts {
  private final CorpusFolder folder;
  private final Map<String, Map<String, Receipt>> known = new HashMap<>();

  public Receipts(CorpusFolder folder) {
    this.folder = folder;
  }

  /** Receipts of those files of a table that are there in full, by name. */
  public Map<String, Receipt> of(String table) throws IOException {
    Map<String, Receipt> found = known.get(table);
    if (found == null) {
      found = read(table);
      known.put(table, found);
    }
    return found;
  }

  /**
   * The receipt of a file.
   *
   * @throws IllegalStateException if it is not there
   */
  public Receipt require(String table, String file) throws IOException {
    Receipt receipt = of(table).get(file);
    if (receipt == null) {
      throw new IllegalStateException(table + " lacks " + file);
    }
    return receipt;
  }

  /** Whether a file is there in each of some tables, under a key that passes. */
  boolean isThere(List<String> tables, String file, Predicate<String> key) throws IOException {
    for (String table : tables) {
      Receipt receipt = of(table).get(file);
      if (receipt == null || !key.test(receipt.key())) {
        return false;
      }
    }
    return true;
  }

  /** Lets go of what is known of tables that may have been written. */
  public void forget(Collection<String> tables) {
    tables.forEach(known::remove);
  }

  /** A file counts as there when it has a receipt and the length that the receipt says. */
  private Map<String, Receipt> read(String table) throws IOException {
    SortedMap<String, Receipt> found = new TreeMap<>();
    lengths(table).entrySet().parallelStream()
        .forEach(
            file -> {
              try {
                Receipt receipt = Receipt.read(folder.receipt(table, file.getKey())).orElse(null);
                if (receipt != null && receipt.file().bytes() == file.getValue()) {
                  synchronized (found) {
                    found.put(file.getKey(), receipt);
                  }
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return found;
  }

  private Map<String, Long> lengths(String table) throws IOException {
    String suffix = ".parquet";
    Map<String, Long> lengths = new TreeMap<>();
    for (MatchResult.Metadata file :
        FileSystems.match(folder.folder(table) + "*" + suffix, EmptyMatchTreatment.ALLOW)
            .metadata()) {
      String name = file.resourceId().getFilename();
      if (name != null && name.endsWith(suffix)) {
        lengths.put(name.substring(0, name.length() - suffix.length()), file.sizeBytes());
      }
    }
    return lengths;
  }
}

package io.winnow.pipelines.engine;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.jspecify.annotations.Nullable;

/**
 * The receipts of a folder, read once for each table until something has been written to it. What
 * lies in the folder counts, and for what does not, the folder below it.
 */
public final class Receipts {
  private final CorpusFolder folder;
  private final @Nullable Receipts below;
  private final Map<String, Files> known = new HashMap<>();

  public Receipts(CorpusFolder folder) {
    this.folder = folder;
    CorpusFolder under = folder.below();
    this.below = under == null ? null : new Receipts(under);
  }

  /**
   * Files of a table in the folder itself.
   *
   * @param names of all, whole or not
   * @param whole receipts of those that are there in full, by name
   */
  private record Files(Set<String> names, Map<String, Receipt> whole) {}

  /** Receipts of those files of a table that are there in full, by name. */
  public Map<String, Receipt> of(String table) throws IOException {
    Files own = own(table);
    Receipts under = below;
    if (under == null) {
      return own.whole();
    }
    Map<String, Receipt> all = new TreeMap<>(under.of(table));
    all.keySet().removeAll(own.names());
    all.putAll(own.whole());
    return all;
  }

  private Files own(String table) throws IOException {
    Files files = known.get(table);
    if (files == null) {
      files = read(table);
      known.put(table, files);
    }
    return files;
  }

  /**
   * The receipt of a file.
   *
   * @throws IllegalStateException if it is not there
   */
  public Receipt require(String table, String file) throws IOException {
    Files own = own(table);
    Receipt receipt = own.whole().get(file);
    if (receipt != null) {
      return receipt;
    }
    Receipts under = below;
    if (under == null || own.names().contains(file)) {
      throw new IllegalStateException(table + " lacks " + file);
    }
    return under.require(table, file);
  }

  /**
   * Whether a file is there in each of some tables, under a key that passes. If it is there in the
   * folder below, what another attempt left in its place is deleted, so that it is read.
   */
  public boolean isThere(List<String> tables, String file, Predicate<String> key)
      throws IOException {
    boolean own = true;
    for (String table : tables) {
      Receipt receipt = own(table).whole().get(file);
      own &= receipt != null && key.test(receipt.key());
    }
    Receipts under = below;
    if (own || under == null || !under.isThere(tables, file, key)) {
      return own;
    }
    for (String table : tables) {
      Files other = own(table);
      if (other.names().remove(file)) {
        other.whole().remove(file);
        FileSystems.delete(
            List.of(folder.receipt(table, file), folder.table(table, file)),
            StandardMoveOptions.IGNORE_MISSING_FILES);
      }
    }
    return true;
  }

  /** Lets go of what is known of tables that may have been written. */
  public void forget(Collection<String> tables) {
    tables.forEach(known::remove);
  }

  /** A file counts as there when it has a receipt and the length that the receipt says. */
  private Files read(String table) throws IOException {
    SortedMap<String, Receipt> found = new TreeMap<>();
    Map<String, Long> lengths = lengths(table);
    lengths.entrySet().parallelStream()
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
    return new Files(lengths.keySet(), found);
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

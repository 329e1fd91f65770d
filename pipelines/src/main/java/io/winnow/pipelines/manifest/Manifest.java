package io.winnow.pipelines.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.TableFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a finished run consists of. Built by the driver from receipts and written last: where it
 * stands, every file that it names is whole. It holds no time and no version, so that two runs of
 * one recipe over the same inputs have the same manifest; those are in {@code run.json}.
 *
 * @param name of the recipe
 * @param digest of the result: of the mixtures' files and the books, not of exports, which are made
 *     from these files. It depends on nothing but the records and the recipe, not even on the names
 *     of the input files
 * @param recipe the recipe in canonical form
 * @param shards in their order
 * @param books per source, in the order of the recipe
 * @param tables every table and its files
 * @param mixtures every mixture
 */
public record Manifest(
    String name,
    String digest,
    String recipe,
    List<Shard> shards,
    List<SourceBooks> books,
    List<TableEntry> tables,
    List<MixtureEntry> mixtures) {

  /** Its name in the folder of the run. */
  public static final String FILE = "manifest.json";

  /**
   * A table of the run.
   *
   * @param table its name, which is that of its folder
   * @param aligned whether it has one row per document
   * @param files one per shard, or per part of a mixture
   */
  public record TableEntry(String table, boolean aligned, List<FileEntry> files) {}

  /**
   * A file.
   *
   * @param name without the suffix {@code .parquet}, if it has that one
   * @param digest SHA-256 of its bytes
   * @param rows in it
   * @param bytes its length
   */
  public record FileEntry(String name, String digest, long rows, long bytes) {
    /** What is known of a file that was written. */
    public static FileEntry of(String name, TableFile file) {
      return new FileEntry(name, file.digest(), file.rows(), file.bytes());
    }
  }

  /**
   * A mixture: what was asked for and what came of it.
   *
   * @param name of the mixture
   * @param documents copies written
   * @param tokens in them
   * @param sequences what it is written as; null: documents
   * @param components in the order of the recipe
   * @param files its parts
   * @param exports the same in other formats; left out where none were asked for, and by versions
   *     that knew of none
   */
  public record MixtureEntry(
      String name,
      long documents,
      long tokens,
      @Nullable SequenceEntry sequences,
      List<ComponentEntry> components,
      List<FileEntry> files,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ExportEntry> exports) {
    public MixtureEntry {
      exports = exports == null ? List.of() : List.copyOf(exports);
    }
  }

  /**
   * A mixture in another format.
   *
   * @param format as recipes call it
   * @param files one for each part, in the folder of the mixture
   */
  public record ExportEntry(String format, List<FileEntry> files) {
    /** Bytes of all files. */
    public long bytes() {
      return files.stream().mapToLong(FileEntry::bytes).sum();
    }
  }

  /**
   * Sequences of a mixture. All of its tokens are those of the documents, of paths before files and
   * one at the end of each text.
   *
   * @param length asked for, in tokens
   * @param packing concatenate or best-fit
   * @param tokenizer whose tokens they are
   * @param count of the sequences
   * @param tokens in all of them
   * @param texts in them: documents, or files of a repository in one context
   * @param pathTokens in lines with paths
   */
  public record SequenceEntry(
      int length,
      String packing,
      String tokenizer,
      long count,
      long tokens,
      long texts,
      long pathTokens) {
    /** Share of the sequences' room that tokens take. */
    public double fill() {
      return count == 0 ? 0 : (double) tokens / ((double) count * length);
    }
  }

  /**
   * One component of a mixture.
   *
   * @param name of the component
   * @param requestedEpochs as the recipe says
   * @param achievedEpochs tokens of the copies over tokens available
   * @param availableDocuments kept documents that match
   * @param availableTokens in them
   * @param documents copies written
   * @param tokens in them
   */
  public record ComponentEntry(
      String name,
      double requestedEpochs,
      double achievedEpochs,
      long availableDocuments,
      long availableTokens,
      long documents,
      long tokens) {}

  /** Reads the manifest of a folder; empty where no finished run stands. */
  public static Optional<Manifest> read(CorpusFolder folder) throws IOException {
    return Json.read(folder.file(FILE), Manifest.class);
  }
}

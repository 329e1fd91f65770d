package io.winnow.pipelines.manifest;

import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Receipt;
import io.winnow.corpus.table.Shard;
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
 * @param digest of the result: of the mixtures' files and the books. It depends on nothing but the
 *     records and the recipe, not even on the names of the input files
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
   * @param files one per shard
   */
  public record TableEntry(String table, boolean aligned, List<FileEntry> files) {}

  /**
   * A file.
   *
   * @param name without its suffix {@code .parquet}
   * @param digest SHA-256 of its bytes
   * @param rows in it
   * @param bytes its length
   */
  public record FileEntry(String name, String digest, long rows, long bytes) {
    /** What a receipt says of a file. */
    public static FileEntry of(String name, Receipt receipt) {
      return new FileEntry(
          name, receipt.file().digest(), receipt.file().rows(), receipt.file().bytes());
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
   */
  public record MixtureEntry(
      String name,
      long documents,
      long tokens,
      @Nullable SequenceEntry sequences,
      List<ComponentEntry> components,
      List<FileEntry> files) {}

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

package io.winnow.readers;

import io.winnow.corpus.Digest;
import io.winnow.corpus.Kind;
import io.winnow.corpus.Outcome;
import io.winnow.corpus.files.Bytes;
import io.winnow.corpus.files.LostInput;
import io.winnow.readers.code.CodeReader;
import io.winnow.readers.containers.Containers;
import io.winnow.readers.containers.Selection;
import io.winnow.readers.rows.ParquetRows;
import io.winnow.readers.social.Threads;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.MissingInput;
import io.winnow.readers.source.Records;
import io.winnow.readers.source.SourceSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * From the paths of a source to documents, by the {@link Format} of each file. Every record gives
 * exactly one outcome. A record is
 *
 * <ul>
 *   <li>a {@code response}, {@code resource} or {@code conversion} of a WARC or WET file; other
 *       WARC records are about such records and are none themselves,
 *   <li>for other kinds than {@code code}, a file in a folder or container,
 *   <li>for {@code code}, a file of a repository, which is a folder, an archive, the tree of a git
 *       repository's HEAD, or a git bundle,
 *   <li>for {@code social}, a question with its answers, a thread, or a line of a passages file,
 *   <li>a row of a file of rows, such as a line of JSONL that is not blank, for every kind,
 *   <li>the rest of a file or archive from where it can no longer be read: one dead letter,
 *   <li>an archive without a file, which is passed over.
 * </ul>
 *
 * <p>Containers are archives and compressions of any of them, in one another up to {@value
 * Containers#MAXIMUM_DEPTH} archives deep.
 *
 * <p>Memory: one record of at most the source's maximum, and the names and licences of one archive;
 * {@link Threads} and {@link ParquetRows} say theirs. Files inside containers that have to be read
 * at any place are copied to the temporary folder, one at a time.
 */
public final class Reading {
  private Reading() {}

  /**
   * The inputs of a source in the order in which they are read.
   *
   * @throws MissingInput if a path leads to nothing
   */
  public static List<InputFile> list(SourceSettings source) throws IOException {
    try {
      return new InputListing(source).list();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Looks into inputs, as far as that is cheap, for what would leave a source without a document.
   *
   * @throws MissingInput if a pattern inside archives fits no file of theirs, or files of columns
   *     lack those that the source names
   */
  public static void requireFit(SourceSettings source, List<InputFile> inputs) throws IOException {
    List<MissingInput.Fault> faults = new InputFit(source, inputs).faults();
    if (!faults.isEmpty()) {
      throw new MissingInput(source.name(), faults);
    }
  }

  /**
   * Digest of the bytes of a file.
   *
   * @throws IOException if the filesystem fails
   */
  public static String digest(String path) throws IOException {
    Digest digest = new Digest();
    byte[] buffer = new byte[64 << 10];
    try (InputStream stream = Bytes.raw(path)) {
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        digest.raw(buffer, 0, n);
      }
    } catch (LostInput e) {
      throw e.getCause();
    }
    return digest.hex();
  }

  /**
   * Reads one input and hands on what became of each record, in the order of the input; threads,
   * whose messages lie anywhere in a file, in an order of their own that is always the same.
   *
   * @throws IOException if the filesystem fails; what is wrong with the data is an outcome
   */
  public static void read(SourceSettings source, InputFile input, Consumer<Outcome> sink)
      throws IOException {
    of(source.kind()).read(source, input, sink);
  }

  /** What reads inputs of a kind. */
  public static InputReader of(Kind kind) {
    return new InputReader(Formats.of(kind), kind == Kind.CODE ? new Repositories() : null);
  }

  /** The files of a repository belong together. */
  private record Repositories() implements InputReader.Whole {
    @Override
    public void read(Records records, String path, Selection selection) throws IOException {
      new CodeReader(records).read(path, selection);
    }
  }
}

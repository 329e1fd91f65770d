package io.winnow.readers;

import io.winnow.corpus.Digest;
import io.winnow.corpus.Kind;
import io.winnow.corpus.Outcome;
import io.winnow.corpus.files.Bytes;
import io.winnow.corpus.files.LostInput;
import io.winnow.readers.book.BookReader;
import io.winnow.readers.code.CodeReader;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.Containers;
import io.winnow.readers.containers.FileNames;
import io.winnow.readers.containers.FileReader;
import io.winnow.readers.containers.InputBlob;
import io.winnow.readers.containers.SeekableBlob;
import io.winnow.readers.containers.Selection;
import io.winnow.readers.paper.PaperReader;
import io.winnow.readers.rows.JsonLinesReader;
import io.winnow.readers.rows.ParquetRows;
import io.winnow.readers.social.SocialReader;
import io.winnow.readers.social.Threads;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.MissingInput;
import io.winnow.readers.source.Records;
import io.winnow.readers.source.SourceSettings;
import io.winnow.readers.web.WebReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * From the paths of a source to documents. Every record gives exactly one outcome. A record is
 *
 * <ul>
 *   <li>a {@code response}, {@code resource} or {@code conversion} of a WARC or WET file; other
 *       WARC records are about such records and are none themselves,
 *   <li>for other kinds than {@code code}, a file in a folder or container,
 *   <li>for {@code code}, a file of a repository, which is a folder, an archive, the tree of a git
 *       repository's HEAD, or a git bundle,
 *   <li>for {@code social}, a question with its answers, a thread, or a line of a passages file,
 *   <li>a line of JSONL that is not blank, or a row of Parquet, for every kind,
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
   * Reads one input and hands on what became of each record, in the order of the input.
   *
   * @throws IOException if the filesystem fails; what is wrong with the data is an outcome
   */
  public static void read(SourceSettings source, InputFile input, Consumer<Outcome> sink)
      throws IOException {
    Records records = new Records(source, sink);
    Selection selection = new Selection(input.path());
    Blob file = new InputBlob(selection.container());
    try {
      if (isTable(file.name())) {
        table(records, file);
      } else if (source.kind() == Kind.CODE) {
        new CodeReader(records).read(file.name(), selection);
      } else {
        new Containers(records).read(file, selection, new AnyFile(records, reader(records)));
      }
    } catch (LostInput e) {
      throw e.getCause();
    }
  }

  private static FileReader reader(Records records) {
    return switch (records.source().kind()) {
      case WEB -> new WebReader(records);
      case BOOK -> new BookReader(records);
      case PAPER -> new PaperReader(records);
      case SOCIAL -> new SocialReader(records);
      case CODE -> throw new IllegalStateException("a repository is read as a whole");
    };
  }

  /** Whether a file's records are lines or rows with fields, whatever the kind. */
  private static boolean isTable(String name) {
    return FileNames.isJsonLines(name) || FileNames.isParquet(name);
  }

  private static void table(Records records, Blob file) {
    if (FileNames.isParquet(file.name())) {
      new ParquetRows(records).read(file);
    } else {
      new JsonLinesReader(records).read(file);
    }
  }

  /** Tables are read alike for every kind; other files as their kind wants it. */
  private record AnyFile(Records records, FileReader kind) implements FileReader {
    @Override
    public void read(Blob file) {
      if (isTable(file.name())) {
        table(records, file);
      } else {
        kind.read(file);
      }
    }

    @Override
    public FileReader inside(SeekableBlob container) {
      return new AnyFile(records, kind.inside(container));
    }

    @Override
    public void close() {
      kind.close();
    }
  }
}

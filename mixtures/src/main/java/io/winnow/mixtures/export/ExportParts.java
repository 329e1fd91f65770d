package io.winnow.mixtures.export;

import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.OtherFile;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.TableStage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableFile;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.table.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes each part of a mixture in another format beside its Parquet file: {@code
 * mixtures/NAME/part-00000.jsonl.zst}. The table {@code exports/NAME/FORMAT} says which files there
 * are. Each format is a stage of its own, so that one that is asked for later leaves the others
 * alone.
 *
 * <p>Memory: a row group of the part, and one row.
 */
public final class ExportParts extends TableStage {
  public static final Column<String> FORMAT = Column.text("format", "what recipes call the format");
  public static final Column<String> FILE = Column.text("file", "name, beside that of the part");
  public static final Column<Long> ROWS = Column.number("rows", "rows of the part");
  public static final Column<Long> BYTES = Column.number("bytes", "length of the file");
  public static final Column<String> DIGEST = Column.text("digest", "SHA-256 of its bytes");

  private static final String FOLDER = "exports/";

  private final String mixture;
  private final Table parts;
  private final ExportFormat format;
  private final Table exports;

  /**
   * @param mixture its name
   * @param parts its table, of documents or of sequences
   */
  public ExportParts(String mixture, Table parts, ExportFormat format) {
    super("", List.of(parts), table(mixture, format));
    this.mixture = mixture;
    this.parts = parts;
    this.format = format;
    this.exports = table(mixture, format);
  }

  /** What has been exported of a mixture in a format. */
  public static Table table(String mixture, ExportFormat format) {
    return Table.list(FOLDER + mixture + "/" + format.word(), FORMAT, FILE, ROWS, BYTES, DIGEST);
  }

  /**
   * A file as its name says it.
   *
   * @param mixture whose part it is made from
   * @param file its name, beside that of the part
   */
  public record Exported(String mixture, String file) {
    /**
     * What a file of a table is about, where it is a table of exports.
     *
     * @param table name of any table
     * @param part name of one of its files
     */
    public static Optional<Exported> of(String table, String part) {
      int slash = table.lastIndexOf('/');
      return table.startsWith(FOLDER) && slash > FOLDER.length()
          ? Optional.of(
              new Exported(
                  table.substring(FOLDER.length(), slash), part + "." + table.substring(slash + 1)))
          : Optional.empty();
    }
  }

  /**
   * A file that has been written.
   *
   * @param name beside that of the part
   */
  public record Written(String name, TableFile file) {}

  /** What is written. */
  public ExportFormat format() {
    return format;
  }

  @Override
  public String name() {
    return "export " + mixture + " as " + format.word();
  }

  /** Begins a file of the format to nowhere: what it cannot hold is told before anything runs. */
  @Override
  public void requireAssets() throws IOException {
    format.open(OutputStream.nullOutputStream(), parts.schema()).close();
  }

  @Override
  public String settings(Inputs inputs) {
    return format.word();
  }

  @Override
  public Work work(Inputs inputs) throws IOException {
    ExportFormat as = format;
    Table from = parts;
    Table to = exports;
    return Work.perPart(inputs.parts(parts), (in, out) -> export(as, from, to, in, out));
  }

  private static void export(
      ExportFormat format, Table parts, Table exports, ShardInput from, ShardOutput to)
      throws IOException {
    String name = from.shard().name() + "." + format.word();
    TableFile file = export(format, parts, name, from);
    to.write(exports, format.word(), name, file.rows(), file.bytes(), file.digest());
  }

  private static TableFile export(ExportFormat format, Table parts, String name, ShardInput from)
      throws IOException {
    OtherFile target = new OtherFile(parts.name(), name, 0);
    try (TableReader rows =
            TableReader.open(from.folder().found(parts.name(), from.shard().name()));
        WholeFile file = new WholeFile(target.at(from.folder()))) {
      long count = 0;
      try (PartExport export = format.open(file.stream(), rows.schema())) {
        for (Row row = rows.row(); row != null; row = rows.row()) {
          export.write(row);
          count++;
        }
      }
      return file.commit(count);
    }
  }

  /** What the table says of a part. */
  @Override
  public List<OtherFile> otherFiles(CorpusFolder folder, Shard part) throws IOException {
    return written(folder, part).stream()
        .map(file -> new OtherFile(parts.name(), file.name(), file.file().bytes()))
        .toList();
  }

  /** All that it has written, in the order of the parts. */
  public List<Written> files(Inputs inputs) throws IOException {
    CorpusFolder folder = inputs.folder();
    return inputs.parts(parts).parallelStream()
        .flatMap(
            part -> {
              try {
                return written(folder, part).stream();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  private List<Written> written(CorpusFolder folder, Shard part) throws IOException {
    List<Written> files = new ArrayList<>();
    try (TableReader rows = TableReader.open(folder.found(exports.name(), part.name()))) {
      for (Row row = rows.row(); row != null; row = rows.row()) {
        files.add(
            new Written(
                row.get(FILE), new TableFile(row.get(DIGEST), row.get(ROWS), row.get(BYTES))));
      }
    }
    return files;
  }
}

package io.winnow.mixtures.export;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.stage.Inputs;
import io.winnow.corpus.stage.OtherFile;
import io.winnow.corpus.stage.ShardInput;
import io.winnow.corpus.stage.ShardOutput;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.stage.Work;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.CorpusFolder;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.Shard;
import io.winnow.corpus.table.Table;
import io.winnow.corpus.table.TableFile;
import io.winnow.corpus.table.TableReader;
import io.winnow.corpus.table.WholeStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes each part of a mixture in other formats beside its Parquet file: {@code
 * mixtures/NAME/part-00000.jsonl.zst}. The table {@code exports/NAME} says which files there are.
 *
 * <p>Memory: a row group of the part, and one row.
 */
public final class ExportParts implements Stage {
  public static final Column<String> FORMAT = Column.text("format", "what recipes call the format");
  public static final Column<String> FILE = Column.text("file", "name, beside that of the part");
  public static final Column<Long> ROWS = Column.number("rows", "rows of the part");
  public static final Column<Long> BYTES = Column.number("bytes", "length of the file");
  public static final Column<String> DIGEST = Column.text("digest", "SHA-256 of its bytes");

  private final String mixture;
  private final Table parts;
  private final Table exports;
  private final ArrayList<ExportFormat> formats;

  /**
   * @param mixture its name
   * @param parts its table, of documents or of sequences
   * @param formats different ones, at least one
   */
  public ExportParts(String mixture, Table parts, List<ExportFormat> formats) {
    require(!formats.isEmpty(), "an export of %s has at least one format", mixture);
    this.mixture = mixture;
    this.parts = parts;
    this.exports = table(mixture);
    this.formats = new ArrayList<>(formats.stream().distinct().sorted().toList());
  }

  /** What has been exported of a mixture. */
  public static Table table(String mixture) {
    return Table.list("exports/" + mixture, FORMAT, FILE, ROWS, BYTES, DIGEST);
  }

  @Override
  public String name() {
    return "export " + mixture;
  }

  @Override
  public List<Table> reads() {
    return List.of(parts);
  }

  @Override
  public List<Table> writes() {
    return List.of(exports);
  }

  @Override
  public String settings(Inputs inputs) {
    return String.join(" ", formats.stream().map(ExportFormat::word).toList());
  }

  @Override
  public Work work(Inputs inputs) throws IOException {
    Table from = parts;
    Table to = exports;
    ArrayList<ExportFormat> wanted = formats;
    return Work.perPart(inputs.parts(parts), (in, out) -> export(wanted, from, to, in, out));
  }

  private static void export(
      List<ExportFormat> formats, Table parts, Table exports, ShardInput from, ShardOutput to)
      throws IOException {
    for (ExportFormat format : formats) {
      String name = from.shard().name() + "." + format.word();
      TableFile file = export(format, parts, name, from);
      to.write(exports, format.word(), name, file.rows(), file.bytes(), file.digest());
    }
  }

  private static TableFile export(ExportFormat format, Table parts, String name, ShardInput from)
      throws IOException {
    OtherFile target = new OtherFile(parts.name(), name, 0);
    try (TableReader rows = TableReader.open(parts.file(from.folder(), from.shard().name()));
        WholeStream file = new WholeStream(target.at(from.folder()))) {
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
    List<OtherFile> files = new ArrayList<>();
    try (TableReader rows = TableReader.open(folder, part.name(), exports.columns(FILE, BYTES))) {
      for (Row row = rows.row(); row != null; row = rows.row()) {
        files.add(new OtherFile(parts.name(), row.get(FILE), row.get(BYTES)));
      }
    }
    return files;
  }
}

package io.winnow.pipelines.reference;

import static io.winnow.pipelines.reference.Markdown.code;
import static io.winnow.pipelines.reference.Markdown.plain;

import io.winnow.corpus.documents.DocumentTable;
import io.winnow.corpus.documents.ScoreTable;
import io.winnow.corpus.stage.Stage;
import io.winnow.corpus.table.Column;
import io.winnow.corpus.table.ColumnType;
import io.winnow.corpus.table.Table;
import io.winnow.mixtures.MixTexts;
import io.winnow.mixtures.epochs.ChooseCopies;
import io.winnow.pipelines.plan.StageWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every table of a run, its columns, and how tables are joined. */
final class TablesPage {
  private TablesPage() {}

  static String text() {
    Markdown page =
        new Markdown("Tables of a run")
            .text(
                """
                A run's folder has a folder for each table, with a Parquet file (zstd) for each shard. A table
                is there when its stage is in the recipe. `winnow show DIR` lists those of a run;
                `winnow show DIR TABLE --format jsonl` prints one, each row with the `id` of its document.
                `manifest.json` names all files with their digests.
                """)
            .heading("How they are joined")
            .text(
                """
                * **aligned**: one row for each document of the shard, in the order of `documents`. File
                  and number of the row are the key: row 7 of `signals/S.parquet` tells of row 7 of
                  `documents/S.parquet`, and row 7 of `ids/S.parquet` has its id.
                * **list**: any number of rows. The column `row`, where there is one, is the number of a
                  document's row in its shard, from 0; most have the `id` too.
                * **whole corpus**: all rows are in the first shard's file.

                An `id` is 16 bytes in a file, and 32 hexadecimal digits in every command and in
                `documents` of a sequence. With DuckDB, from the folder of a run:
                """)
            .code("sql", JOIN_ALIGNED)
            .code("sql", JOIN_BY_ID)
            .code("sql", JOIN_SEQUENCES);
    tables().forEach((table, stage) -> table(page, table, stage));
    mixtures(page);
    return page.toString();
  }

  /** Aligned tables, by file and row. */
  static final String JOIN_ALIGNED =
      """
      -- words of each document, beside its title
      SELECT d.title, s.words
      FROM read_parquet('documents/*.parquet', filename = true, file_row_number = true) d
      JOIN read_parquet('signals/*.parquet', filename = true, file_row_number = true) s
        ON parse_filename(d.filename) = parse_filename(s.filename)
        AND d.file_row_number = s.file_row_number;
      """;

  /** Tables with an id. */
  static final String JOIN_BY_ID =
      """
      -- why documents were dropped that a model likes
      SELECT lower(hex(d.id)) AS id, d.reason, s.quality
      FROM 'decisions/*.parquet' d JOIN 'scores/*.parquet' s ON d.id = s.id
      WHERE NOT d.kept ORDER BY s.quality DESC;
      """;

  /** Sequences, which name documents by hexadecimal digits. */
  static final String JOIN_SEQUENCES =
      """
      -- in how many sequences of a mixture each document is
      SELECT s.document, count(*) AS sequences
      FROM (SELECT unnest(documents) AS document FROM 'mixtures/pretrain-2/*.parquet') s
      JOIN 'ids/*.parquet' i ON s.document = lower(hex(i.id))
      GROUP BY s.document ORDER BY sequences DESC;
      """;

  /** Every table with the word of its stage. */
  private static Map<Table, String> tables() {
    Map<Table, String> tables = new LinkedHashMap<>();
    for (Table read :
        List.of(DocumentTable.DOCUMENTS, DocumentTable.PASSED_OVER, DocumentTable.DEAD_LETTERS)) {
      tables.put(read, "");
    }
    for (Stage stage : StageWords.stages()) {
      stage.writes().forEach(table -> tables.putIfAbsent(table, stage.word()));
    }
    tables.put(ScoreTable.written(List.of("name_of_the_score")), "classify");
    return tables;
  }

  private static void table(Markdown page, Table table, String stage) {
    String shape =
        switch (table.shape()) {
          case ALIGNED -> "aligned";
          case LIST -> "list";
          case FIRST_SHARD -> "whole corpus";
        };
    page.heading(code(table.name()))
        .text(shape + (stage.isEmpty() ? "; of every run" : "; of the stage " + code(stage)))
        .table(List.of("column", "type", "what"), columns(table));
  }

  private static void mixtures(Markdown page) {
    page.heading("`copies_NAME`")
        .text("list; how often a document enters the mixture NAME")
        .table(List.of("column", "type", "what"), columns(ChooseCopies.table("NAME")))
        .heading("`mixtures/NAME`, of documents")
        .text("In the order of training: every copy is a row.")
        .table(List.of("column", "type", "what"), columns(MixTexts.table("NAME", false)))
        .heading("`mixtures/NAME`, of sequences")
        .text(
            """
            A row is a sequence of `sequence.length` token ids, the last one of a mixture perhaps shorter.
            Documents end with the tokenizer's end-of-text token (199999 for `o200k`, 100257 for
            `cl100k`), which counts as theirs.
            """)
        .table(List.of("column", "type", "what"), columns(MixTexts.table("NAME", true)));
  }

  private static List<List<String>> columns(Table table) {
    List<List<String>> rows = new ArrayList<>();
    for (Column<?> column : table.schema().columns()) {
      rows.add(List.of(code(column.name()), type(column.type()), plain(column.description())));
    }
    return rows;
  }

  private static String type(ColumnType type) {
    return switch (type) {
      case BOOLEAN -> "BOOLEAN";
      case LONG -> "INT64";
      case DOUBLE -> "DOUBLE";
      case STRING -> "STRING";
      case BYTES -> "bytes";
      case ID -> "16 bytes";
      case INTS -> "list of INT32";
      case STRINGS -> "list of STRING";
      case DOUBLES -> "list of DOUBLE";
    };
  }
}

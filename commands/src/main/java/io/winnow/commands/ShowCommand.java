package io.winnow.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.commands.print.Cell;
import io.winnow.commands.print.Screen;
import io.winnow.commands.print.TextTable;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.table.Column;
import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.plan.StageWords;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description =
        "Prints rows of a table of a finished run: documents, signals, decisions, clusters_minhash,"
            + " dead_letters, ledger, mixtures/NAME, exports/NAME/FORMAT and more; without a table,"
            + " lists them (with --format jsonl, what is in each of their columns).",
    footer = {
      "",
      "Examples:",
      "  winnow show out/",
      "  winnow show out/ decisions --where \"kept = false\" --limit 5",
      "  winnow show out/ documents --columns id,text --format jsonl",
      "  winnow show out/ signals --columns id,words,language --where \"words < 100\""
    })
final class ShowCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is said of a column where tables are listed for programs. */
  private static final List<String> LISTED = List.of("table", "column", "type", "description");

  enum Format {
    TABLE,
    JSONL,
    CSV
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "DIR", description = "Folder of a finished run.")
  private String directory = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "TABLE", description = "A table.")
  private @Nullable String table;

  @Option(names = "--where", paramLabel = "EXPR", description = "A condition for the rows.")
  private @Nullable String where;

  @Option(
      names = "--columns",
      paramLabel = "A,B",
      split = ",",
      description = "Columns to print; by default all but texts.")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Rows at most; 20 for --format table by default, else all.")
  private @Nullable Long limit;

  @Option(
      names = "--format",
      paramLabel = "table|jsonl|csv",
      description =
          "How rows are printed; in csv, a text that a spreadsheet would take for a formula stands"
              + " behind an apostrophe.")
  private Format format = Format.TABLE;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    RunFolder run = RunFolder.open(directory);
    if (table == null) {
      list(run, printer(LISTED, out), out);
      return ExitCode.DONE;
    }
    long most = limit != null ? limit : format == Format.TABLE ? 20 : Long.MAX_VALUE;
    if (most < 0) {
      throw new UsageError("--limit must be at least 0, but was " + most);
    }
    List<String> names = columns.isEmpty() ? run.readableColumns(table) : columns;
    Condition condition = where == null ? null : Condition.parse(where);
    RowPrinter printer = printer(names, out);
    long[] rows = {0};
    if (most > 0) {
      run.visit(
          table,
          names,
          condition,
          row -> {
            printer.print(row);
            // A reader such as head that has gone needs no more rows.
            return ++rows[0] < most && !out.checkError();
          });
    }
    printer.end();
    return ExitCode.DONE;
  }

  private RowPrinter printer(List<String> names, PrintWriter out) {
    return switch (format) {
      case TABLE -> new TablePrinter(names, out);
      case JSONL -> new JsonPrinter(names, out);
      case CSV -> new CsvPrinter(names, out);
    };
  }

  /** Lists the tables: a line for each, or, for programs, a row for each column. */
  private void list(RunFolder run, RowPrinter printer, PrintWriter out) throws IOException {
    if (format != Format.TABLE) {
      Map<String, Map<String, String>> descriptions = StageWords.descriptions();
      for (String name : run.tables()) {
        for (Column<?> column : run.schema(name).columns()) {
          String described =
              descriptions.getOrDefault(name, Map.of()).getOrDefault(column.name(), "");
          printer.print(
              new Object[] {
                name,
                column.name(),
                column.type().name().toLowerCase(Locale.ROOT),
                column.description().isEmpty() ? described : column.description()
              });
        }
      }
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("table", "columns"));
    for (String name : run.tables()) {
      rows.add(
          List.of(
              name,
              String.join(", ", run.schema(name).columns().stream().map(Column::name).toList())));
    }
    // Who reads it from a pipe wants all columns.
    if (System.console() == null) {
      TextTable.print(rows, Integer.MAX_VALUE, out);
    } else {
      TextTable.print(rows, out);
    }
  }

  private interface RowPrinter {
    void print(@Nullable Object[] row) throws IOException;

    default void end() {}
  }

  private static final class TablePrinter implements RowPrinter {
    private final List<List<String>> rows = new ArrayList<>();
    private final PrintWriter out;

    TablePrinter(List<String> names, PrintWriter out) {
      this.out = out;
      rows.add(names);
    }

    @Override
    public void print(@Nullable Object[] row) {
      List<String> cells = new ArrayList<>();
      for (Object value : row) {
        cells.add(Cell.text(value));
      }
      rows.add(cells);
    }

    @Override
    public void end() {
      TextTable.print(rows, out);
    }
  }

  private record JsonPrinter(List<String> names, PrintWriter out) implements RowPrinter {
    @Override
    public void print(@Nullable Object[] row) throws JsonProcessingException {
      ObjectNode json = JSON.createObjectNode();
      for (int i = 0; i < row.length; i++) {
        json.set(names.get(i), Cell.json(row[i]));
      }
      out.println(Screen.json(JSON.writeValueAsString(json)));
    }
  }

  private record CsvPrinter(PrintWriter out) implements RowPrinter {
    CsvPrinter(List<String> names, PrintWriter out) {
      this(out);
      out.println(String.join(",", names));
    }

    @Override
    public void print(@Nullable Object[] row) {
      out.println(Arrays.stream(row).map(Cell::csv).collect(Collectors.joining(",")));
    }
  }
}

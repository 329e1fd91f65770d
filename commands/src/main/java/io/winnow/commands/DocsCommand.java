package io.winnow.commands;

import io.winnow.pipelines.reference.Reference;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

@Command(
    name = "docs",
    mixinStandardHelpOptions = true,
    description =
        "Writes the reference from the program itself: keys of recipes, conditions and their"
            + " columns, tables, outcomes, commands.",
    footer = {"", "Examples:", "  winnow docs", "  winnow docs --out pages/"})
final class DocsCommand implements Callable<Integer> {
  private static final int WIDTH = 100;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      hidden = true,
      description = "The checkout; the script ./winnow says it.")
  private Path home = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the pages; docs/reference in the checkout by default.")
  private String out = "";

  @Override
  public Integer call() throws IOException {
    Path folder = out.isEmpty() ? home.resolve("docs/reference") : Path.of(out);
    Files.createDirectories(folder);
    for (var page : pages().entrySet()) {
      Files.writeString(folder.resolve(page.getKey()), page.getValue());
    }
    return ExitCode.DONE;
  }

  /** Each page by the name of its file. */
  static SortedMap<String, String> pages() {
    SortedMap<String, String> pages = Reference.pages();
    pages.put("commands.md", commands());
    return pages;
  }

  private static String commands() {
    CommandLine line = Winnow.line();
    StringBuilder page = new StringBuilder("# Commands\n\n<!-- Written by `winnow docs`. -->\n");
    add(page, line);
    return page.toString();
  }

  private static void add(StringBuilder page, CommandLine line) {
    StringWriter usage = new StringWriter();
    line.setUsageHelpWidth(WIDTH);
    line.usage(new PrintWriter(usage), Ansi.OFF);
    page.append("\n## ").append(line.getCommandSpec().qualifiedName()).append("\n\n```\n");
    usage.toString().lines().forEach(text -> page.append(text.stripTrailing()).append('\n'));
    page.append("```\n");
    line.getSubcommands().values().forEach(command -> add(page, command));
  }
}

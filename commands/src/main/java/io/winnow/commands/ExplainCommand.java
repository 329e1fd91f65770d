package io.winnow.commands;

import io.winnow.corpus.condition.Condition;
import io.winnow.pipelines.inspect.RunFolder;
import io.winnow.pipelines.inspect.Story;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.quality.decision.RuleSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Tells one document's whole story: where it came from, what was measured, which copies it "
            + "has, why it is in or out, and how often it is in.",
    footer = {
      "",
      "Examples:",
      "  winnow explain out/ 0123456789abcdef0123456789abcdef",
      "  winnow explain out/ http://example.org/page"
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "DIR", description = "Folder of a finished run.")
  private String directory = "";

  @Parameters(
      index = "1",
      paramLabel = "ID|URL",
      description = "Document id, the record's own URI, or that of its file.")
  private String document = "";

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    RunFolder run = RunFolder.open(directory);
    Recipe recipe = Recipe.parse(run.manifest().recipe());
    for (Story story : Story.of(run, document)) {
      out.println(story.title());
      story
          .chapters()
          .forEach(
              (table, rows) -> {
                for (Map<String, Object> row : rows) {
                  out.println("  " + table);
                  row.forEach((name, value) -> out.println("    " + name + ": " + value));
                }
              });
      verdict(story, recipe, out);
    }
    return ExitCode.DONE;
  }

  private static void verdict(Story story, Recipe recipe, PrintWriter out) {
    List<Map<String, Object>> decisions = story.chapters().getOrDefault("decisions", List.of());
    if (decisions.isEmpty()) {
      boolean dead = story.chapters().containsKey("dead_letters");
      out.println(dead ? "  => a dead letter" : "  => passed over by ingest");
      return;
    }
    Map<String, Object> decision = decisions.get(0);
    if (!Boolean.TRUE.equals(decision.get("kept"))) {
      String reason = String.valueOf(decision.get("reason"));
      out.println("  => dropped by " + decision.get("stage") + ": " + reason);
      for (RuleSettings rule : recipe.rules()) {
        if ("rules".equals(decision.get("stage")) && rule.name().equals(reason)) {
          out.println("     the rule: " + rule.drop());
          Map<String, Object> signals =
              story.chapters().getOrDefault("signals", List.of(Map.of())).get(0);
          for (String column : Condition.parse(rule.drop()).columns()) {
            out.println("     " + column + " = " + signals.getOrDefault(column, "missing"));
          }
        }
      }
      return;
    }
    out.println("  => kept");
    story
        .chapters()
        .forEach(
            (table, rows) -> {
              for (Map<String, Object> row : rows) {
                if (table.startsWith("copies_")) {
                  out.println(
                      "     in mixture "
                          + table.substring("copies_".length())
                          + ", component "
                          + row.get("component")
                          + ": "
                          + row.get("copies")
                          + " times");
                }
              }
            });
  }
}

package io.winnow.commands;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.commands.print.Cell;
import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.documents.DecisionTables;
import io.winnow.corpus.documents.DocumentTable;
import io.winnow.mixtures.epochs.ChooseCopies;
import io.winnow.pipelines.inspect.Story;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.quality.decision.RuleSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code winnow explain} prints of a record: the verdict first, then all that is known. */
final class StoryText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StoryText() {}

  static List<String> lines(Story story, Recipe recipe) {
    List<String> lines = new ArrayList<>();
    lines.add(story.id() + (story.uri().isEmpty() ? "" : "  " + story.uri()));
    lines.add("  => " + verdict(story));
    rule(story, recipe)
        .ifPresent(
            rule -> {
              lines.add("     the rule: " + rule.drop());
              for (String column : Condition.parse(rule.drop()).columns()) {
                Object value = story.value(column);
                lines.add(
                    "     " + column + " = " + (value == null ? "missing" : text(column, value)));
              }
            });
    Story.Survivor survivor = story.survivor();
    if (survivor != null) {
      lines.add(
          "     for " + survivor.id() + (survivor.here() ? "" : ", which an earlier run has kept"));
      if (survivor.title() != null) {
        lines.add("         " + survivor.title());
      }
      if (survivor.uri() != null) {
        lines.add("         " + survivor.uri());
      }
    }
    copies(
        story,
        (mixture, row) ->
            lines.add(
                "     in mixture "
                    + mixture
                    + ", component "
                    + row.get(ChooseCopies.COMPONENT.name())
                    + ": "
                    + row.get(ChooseCopies.COPIES.name())
                    + " times"));
    for (Story.Appearance place : story.appearances()) {
      lines.add("     at " + place.file() + ", row " + place.row());
    }
    story
        .chapters()
        .forEach(
            (table, rows) -> {
              for (Map<String, Object> row : rows) {
                lines.add("  " + table);
                row.forEach((name, value) -> lines.add("    " + name + ": " + text(name, value)));
              }
            });
    return lines;
  }

  static ObjectNode json(Story story, Recipe recipe) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", story.id().toString());
    json.put("uri", story.uri());
    json.put("verdict", verdict(story));
    json.put("kept", story.isKept());
    json.set("stage", Cell.json(story.decision(DecisionTables.STAGE)));
    json.set("reason", Cell.json(story.decision(DecisionTables.REASON)));
    rule(story, recipe)
        .ifPresent(
            rule -> {
              ObjectNode asked =
                  json.putObject("rule").put("drop", rule.drop()).putObject("values");
              for (String column : Condition.parse(rule.drop()).columns()) {
                asked.set(column, Cell.json(story.value(column)));
              }
            });
    Story.Survivor survivor = story.survivor();
    if (survivor != null) {
      json.putObject("survivor")
          .put("id", survivor.id().toString())
          .put("this_run", survivor.here())
          .put("title", survivor.title())
          .put("uri", survivor.uri());
    }
    ArrayNode copies = json.putArray("copies");
    copies(story, (mixture, row) -> copies.add(object(row).put("mixture", mixture)));
    ArrayNode places = json.putArray("places");
    for (Story.Appearance place : story.appearances()) {
      places
          .addObject()
          .put("mixture", place.mixture())
          .put("file", place.file())
          .put("row", place.row());
    }
    ObjectNode tables = json.putObject("tables");
    story
        .chapters()
        .forEach(
            (table, rows) -> {
              ArrayNode array = tables.putArray(table);
              rows.forEach(row -> array.add(object(row)));
            });
    return json;
  }

  private static ObjectNode object(Map<String, Object> row) {
    ObjectNode object = JSON.createObjectNode();
    row.forEach((name, value) -> object.set(name, Cell.json(value)));
    return object;
  }

  private static String verdict(Story story) {
    if (!story.chapters().containsKey(DecisionTables.DECISIONS.name())) {
      boolean dead = story.chapters().containsKey(DocumentTable.DEAD_LETTERS.name());
      return dead
          ? "a dead letter: " + story.value(DocumentTable.CAUSE.name())
          : "passed over by ingest: " + story.value(DocumentTable.REASON.name());
    }
    return story.isKept()
        ? "kept"
        : "dropped by "
            + story.decision(DecisionTables.STAGE)
            + ": "
            + story.decision(DecisionTables.REASON);
  }

  /** The rule that dropped it. */
  private static Optional<RuleSettings> rule(Story story, Recipe recipe) {
    return recipe.rules().stream()
        .filter(rule -> "rules".equals(story.decision(DecisionTables.STAGE)))
        .filter(rule -> rule.name().equals(story.decision(DecisionTables.REASON)))
        .findFirst();
  }

  @FunctionalInterface
  private interface CopiesTaker {
    void take(String mixture, Map<String, Object> row);
  }

  private static void copies(Story story, CopiesTaker taker) {
    String prefix = ChooseCopies.table("").name();
    story
        .chapters()
        .forEach(
            (table, rows) -> {
              if (table.startsWith(prefix)) {
                rows.forEach(row -> taker.take(table.substring(prefix.length()), row));
              }
            });
  }

  private static String text(String column, @Nullable Object value) {
    return column.equals(DocumentTable.DATE.name()) && value instanceof Long millis
        ? Instant.ofEpochMilli(millis).toString()
        : Cell.text(value);
  }
}

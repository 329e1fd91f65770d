package io.winnow.pipelines.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.winnow.pipelines.recipe.RecipeTree.Place;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML 1.2 (core schema: {@code no} and {@code on} are words) into a tree with places. Only
 * maps, lists, words, numbers and booleans come out; no tag makes an object of anything, and a
 * recipe has bounds on its size, its depth and what its aliases unfold to.
 */
final class RecipeYaml {
  static final int MAXIMUM_CHARACTERS = 1 << 20;
  static final int MAXIMUM_DEPTH = 30;
  static final int MAXIMUM_NODES = 100_000;

  private static final String TOO_DEEP = "a recipe nests at most " + MAXIMUM_DEPTH + " deep";

  private final String name;
  private final List<Problem> problems;
  private final boolean override;
  private int nodes;

  /**
   * @param name of the file, or the override
   * @param override whether places are that of an override as a whole
   * @param problems takes what is wrong
   */
  RecipeYaml(String name, boolean override, List<Problem> problems) {
    this.name = name;
    this.override = override;
    this.problems = problems;
  }

  /** The tree, or empty where {@code problems} says why there is none. */
  Optional<RecipeTree> read(String yaml) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setSchema(new CoreSchema())
            .setCodePointLimit(MAXIMUM_CHARACTERS)
            .build();
    try {
      if (!isShallow(new Parse(settings).parseString(yaml))) {
        return Optional.empty();
      }
      Optional<Node> root = new Compose(settings).composeString(yaml);
      if (root.isEmpty()) {
        problem(
            new Place(label(1, 1), 1, 1), "", "a recipe is a map of settings, but this is empty");
        return Optional.empty();
      }
      return Optional.ofNullable(tree(root.get(), 0));
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      problem(place(mark), "", "this is not YAML: " + sentence(e.getProblem()));
      return Optional.empty();
    } catch (YamlEngineException e) {
      problem(place(Optional.empty()), "", "this is not YAML: " + sentence(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Composing recurses, so the depth is looked at before, event by event. */
  private boolean isShallow(Iterable<Event> events) {
    int depth = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent && ++depth > MAXIMUM_DEPTH) {
        problem(place(event.getStartMark()), "", TOO_DEEP);
        return false;
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
    return true;
  }

  private static String sentence(String message) {
    return message == null ? "it cannot be read" : message.replaceAll("\\s+", " ").strip();
  }

  private @Nullable RecipeTree tree(Node node, int depth) {
    Place place = place(node.getStartMark());
    if (depth > MAXIMUM_DEPTH) {
      problem(place, "", TOO_DEEP);
      return null;
    }
    if (++nodes > MAXIMUM_NODES) {
      if (nodes == MAXIMUM_NODES + 1) {
        problem(place, "", "a recipe has at most " + MAXIMUM_NODES + " values, aliases unfolded");
      }
      return null;
    }
    if (node instanceof MappingNode mapping) {
      RecipeTree map = RecipeTree.map(place);
      for (NodeTuple tuple : mapping.getValue()) {
        put(map, tuple, depth);
      }
      return map;
    }
    if (node instanceof SequenceNode sequence) {
      RecipeTree list = RecipeTree.list(place);
      for (Node element : sequence.getValue()) {
        RecipeTree value = tree(element, depth + 1);
        if (value != null && list.list != null) {
          list.list.add(value);
        }
      }
      return list;
    }
    return RecipeTree.scalar(place, scalar((ScalarNode) node, place));
  }

  private void put(RecipeTree map, NodeTuple tuple, int depth) {
    Place place = place(tuple.getKeyNode().getStartMark());
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      problem(place, "", "a setting's name is a word");
      return;
    }
    RecipeTree value = tree(tuple.getValueNode(), depth + 1);
    if (value == null || map.map == null) {
      return;
    }
    if (map.map.put(key.getValue(), value) != null) {
      Place first = map.keys.get(key.getValue());
      problem(
          place,
          key.getValue(),
          key.getValue()
              + " is given twice"
              + (first == null ? "" : ", first in " + first.label()));
    }
    map.keys.put(key.getValue(), place);
  }

  private JsonNode scalar(ScalarNode node, Place place) {
    Tag tag = node.getTag();
    String text = node.getValue();
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (tag.equals(Tag.STR)) {
      return json.textNode(text);
    }
    if (tag.equals(Tag.BOOL)) {
      return json.booleanNode(Boolean.parseBoolean(text));
    }
    if (tag.equals(Tag.NULL)) {
      return json.nullNode();
    }
    try {
      if (tag.equals(Tag.INT)) {
        BigInteger value =
            text.startsWith("0x")
                ? new BigInteger(text.substring(2), 16)
                : text.startsWith("0o")
                    ? new BigInteger(text.substring(2), 8)
                    : new BigInteger(text);
        return value.bitLength() < 64 ? json.numberNode(value.longValue()) : json.numberNode(value);
      }
      if (tag.equals(Tag.FLOAT)) {
        // .inf and .nan are no numbers of a recipe: they stay words, which no number's type lets
        // in.
        return json.numberNode(new BigDecimal(text).doubleValue());
      }
    } catch (NumberFormatException e) {
      return json.textNode(text);
    }
    problem(place, "", "a recipe has no tags, but here is " + tag.getValue());
    return json.nullNode();
  }

  private Place place(Optional<Mark> mark) {
    if (override) {
      return new Place(name, 0, 0);
    }
    int line = mark.map(m -> m.getLine() + 1).orElse(1);
    int column = mark.map(m -> m.getColumn() + 1).orElse(1);
    return new Place(label(line, column), line, column);
  }

  private String label(int line, int column) {
    return override ? name : name + ":" + line + ":" + column;
  }

  private void problem(Place place, String path, String message) {
    problems.add(new Problem(place.label(), place.line(), place.column(), path, message));
  }
}

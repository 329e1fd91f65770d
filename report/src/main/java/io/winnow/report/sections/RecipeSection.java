package io.winnow.report.sections;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.winnow.report.html.Attribute;
import io.winnow.report.html.Element;
import io.winnow.report.html.Excerpt;
import io.winnow.report.html.Tag;
import io.winnow.report.run.FinishedRun;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The recipe with all its defaults.
 *
 * @param recipe as JSON; missing in reports of versions that did not have it
 */
public record RecipeSection(JsonNode recipe) implements Section {
  private static final int CHARACTERS = 50_000;
  private static final String NAME = "name";

  /** Texts that YAML reads as they stand. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./*-]*");

  private static final Pattern OTHER_MEANING = Pattern.compile("(?i)true|false|null|yes|no|on|off");

  public RecipeSection {
    recipe = recipe == null || recipe.isNull() ? MissingNode.getInstance() : recipe;
  }

  /** What the recipe says. */
  public static RecipeSection read(FinishedRun run) {
    return new RecipeSection(run.facts().recipe());
  }

  @Override
  public List<Element> draw(Whole whole) {
    if (recipe.isMissingNode()) {
      return List.of();
    }
    return List.of(
        Element.lead("What was asked for, with every setting that was left to its default."),
        Element.of(
            Tag.DETAILS,
            Element.of(Tag.SUMMARY, Element.of(Tag.STRONG, "The recipe in YAML")),
            Element.of(Tag.PRE, Excerpt.of(yaml(), CHARACTERS))
                .css("all")
                .set(Attribute.TABINDEX, "0")));
  }

  /** The recipe as YAML in block style. */
  public String yaml() {
    StringBuilder yaml = new StringBuilder();
    write(recipe, "", yaml);
    return yaml.toString();
  }

  /** Writes a map or a list below what it belongs to. */
  private static void write(JsonNode node, String indent, StringBuilder yaml) {
    if (node.isArray()) {
      for (JsonNode element : node) {
        yaml.append(indent).append('-');
        int at = yaml.length();
        value(element, indent + "  ", yaml);
        if (isBlock(element)) {
          // The first line of a block stands behind the dash.
          yaml.delete(at, at + indent.length() + 3).insert(at, ' ');
        }
      }
      return;
    }
    node.fields()
        .forEachRemaining(
            field -> {
              yaml.append(indent).append(scalar(field.getKey())).append(':');
              value(field.getValue(), indent + "  ", yaml);
            });
  }

  private static boolean isBlock(JsonNode node) {
    return node.isContainerNode() && !isFlat(node);
  }

  /** Whether it fits one line: nothing, one value, or a list of values. */
  private static boolean isFlat(JsonNode node) {
    if (!node.isArray()) {
      return node.isEmpty();
    }
    for (JsonNode element : node) {
      if (element.isContainerNode()) {
        return false;
      }
    }
    return true;
  }

  private static void value(JsonNode node, String indent, StringBuilder yaml) {
    if (isBlock(node)) {
      yaml.append('\n');
      write(node, indent, yaml);
    } else {
      yaml.append(' ').append(line(node)).append('\n');
    }
  }

  private static String line(JsonNode node) {
    if (node.isArray()) {
      StringBuilder list = new StringBuilder();
      node.forEach(element -> list.append(list.length() == 0 ? "" : ", ").append(scalar(element)));
      return "[" + list + "]";
    }
    return node.isObject() ? "{}" : scalar(node);
  }

  private static String scalar(JsonNode node) {
    return node.isTextual() ? scalar(node.textValue()) : node.toString();
  }

  private static String scalar(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !OTHER_MEANING.matcher(text).matches();
    // What JSON quotes, YAML reads.
    return plain ? text : TextNode.valueOf(text).toString();
  }

  /**
   * Each setting by its path, such as {@code minhash.threshold} or {@code sources.crawl.paths}:
   * elements of lists go by their names where they have them.
   */
  public SortedMap<String, String> settings() {
    SortedMap<String, String> settings = new TreeMap<>();
    collect(recipe, "", settings);
    return settings;
  }

  private static void collect(JsonNode node, String path, Map<String, String> settings) {
    if (!isBlock(node)) {
      settings.put(path, node.isMissingNode() ? "" : line(node));
      return;
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        JsonNode name = node.get(i).path(NAME);
        collect(node.get(i), path(path, name.isTextual() ? name.textValue() : "" + i), settings);
      }
      return;
    }
    node.fields()
        .forEachRemaining(
            field -> {
              if (!field.getKey().equals(NAME) || path.isEmpty()) {
                collect(field.getValue(), path(path, field.getKey()), settings);
              }
            });
  }

  private static String path(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}

package io.winnow.pipelines.recipe;

import com.fasterxml.jackson.databind.node.TextNode;
import io.winnow.corpus.table.Suggestion;
import io.winnow.pipelines.recipe.RecipeTree.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings given on the command line, {@code PATH=VALUE}: {@code minhash.bands=20}, {@code
 * rules[0].drop=...}, or by name {@code rules.gopher-length.drop=...}. The value {@code null} takes
 * an element of a list away: {@code rules.gopher-length=null}. A value is read as YAML; where it is
 * no YAML, such as a condition with a quote in it, it is a word.
 */
record RecipeOverrides(List<Problem> problems) {
  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[([0-9]{1,6})\\]");

  /** Changes the tree. */
  void apply(RecipeTree root, String override) {
    String label = "--set " + override;
    Place place = new Place(label, 0, 0);
    int equals = override.indexOf('=');
    List<Object> steps = equals < 1 ? List.of() : steps(override.substring(0, equals));
    if (steps.isEmpty()) {
      problem(place, "an override is PATH=VALUE, as in minhash.bands=20");
      return;
    }
    RecipeTree value = value(override.substring(equals + 1), place);
    RecipeTree node = root;
    for (int i = 0; i < steps.size() - 1; i++) {
      RecipeTree next = find(node, steps.get(i));
      if (next == null && node.map != null && steps.get(i) instanceof String key) {
        next = RecipeTree.map(place);
        node.map.put(key, next);
        node.keys.put(key, place);
      }
      if (next == null) {
        problem(place, missing(node, steps.subList(0, i + 1)));
        return;
      }
      node = next;
    }
    set(node, steps, value, place);
  }

  private void set(RecipeTree node, List<Object> steps, RecipeTree value, Place place) {
    Object last = steps.get(steps.size() - 1);
    if (node.map != null && last instanceof String key) {
      node.map.put(key, value);
      node.keys.put(key, place);
    } else if (node.list != null
        && last instanceof Integer index
        && index >= 0
        && index < node.list.size()) {
      node.list.set(index, value);
    } else if (node.list != null && find(node, last) != null && isNull(value)) {
      node.list.remove(find(node, last));
    } else {
      problem(place, missing(node, steps));
    }
  }

  private static boolean isNull(RecipeTree value) {
    return value.scalar != null && value.scalar.isNull();
  }

  /** What to say of the last one of some steps, which is not there, and what is beside it. */
  private static String missing(RecipeTree node, List<Object> steps) {
    String missing = "there is no " + RecipeTree.path(steps);
    String parent = RecipeTree.path(steps.subList(0, steps.size() - 1));
    if (node.list == null) {
      String what = parent.isEmpty() ? "the recipe" : parent;
      return missing + ": " + what + " is no " + (node.map == null ? "map or list" : "list");
    }
    List<String> names = new ArrayList<>();
    for (RecipeTree element : node.list) {
      RecipeTree named = element.child("name");
      if (named != null && named.scalar != null) {
        names.add(named.scalar.asText());
      }
    }
    if (steps.get(steps.size() - 1) instanceof String name) {
      return names.contains(name)
          ? missing
              + " as a whole; name one of its settings too: "
              + parent
              + "."
              + name
              + ".SETTING"
          : names.isEmpty()
              ? missing + ": " + parent + " has no elements with names"
              : missing + Suggestion.question(name, names);
    }
    return missing
        + ": "
        + parent
        + " has "
        + node.list.size()
        + (node.list.size() == 1 ? " element, [0]" : " elements, from [0] on");
  }

  /** A child by key or index, or the element of a list with this name. */
  private static @Nullable RecipeTree find(RecipeTree node, Object step) {
    if (node.list != null && step instanceof String name) {
      for (RecipeTree element : node.list) {
        RecipeTree named = element.child("name");
        if (named != null && named.scalar != null && named.scalar.asText().equals(name)) {
          return element;
        }
      }
      return null;
    }
    return node.child(step);
  }

  private static RecipeTree value(String text, Place place) {
    List<Problem> ignored = new ArrayList<>();
    Optional<RecipeTree> value = new RecipeYaml(place.label(), true, ignored).read(text);
    return value.isPresent() && ignored.isEmpty()
        ? value.get()
        : RecipeTree.scalar(place, TextNode.valueOf(text));
  }

  private static List<Object> steps(String path) {
    List<Object> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path);
    int end = 0;
    while (end < path.length()) {
      if (path.charAt(end) == '.' && end > 0) {
        end++;
      }
      if (!matcher.find(end) || matcher.start() != end) {
        return List.of();
      }
      if (matcher.group(1) != null) {
        steps.add(matcher.group(1));
      } else {
        steps.add(Integer.valueOf(matcher.group(2)));
      }
      end = matcher.end();
    }
    return steps;
  }

  private void problem(Place place, String message) {
    problems.add(new Problem(place.label(), 0, 0, "", message));
  }
}

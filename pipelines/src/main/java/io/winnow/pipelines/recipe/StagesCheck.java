package io.winnow.pipelines.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.stage.NeededSetting;
import io.winnow.corpus.table.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at the list of stages: known words, once each, in order, with what they need. */
record StagesCheck(Vocabulary vocabulary, Problems problems) {
  void check(ObjectNode recipe) {
    JsonNode stages = recipe.path("stages");
    if (!stages.isArray()) {
      return;
    }
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < stages.size(); i++) {
      String word = stages.path(i).asText();
      if (places.put(word, i) != null) {
        problems.add(List.of("stages", i), "the stage " + word + " is named twice");
      } else if (stages.path(i).isTextual()) {
        known(word, i);
      }
    }
    if (!places.containsKey("signals")) {
      problems.add(
          List.of("stages"),
          "stages must have signals, which rules and mixtures take their numbers from");
    }
    for (Vocabulary.Word word : vocabulary.words()) {
      Integer place = places.get(word.word());
      if (place != null) {
        needs(word, place, places.keySet(), recipe);
      }
    }
    order(stages);
  }

  private void needs(Vocabulary.Word word, int place, Set<String> named, ObjectNode recipe) {
    List<Object> steps = List.of("stages", place);
    for (String needed : word.needs()) {
      if (!named.contains(needed)) {
        problems.add(steps, "the stage " + word.word() + " needs the stage " + needed);
      }
    }
    for (NeededSetting needed : word.settings()) {
      JsonNode setting = recipe;
      for (String step : needed.path().split("[.]")) {
        setting = setting.path(step);
      }
      if (setting.isEmpty() && setting.asText().isEmpty()) {
        problems.add(steps, "the stage " + word.word() + " needs " + needed.text());
      }
    }
  }

  private void known(String word, int place) {
    List<String> names = vocabulary.names();
    if (names.contains(word)) {
      return;
    }
    List<Object> steps = List.of("stages", place);
    if (!Vocabulary.isClassName(word)) {
      problems.add(
          steps,
          "stages["
              + place
              + "] must be one of "
              + String.join(", ", names)
              + ", or the name of a class, but was \""
              + word
              + "\""
              + Suggestion.among(word, names)
                  .map(name -> "; did you mean " + name + "?")
                  .orElse(""));
      return;
    }
    try {
      if (vocabulary.own().find(word).isEmpty()) {
        problems.add(
            steps,
            "there is no class "
                + word
                + "; put it on the class path (WINNOW_CLASSPATH of the script winnow)");
      }
    } catch (IllegalArgumentException e) {
      problems.add(steps, e.getMessage());
    }
  }

  private void order(JsonNode stages) {
    List<String> order = vocabulary.names();
    int last = -1;
    for (int i = 0; i < stages.size(); i++) {
      int place = order.indexOf(stages.path(i).asText());
      if (place >= 0 && place < last) {
        problems.add(
            List.of("stages", i),
            stages.path(i).asText() + " comes too late; the order is " + String.join(", ", order));
      }
      last = Math.max(last, place);
    }
  }
}

package io.winnow.pipelines.plan;

import io.winnow.corpus.stage.Stage;
import io.winnow.pipelines.recipe.Recipe;
import io.winnow.pipelines.recipe.Vocabulary;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stages of users: classes on the class path that a recipe names. */
final class OwnStages {
  private OwnStages() {}

  /** Those of a recipe, in its order. */
  static List<Stage> of(Recipe recipe) {
    List<Stage> stages = new ArrayList<>();
    for (String name : recipe.stages()) {
      if (name.contains(".")) {
        stages.add(
            find(name)
                .orElseThrow(
                    () -> new IllegalArgumentException("stages: there is no class " + name)));
      }
    }
    return stages;
  }

  /** What recipes may say of one. */
  static Optional<Vocabulary.Word> word(String name) {
    return find(name).map(stage -> StageWords.word(name, stage, stage.offers()));
  }

  /**
   * @return empty if there is no such class
   * @throws IllegalArgumentException in a sentence, if the class is no stage
   */
  private static Optional<Stage> find(String name) {
    try {
      Class<?> type = Class.forName(name, true, Thread.currentThread().getContextClassLoader());
      if (!Stage.class.isAssignableFrom(type)) {
        throw new IllegalArgumentException(
            "the class " + name + " does not implement " + Stage.class.getName());
      }
      return Optional.of((Stage) type.getConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      throw new IllegalArgumentException(
          "the class " + name + " has no public constructor without parameters", e);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "the constructor of " + name + " failed: " + e.getCause(), e);
    }
  }
}

package io.winnow.pipelines.recipe;

import io.winnow.corpus.stage.NeededSetting;
import io.winnow.corpus.stage.Offer;
import io.winnow.corpus.table.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What recipes may say of stages. It is made from the plan, so that a stage is known to recipes as
 * soon as it is in the plan.
 *
 * @param words by which recipes ask for stages, in the order in which these run
 * @param sections records of settings, annotated as such
 * @param values words that columns hold, where it is known which there are
 * @param own finds what a class of the user's may do; empty if there is no such class
 */
public record Vocabulary(
    List<Word> words, List<Class<? extends Record>> sections, List<Values> values, OwnStages own) {

  /**
   * A word by which recipes ask for a stage, or for several.
   *
   * @param word as it stands in recipes; empty for what belongs to every plan
   * @param needs words without which it has nothing to read
   * @param settings without which it has nothing to do
   * @param sections names of its sections of recipes
   * @param offers columns that conditions may name where it runs
   */
  public record Word(
      String word,
      List<String> needs,
      List<NeededSetting> settings,
      List<String> sections,
      List<Offer> offers) {}

  /**
   * The words that a column holds.
   *
   * @param words all there are
   * @param meant one of them that somebody may have meant by another word
   */
  public record Values(
      String column, List<String> words, Function<String, Optional<String>> meant) {
    /** Words that may be misspelt. */
    public static Values of(String column, List<String> words) {
      return new Values(column, words, word -> Suggestion.among(word, words));
    }
  }

  /** Finds classes of users. */
  @FunctionalInterface
  public interface OwnStages {
    /**
     * @param name of a class on the class path
     * @return what it offers; empty if there is no such class
     * @throws IllegalArgumentException in a sentence, if the class is no stage
     */
    Optional<Word> find(String name);
  }

  /** The words that may stand in recipes. */
  List<String> names() {
    return words.stream().map(Word::word).filter(word -> !word.isEmpty()).toList();
  }

  /** What is known of words, by word. */
  Map<String, Word> byName() {
    Map<String, Word> byName = new LinkedHashMap<>();
    words.forEach(word -> byName.put(word.word(), word));
    return byName;
  }

  /** Whether a word is the name of a class, and so a stage of the user's. */
  static boolean isClassName(String word) {
    return word.contains(".") && word.matches("([\\p{Alpha}_$][\\w$]*\\.)+[\\p{Alpha}_$][\\w$]*");
  }
}

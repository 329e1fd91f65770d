package io.winnow.classifiers.training;

import static io.winnow.corpus.Require.require;

/**
 * How a head is made.
 *
 * @param name of the model
 * @param embedding name of the embedding model
 * @param tokens of a text that are looked at
 * @param length whether the model knows the length of a text beside its vector
 * @param decay weight of the squared weights in the loss
 * @param folds that examples are split into, by group
 * @param seed of the split and of the intervals
 * @param about what a positive label stands for, for the card
 * @param licence of the labelled texts, for the card
 */
public record TrainingSettings(
    String name,
    String embedding,
    int tokens,
    boolean length,
    double decay,
    int folds,
    long seed,
    String about,
    String licence) {
  public TrainingSettings {
    require(
        name.matches("[a-z0-9][a-z0-9-]*"),
        "name must consist of lower-case letters, digits and hyphens, but was %s",
        name);
    require(folds >= 3 && folds <= 100, "folds must be 3 to 100, but was %d", folds);
    require(!about.isBlank(), "a card has to say what a positive label stands for");
    require(!licence.isBlank(), "a card has to say under which licence the texts are");
  }
}

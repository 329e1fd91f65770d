package io.winnow.classifiers.training;

import static io.winnow.corpus.Require.require;

/**
 * How a static model is made of a transformer.
 *
 * @param tokens of a piece of text that are looked at
 * @param dimensions of a vector
 * @param pieces of texts, at most, to learn from
 * @param rounds in which each piece is learned from
 * @param seed of the choice and the order of pieces
 * @param about what the texts are, for the card
 * @param licence of the texts, for the card
 */
public record DistillationSettings(
    int tokens, int dimensions, int pieces, int rounds, long seed, String about, String licence) {
  public DistillationSettings {
    require(tokens >= 8 && tokens <= 512, "tokens must be 8 to 512, but was %d", tokens);
    require(
        dimensions >= 8 && dimensions <= 384,
        "dimensions must be 8 to 384, but was %d",
        dimensions);
    require(
        pieces >= dimensions,
        "there must be at least as many pieces as dimensions, %d, but there are %d",
        dimensions,
        pieces);
    require(rounds >= 1 && rounds <= 1000, "rounds must be 1 to 1000, but was %d", rounds);
    require(!about.isBlank(), "a card has to say what the texts are");
    require(!licence.isBlank(), "a card has to say under which licence the texts are");
  }
}

package io.winnow.corpus.stage;

/**
 * A setting without which a stage has nothing to do: where it is left empty, nobody may ask for the
 * stage.
 *
 * @param path of the setting in recipes, as in {@code score.model}
 * @param text what is to be given, for a sentence that ends with it
 */
public record NeededSetting(String path, String text) {}

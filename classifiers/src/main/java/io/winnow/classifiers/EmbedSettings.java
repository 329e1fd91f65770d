package io.winnow.classifiers;

import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Setting;
import java.io.Serializable;

/** How texts become vectors. */
@Section(name = "embed", text = "How texts become vectors.")
public record EmbedSettings(
    @Setting(
            value =
                "The model; minilm is all-MiniLM-L6-v2 in float32, static one vector a token,"
                    + " distilled from it.",
            fallback = "\"minilm\"",
            allowed = {"minilm", "static"})
        String model,
    @Setting(
            value = "Tokens at the beginning of a text that are looked at.",
            fallback = "256",
            minimum = 8,
            maximum = 512)
        int tokens)
    implements Serializable {}

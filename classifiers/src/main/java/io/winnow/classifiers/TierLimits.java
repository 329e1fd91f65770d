package io.winnow.classifiers;

import io.winnow.corpus.stage.Setting;
import java.io.Serializable;

/** Where the tiers of a score begin. */
public record TierLimits(
    @Setting(value = "Scores below it are low.", example = "0.05", minimum = 0, maximum = 1)
        double low,
    @Setting(
            value = "Scores from it on are high, those between medium.",
            example = "0.5",
            minimum = 0,
            maximum = 1)
        double high)
    implements Serializable {}

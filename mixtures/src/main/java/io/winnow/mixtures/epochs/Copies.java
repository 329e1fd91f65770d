package io.winnow.mixtures.epochs;

import io.winnow.corpus.Chance;
import io.winnow.corpus.DocumentId;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How many copies of a document some epochs are: 3.2 epochs are three copies of each, and a fourth
 * of those for which chance gives less than 0.2.
 */
public final class Copies {
  private final long whole;
  private final double rest;
  private final String purpose;
  private final long seed;

  /**
   * @param mixture name of the mixture: two mixtures choose differently
   * @param seed of the recipe
   */
  public Copies(String mixture, Component component, long seed) {
    // 3.2 - 3 is a little more than 0.2 in binary; as the recipe writes it, it is not.
    BigDecimal epochs = BigDecimal.valueOf(component.epochs());
    BigDecimal floor = epochs.setScale(0, RoundingMode.FLOOR);
    this.whole = floor.longValueExact();
    this.rest = epochs.subtract(floor).doubleValue();
    this.purpose = mixture + "/" + component.name();
    this.seed = seed;
  }

  /** Copies of one document, from 0. */
  public long of(DocumentId id) {
    return Chance.unit(id, purpose, seed) < rest ? whole + 1 : whole;
  }
}

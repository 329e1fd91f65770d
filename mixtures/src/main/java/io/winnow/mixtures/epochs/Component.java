package io.winnow.mixtures.epochs;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.condition.Condition;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One component of a mixture.
 *
 * @param name of the component, not empty
 * @param where holds for the kept documents that enter; null means all
 * @param epochs how often each enters, above 0 and at most 100
 * @param grouped whether all files of a repository enter together, each as often as the others
 */
public record Component(String name, @Nullable Condition where, double epochs, boolean grouped)
    implements Serializable {
  /** Of documents that enter each for itself. */
  public Component(String name, @Nullable Condition where, double epochs) {
    this(name, where, epochs, false);
  }

  public Component {
    require(!name.isEmpty(), "a component has a name");
    require(
        epochs > 0 && epochs <= 100,
        "epochs of %s must be above 0 and at most 100, but was %s",
        name,
        epochs);
  }
}

package io.winnow.report.run;

import io.winnow.report.run.Drop.Colour;
import io.winnow.report.statistics.Reason;
import java.util.List;
import java.util.Optional;

/**
 * All that may drop a document of a run.
 *
 * @param order in which they are asked
 */
public record Drops(List<Drop> order) {
  public Drops {
    order = List.copyOf(order);
  }

  /** The reasons in the order in which they are asked. */
  public List<Reason> reasons() {
    return order.stream().map(drop -> new Reason(drop.stage(), drop.reason())).toList();
  }

  /** The colours that occur, in the order in which they do. */
  public List<Colour> colours() {
    return order.stream().map(Drop::colour).distinct().toList();
  }

  /** What the reasons of a stage want before them; nothing for one that is unknown. */
  public String label(String stage) {
    return of(stage).map(Drop::label).orElse("");
  }

  /** The class of the colour of what a stage drops. */
  public String css(String stage) {
    return of(stage).map(Drop::colour).orElse(Colour.RULE).css();
  }

  private Optional<Drop> of(String stage) {
    return order.stream().filter(drop -> drop.stage().equals(stage)).findFirst();
  }

  /** What drops the members of the clusters that a method finds. */
  public Optional<Drop> ofClusters(String method) {
    return order.stream()
        .filter(drop -> drop.clusters() != null && drop.clusters().method().equals(method))
        .findFirst();
  }
}

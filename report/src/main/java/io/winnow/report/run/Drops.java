package io.winnow.report.run;

import io.winnow.corpus.stage.Drop;
import io.winnow.corpus.stage.Drop.Colour;
import io.winnow.report.statistics.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All that may drop a document of a run, and how a report shows it.
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
    return css(of(stage).map(Drop::colour).orElse(Colour.RULE));
  }

  /** The class of a colour in the style sheet. */
  public static String css(Colour colour) {
    return colour.name().toLowerCase(Locale.ROOT);
  }

  /** What a colour stands for. */
  public static String words(Colour colour) {
    return switch (colour) {
      case RULE -> "rules";
      case EXACT -> "exact copies";
      case NEAR -> "near copies";
    };
  }

  private Optional<Drop> of(String stage) {
    return order.stream().filter(drop -> drop.stage().equals(stage)).findFirst();
  }

  /**
   * What found the groups of documents of which one stays: a way of being equal, or a stage. Empty
   * where a reason has no such groups.
   */
  public static Optional<String> method(Drop drop) {
    return switch (drop.how()) {
      case GROUPS -> Optional.of(drop.reason().substring(drop.reason().indexOf('-') + 1));
      case LOSERS -> Optional.of(drop.stage());
      case DECIDED, FLAGGED -> Optional.empty();
    };
  }

  /** What drops the members of the clusters that a method finds. */
  public Optional<Drop> ofClusters(String method) {
    return order.stream().filter(drop -> method(drop).equals(Optional.of(method))).findFirst();
  }
}

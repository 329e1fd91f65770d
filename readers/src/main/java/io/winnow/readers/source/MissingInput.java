package io.winnow.readers.source;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/** A path of a source leads to nothing that can be read; the message names both. */
public final class MissingInput extends RuntimeException {
  private final List<Fault> faults;

  public MissingInput(String message) {
    super(message);
    this.faults = List.of();
  }

  /**
   * @param source name of it
   * @param faults all that is wrong with it, at least one
   */
  public MissingInput(String source, List<Fault> faults) {
    super(
        faults.stream()
            .map(fault -> "source " + source + ": " + fault.message())
            .collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /**
   * What is wrong with a setting of a source.
   *
   * @param setting within the source, as in {@code paths[1]}
   * @param message a sentence
   */
  public record Fault(String setting, String message) implements Serializable {}

  /** What is wrong, setting by setting; empty where that is not known. */
  public List<Fault> faults() {
    return faults;
  }
}

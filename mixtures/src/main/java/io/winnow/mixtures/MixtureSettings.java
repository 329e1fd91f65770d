package io.winnow.mixtures;

import io.winnow.corpus.condition.Condition;
import io.winnow.corpus.stage.CheckedSettings;
import io.winnow.corpus.stage.Section;
import io.winnow.corpus.stage.Setting;
import io.winnow.mixtures.epochs.Component;
import io.winnow.mixtures.export.ExportFormat;
import io.winnow.mixtures.repository.FileOrder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** One mixture of a recipe. */
@Section(name = "mixtures", text = "What is written in the end.", list = true)
public record MixtureSettings(
    @Setting(
            value = "Name of the mixture and of its folder.",
            example = "\"pretrain-1\"",
            pattern = "[a-z0-9][a-z0-9._-]*")
        String name,
    @Setting(value = "Megabytes of text in a file.", fallback = "64", minimum = 1, maximum = 1024)
        int shardMegabytes,
    @Setting(
            value = "Sequences of tokens that it is written as.",
            example = "{\"length\": 4096}",
            fallback = "{}")
        SequenceSettings sequence,
    @Setting(
            value = "Formats in which its files are written once more, beside those in Parquet.",
            fallback = "[]",
            words = ExportFormat.class)
        List<String> export,
    @Setting(
            value = "What enters it.",
            example = "[{\"where\": \"kind = web\", \"epochs\": 3.2}]",
            items = 1)
        List<ComponentSettings> components)
    implements CheckedSettings, Serializable {

  private static final String REPOSITORY = "repository";

  /** What a mixture is written as. */
  public record SequenceSettings(
      @Setting(
              value = "Tokens of a sequence; 0 writes documents with their texts instead.",
              fallback = "0",
              minimum = 0,
              maximum = 1048576)
          int length,
      @Setting(
              value =
                  "Whether texts are one stream that is cut where a sequence is full, or whole"
                      + " texts are packed by best fit.",
              fallback = "\"concatenate\"",
              allowed = {"concatenate", "best-fit"})
          String packing)
      implements Serializable {}

  /** One component of a mixture. */
  public record ComponentSettings(
      @Setting(
              value = "Name; component-1 and so on when not given.",
              example = "\"web\"",
              fallback = "\"\"")
          String name,
      @Setting(
              value = "A condition; kept documents for which it holds enter, all when empty.",
              example = "\"kind = web and bucket = 20\"",
              fallback = "\"\"")
          String where,
      @Setting(
              value =
                  "How often each enters; 3.2 is three times, and a fourth for a fifth of them.",
              fallback = "1",
              above = 0,
              maximum = 100)
          double epochs,
      @Setting(
              value = "Whether documents enter each for itself or all files of a repository.",
              fallback = "\"document\"",
              allowed = {"document", "repository"})
          String group,
      @Setting(
              value =
                  "How the files of a repository follow each other: after what they import, by"
                      + " path, by chance, or documentation and build files first.",
              fallback = "\"dependencies\"",
              allowed = {"dependencies", "path", "random", "documentation"})
          String order)
      implements Serializable {
    private boolean isGrouped() {
      return group.equals(REPOSITORY);
    }
  }

  @Override
  public void check(BiConsumer<String, String> fault) {
    if (sequence.length() == 1) {
      fault.accept(
          "sequence.length",
          "sequence.length must be 0, for no sequences, or at least 2, but was 1");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < components.size(); i++) {
      ComponentSettings component = components.get(i);
      if (component.isGrouped() && sequence.length() == 0) {
        fault.accept(
            "components[" + i + "].group",
            "repositories are written as sequences: sequence.length of the mixture must be more"
                + " than 0");
      }
      if (!component.name().isEmpty() && !names.add(component.name())) {
        fault.accept("components[" + i + "].name", "two components are called " + component.name());
      }
    }
  }

  /** The same without exports, which change nothing in the mixture itself. */
  MixtureSettings withoutExport() {
    return new MixtureSettings(name, shardMegabytes, sequence, List.of(), components);
  }

  /** Whether it is written as sequences of tokens, not as documents. */
  public boolean hasSequences() {
    return sequence.length() > 0;
  }

  /** Its components, each with a name. */
  public List<Component> named() {
    List<Component> named = new ArrayList<>();
    for (ComponentSettings component : components) {
      named.add(
          new Component(
              component.name().isEmpty() ? "component-" + (named.size() + 1) : component.name(),
              component.where().isEmpty() ? null : Condition.parse(component.where()),
              component.epochs(),
              component.isGrouped()));
    }
    return named;
  }

  /** Orders of the files of a repository, by the names of components that they enter together. */
  TreeMap<String, FileOrder> orders() {
    TreeMap<String, FileOrder> orders = new TreeMap<>();
    List<Component> named = named();
    for (int i = 0; i < components.size(); i++) {
      if (components.get(i).isGrouped()) {
        orders.put(named.get(i).name(), FileOrder.of(components.get(i).order()));
      }
    }
    return orders;
  }
}

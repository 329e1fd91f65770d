package io.winnow.commands;

import io.winnow.glm.ByteTokenizer;
import io.winnow.glm.model.GlmConfiguration;
import io.winnow.glm.model.RandomCheckpoint;
import io.winnow.glm.model.UnusableCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "random-glm",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Writes a GLM checkpoint with random weights, to measure speed and memory with. By default"
            + " the model of 134 million parameters that Winnow's speed is stated for. Its"
            + " tokens are bytes.",
    footer = {
      "",
      "Examples:",
      "  winnow model random-glm --out models/random-134m",
      "  winnow model benchmark-glm --model models/random-134m"
    })
final class ModelRandomGlmCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where it is written; no checkpoint may be there.")
  private Path out = Path.of("");

  @Option(names = "--hidden", defaultValue = "512", description = "Width of the model.")
  private int hidden;

  @Option(names = "--layers", defaultValue = "8", description = "Layers.")
  private int layers;

  @Option(names = "--dense-layers", defaultValue = "1", description = "The first are no mixtures.")
  private int denseLayers;

  @Option(names = "--heads", defaultValue = "8", description = "Heads of queries.")
  private int heads;

  @Option(names = "--key-value-heads", defaultValue = "2", description = "Heads of keys.")
  private int keyValueHeads;

  @Option(names = "--head-size", defaultValue = "64", description = "Width of a head.")
  private int headSize;

  @Option(names = "--vocabulary", defaultValue = "32000", description = "Tokens.")
  private int vocabulary;

  @Option(names = "--dense-width", defaultValue = "1536", description = "Width of dense MLPs.")
  private int denseWidth;

  @Option(names = "--expert-width", defaultValue = "512", description = "Width of an expert.")
  private int expertWidth;

  @Option(names = "--experts", defaultValue = "16", description = "Experts of a mixture.")
  private int experts;

  @Option(names = "--experts-per-token", defaultValue = "4", description = "That work for a token.")
  private int expertsPerToken;

  @Option(names = "--positions", defaultValue = "8192", description = "The longest sequence.")
  private int positions;

  @Option(names = "--mtp", description = "With a layer that predicts a second token.")
  private boolean mtp;

  @Option(
      names = "--type",
      defaultValue = "F32",
      description = "Of the matrices: F32, BF16, F16 or F8_E4M3 with a scale per row.")
  private String type = "F32";

  @Option(names = "--shards", defaultValue = "1", description = "Files.")
  private int shards;

  @Option(names = "--seed", defaultValue = "45", description = "Decides the numbers.")
  private long seed;

  @Override
  public Integer call() throws IOException {
    if (Files.isDirectory(out)) {
      try (Stream<Path> there = Files.list(out)) {
        List<Path> taken =
            there
                .filter(file -> file.toString().matches(".*(config\\.json|\\.safetensors.*)"))
                .toList();
        if (!taken.isEmpty()) {
          throw new UsageError("--out: there is a checkpoint already: " + taken.get(0));
        }
      }
    }
    RandomCheckpoint checkpoint;
    try {
      checkpoint =
          new RandomCheckpoint(
              new GlmConfiguration(
                  positive("--hidden", hidden),
                  positive("--layers", layers),
                  positive("--heads", heads),
                  positive("--key-value-heads", keyValueHeads),
                  positive("--head-size", headSize),
                  positive("--vocabulary", vocabulary),
                  positive("--dense-width", denseWidth),
                  positive("--expert-width", expertWidth),
                  positive("--experts", experts),
                  positive("--experts-per-token", expertsPerToken),
                  1,
                  notNegative("--dense-layers", denseLayers),
                  1,
                  1,
                  true,
                  1,
                  true,
                  true,
                  headSize / 2,
                  1e6,
                  1e-5,
                  false,
                  mtp ? 1 : 0,
                  positive("--positions", positions)),
              type,
              shards,
              false,
              seed);
    } catch (UnusableCheckpoint | IllegalArgumentException e) {
      throw new UsageError(e.getMessage());
    }
    long parameters = checkpoint.write(out);
    if (vocabulary >= ByteTokenizer.size()) {
      ByteTokenizer.write(out);
    }
    spec.commandLine()
        .getErr()
        .printf(Locale.ROOT, "winnow: %,d parameters are in %s%n", parameters, out);
    return ExitCode.DONE;
  }

  private static int notNegative(String option, int value) {
    if (value < 0) {
      throw new UsageError(option + " must be at least 0, but was " + value);
    }
    return value;
  }

  private static int positive(String option, int value) {
    if (value < 1) {
      throw new UsageError(option + " must be at least 1, but was " + value);
    }
    return value;
  }
}

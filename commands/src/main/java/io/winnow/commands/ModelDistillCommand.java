package io.winnow.commands;

import io.winnow.classifiers.training.Distillation;
import io.winnow.classifiers.training.DistillationSettings;
import io.winnow.classifiers.training.DistilledModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "distill",
    mixinStandardHelpOptions = true,
    description =
        "Makes a static embedding model of the transformer minilm, from texts in JSON Lines. Writes"
            + " model.onnx and card.md, which says how many near pairs it finds among texts it has"
            + " not seen. It is how Winnow's own model is made anew, from the texts that"
            + " classifiers/distil gathers, and is measured on others: recipes know the models that"
            + " Winnow brings, minilm and static, and cannot name another.",
    footer = {
      "",
      "Examples:",
      "  winnow model distill texts.jsonl --about \"what classifiers/distil texts mixes\"",
      "      --licence \"see models/static/card.md\" --out work/static"
    })
final class ModelDistillCommand implements Callable<Integer> {
  private static final int PROGRESS_EVERY = 1000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private TextsToModel texts = new TextsToModel();

  @Option(
      names = "--about",
      required = true,
      paramLabel = "TEXT",
      description = "What the texts are; the card says it.")
  private String about = "";

  @Option(
      names = "--tokens",
      defaultValue = "256",
      description = "Tokens of a piece of text that are looked at.")
  private int tokens = 256;

  @Option(names = "--dimensions", defaultValue = "256", description = "Numbers of a vector.")
  private int dimensions = 256;

  @Option(
      names = "--pieces",
      defaultValue = "12000",
      description = "Pieces of texts, at most, that the transformer sees.")
  private int pieces = 12_000;

  @Option(names = "--rounds", defaultValue = "30", description = "Rounds of learning.")
  private int rounds = 30;

  @Option(names = "--seed", defaultValue = "45", description = "Decides which pieces.")
  private long seed = 45;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    List<String> read = new ArrayList<>();
    texts.read((text, object, file, line) -> read.add(text));
    DistilledModel model;
    try {
      model =
          new Distillation(
                  new DistillationSettings(
                      tokens, dimensions, pieces, rounds, seed, about, texts.licence()))
              .distil(
                  read,
                  count -> {
                    if (count % PROGRESS_EVERY == 0) {
                      err.printf(Locale.ROOT, "  embedded %,d pieces, tokens and texts%n", count);
                      err.flush();
                    }
                  });
    } catch (IllegalArgumentException e) {
      throw new UsageError(e.getMessage());
    }
    texts.write(model.onnx(), model.card(), spec);
    return ExitCode.DONE;
  }
}

package io.winnow.commands;

import io.winnow.classifiers.onnx.ModelFiles;
import io.winnow.classifiers.training.HeadTraining;
import io.winnow.classifiers.training.LabelledText;
import io.winnow.classifiers.training.TrainedModel;
import io.winnow.classifiers.training.TrainingSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description =
        "Trains a model that scores documents by their embeddings, from labelled texts: JSON Lines"
            + " with a text, a label and, where texts belong together, a group. Writes model.onnx,"
            + " model.json and card.md, which says how good it is on texts it has not seen.",
    footer = {
      "",
      "Examples:",
      "  winnow model train pages.jsonl --name keep --label label --positive 1",
      "      --about \"two of three people would keep the page\" --licence CC-BY-4.0",
      "      --out models/keep"
    })
final class ModelTrainCommand implements Callable<Integer> {
  private static final int PROGRESS_EVERY = 500;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private TextsToModel texts = new TextsToModel();

  @Option(names = "--name", required = true, description = "Name of the model.")
  private String name = "";

  @Option(
      names = "--about",
      required = true,
      paramLabel = "TEXT",
      description = "What a positive label stands for; the card says it.")
  private String about = "";

  @Option(names = "--label", defaultValue = "label", description = "Field of the label.")
  private String label = "label";

  @Option(
      names = "--positive",
      paramLabel = "VALUE",
      description = "Labels that are positive; 1 and true unless given.")
  private List<String> positive = new ArrayList<>();

  @Option(
      names = "--group",
      paramLabel = "FIELD",
      description = "Field of what texts belong to; each text is its own group unless given.")
  private @Nullable String group;

  @Option(
      names = "--embedding",
      defaultValue = "minilm",
      description = "Embedding model: minilm or static.")
  private String embedding = "minilm";

  @Option(
      names = "--tokens",
      defaultValue = "256",
      description = "Tokens of a text that are looked at.")
  private int tokens = 256;

  @Option(names = "--length", description = "Let the model know how long a text is.")
  private boolean length;

  @Option(names = "--decay", defaultValue = "0.01", description = "Weight decay.")
  private double decay = 0.01;

  @Option(names = "--folds", defaultValue = "5", description = "Folds, 3 to 100.")
  private int folds = 5;

  @Option(names = "--seed", defaultValue = "45", description = "Decides the split.")
  private long seed = 45;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    List<LabelledText> read = new ArrayList<>();
    texts.read(
        (text, object, file, line) -> {
          boolean isPositive = isPositive(TextsToModel.field(file, line, object, label));
          String of =
              group == null ? file + " " + line : TextsToModel.field(file, line, object, group);
          read.add(new LabelledText(text, isPositive, of));
        });
    TrainedModel model;
    try {
      TrainingSettings settings =
          new TrainingSettings(
              name, embedding, tokens, length, decay, folds, seed, about, texts.licence());
      model =
          new HeadTraining(settings)
              .train(
                  read,
                  count -> {
                    if (count % PROGRESS_EVERY == 0) {
                      err.printf(Locale.ROOT, "  embedded %,d of %,d texts%n", count, read.size());
                      err.flush();
                    }
                  });
    } catch (IllegalArgumentException e) {
      throw new UsageError(e.getMessage());
    }
    Path out = texts.write(model.onnx(), model.card(), spec);
    Files.writeString(out.resolve(ModelFiles.DESCRIPTION), model.description());
    return ExitCode.DONE;
  }

  private boolean isPositive(String value) {
    return positive.isEmpty()
        ? value.equals("1") || value.equals("true")
        : positive.contains(value);
  }
}

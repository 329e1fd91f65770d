package io.winnow.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.classifiers.onnx.ModelFiles;
import io.winnow.classifiers.training.HeadTraining;
import io.winnow.classifiers.training.LabelledText;
import io.winnow.classifiers.training.TrainedModel;
import io.winnow.classifiers.training.TrainingSettings;
import io.winnow.corpus.read.JsonLines;
import io.winnow.corpus.read.WrongInput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "JSON Lines (.jsonl, .gz, .zst).")
  private List<String> files = new ArrayList<>();

  @Option(names = "--name", required = true, description = "Name of the model.")
  private String name = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where it is written.")
  private Path out = Path.of("");

  @Option(
      names = "--about",
      required = true,
      paramLabel = "TEXT",
      description = "What a positive label stands for; the card says it.")
  private String about = "";

  @Option(
      names = "--licence",
      required = true,
      paramLabel = "TEXT",
      description = "Licence of the labelled texts; the card says it.")
  private String licence = "";

  @Option(names = "--text", defaultValue = "text", description = "Field of the text.")
  private String text = "text";

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
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new UsageError("--out must be a folder, but " + out + " is a file");
    }
    List<LabelledText> texts = new ArrayList<>();
    for (String file : files) {
      if (!Files.isRegularFile(Path.of(file))) {
        throw new UsageError("there is no file " + file);
      }
      try {
        JsonLines.read(file, (line, object) -> texts.add(text(file, line, object)));
      } catch (IOException e) {
        throw new WrongInput(file + " cannot be read: " + e.getMessage());
      }
    }
    TrainedModel model;
    try {
      TrainingSettings settings =
          new TrainingSettings(name, embedding, tokens, length, decay, folds, seed, about, licence);
      model =
          new HeadTraining(settings)
              .train(
                  texts,
                  count -> {
                    if (count % PROGRESS_EVERY == 0) {
                      err.printf("  embedded %,d of %,d texts%n", count, texts.size());
                      err.flush();
                    }
                  });
    } catch (IllegalArgumentException e) {
      throw new UsageError(e.getMessage());
    }
    Files.createDirectories(out);
    Files.write(out.resolve(ModelFiles.ONNX), model.onnx());
    Files.writeString(out.resolve(ModelFiles.DESCRIPTION), model.description());
    Files.writeString(out.resolve("card.md"), model.card());
    err.println("winnow: the model is in " + out);
    spec.commandLine().getOut().print(model.card());
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }

  private LabelledText text(String file, long line, JsonNode object) {
    String group = this.group;
    return new LabelledText(
        field(file, line, object, text),
        isPositive(field(file, line, object, label)),
        group == null ? file + " " + line : field(file, line, object, group));
  }

  private boolean isPositive(String value) {
    return positive.isEmpty()
        ? value.equals("1") || value.equals("true")
        : positive.contains(value);
  }

  private static String field(String file, long line, JsonNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null || !value.isValueNode() || value.isNull()) {
      throw new WrongInput(file + ", line " + line + " has no field " + name);
    }
    return value.asText();
  }
}

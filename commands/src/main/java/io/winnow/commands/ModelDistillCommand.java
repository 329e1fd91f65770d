package io.winnow.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.classifiers.onnx.ModelFiles;
import io.winnow.classifiers.training.Distillation;
import io.winnow.classifiers.training.DistillationSettings;
import io.winnow.classifiers.training.DistilledModel;
import io.winnow.corpus.read.JsonLines;
import io.winnow.corpus.read.WrongInput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "JSON Lines (.jsonl, .gz, .zst).")
  private List<String> files = new ArrayList<>();

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
      description = "What the texts are; the card says it.")
  private String about = "";

  @Option(
      names = "--licence",
      required = true,
      paramLabel = "TEXT",
      description = "Licence of the texts; the card says it.")
  private String licence = "";

  @Option(names = "--text", defaultValue = "text", description = "Field of the text.")
  private String text = "text";

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
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new UsageError("--out must be a folder, but " + out + " is a file");
    }
    List<String> texts = new ArrayList<>();
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
    DistilledModel model;
    try {
      model =
          new Distillation(
                  new DistillationSettings(
                      tokens, dimensions, pieces, rounds, seed, about, licence))
              .distil(
                  texts,
                  count -> {
                    if (count % PROGRESS_EVERY == 0) {
                      err.printf("  embedded %,d pieces, tokens and texts%n", count);
                      err.flush();
                    }
                  });
    } catch (IllegalArgumentException e) {
      throw new UsageError(e.getMessage());
    }
    Files.createDirectories(out);
    Files.write(out.resolve(ModelFiles.ONNX), model.onnx());
    Files.writeString(out.resolve("card.md"), model.card());
    err.println("winnow: the model is in " + out);
    spec.commandLine().getOut().print(model.card());
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }

  private String text(String file, long line, JsonNode object) {
    JsonNode value = object.get(text);
    if (value == null || !value.isTextual()) {
      throw new WrongInput(file + ", line " + line + " has no text in a field " + text);
    }
    return value.asText();
  }
}

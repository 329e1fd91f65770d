package io.winnow.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.classifiers.onnx.ModelFiles;
import io.winnow.corpus.files.JsonLines;
import io.winnow.corpus.files.WrongInput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What commands that make a model from texts have in common: where both lie, and the card. */
final class TextsToModel {
  @Parameters(paramLabel = "FILE", arity = "1..*", description = "JSON Lines (.jsonl, .gz, .zst).")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where it is written.")
  private Path out = Path.of("");

  @Option(
      names = "--licence",
      required = true,
      paramLabel = "TEXT",
      description = "Licence of the texts; the card says it.")
  private String licence = "";

  @Option(names = "--text", defaultValue = "text", description = "Field of the text.")
  private String text = "text";

  String licence() {
    return licence;
  }

  /** Takes a line that has a text. */
  @FunctionalInterface
  interface TextSink {
    void accept(String text, JsonNode object, String file, long line);
  }

  /**
   * Makes a place for the model, then reads the texts.
   *
   * @throws UsageError if there is no such file, or no such place can be
   * @throws WrongInput if a file cannot be read, or a line has no text
   */
  void read(TextSink texts) throws IOException {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new UsageError("--out must be a folder, but " + out + " is a file");
    }
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new UsageError("--out: there can be no folder " + out + ": " + e.getMessage());
    }
    if (!Files.isWritable(out)) {
      throw new UsageError("--out: nothing can be written to " + out);
    }
    for (String file : files) {
      if (!Files.isRegularFile(Path.of(file))) {
        throw new UsageError("there is no file " + file);
      }
      try {
        JsonLines.read(
            file,
            (line, object) -> texts.accept(field(file, line, object, text), object, file, line));
      } catch (IOException e) {
        throw new WrongInput(file + " cannot be read: " + e.getMessage());
      }
    }
  }

  /**
   * A field of a line as a string.
   *
   * @throws WrongInput if there is none
   */
  static String field(String file, long line, JsonNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null || !value.isValueNode() || value.isNull()) {
      throw new WrongInput(file + ", line " + line + " has no field " + name);
    }
    return value.asText();
  }

  /** Writes the model and its card, and prints the card; gives the folder. */
  Path write(byte[] onnx, String card, CommandSpec spec) throws IOException {
    Files.write(out.resolve(ModelFiles.ONNX), onnx);
    Files.writeString(out.resolve("card.md"), card);
    spec.commandLine().getErr().println("winnow: the model is in " + out);
    PrintWriter to = spec.commandLine().getOut();
    to.print(card);
    to.flush();
    return out;
  }
}

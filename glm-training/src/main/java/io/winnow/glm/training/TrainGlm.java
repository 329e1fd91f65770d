package io.winnow.glm.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.corpus.Digest;
import io.winnow.corpus.files.JsonLines;
import io.winnow.corpus.files.WrongInput;
import io.winnow.corpus.table.Row;
import io.winnow.corpus.table.TableReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow model train-glm}: a program of its own, since its libraries are. */
@Command(
    name = "winnow model train-glm",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    description =
        "Trains a small model of the GLM-4.5 architecture on texts: the folder of a mixture, or"
            + " JSON Lines with a text and, with --tokenizer, optionally its ids. Writes"
            + " config.json, model.safetensors, tokenizer.json, tokenizer_config.json, card.md and"
            + " curve.svg. The same command goes on where it was interrupted.",
    footer = {
      "",
      "Example:",
      "  winnow model train-glm texts.jsonl --minutes 90 --about \"books and speeches\"",
      "      --licence \"public domain\" --out models/proxy",
      "  winnow model train-glm out/mixtures/pretrain-1 --minutes 90 --about \"what out is made"
          + " of\"",
      "      --licence CC-BY-4.0 --out models/proxy"
    })
public final class TrainGlm implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int INTERNAL_ERROR = 1;
  private static final int WRONG_USAGE = 2;
  private static final int REFUSED = 4;
  private static final String CARD = "card.md";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "JSON Lines (.jsonl, .gz, .zst), or the folder of a mixture of documents.")
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

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "A tokenizer.json to use; one is trained unless given.")
  private @Nullable Path tokenizer;

  @Option(names = "--held-out", description = "Share of the texts that is held out, by hash.")
  private double heldOut = 0.02;

  @Option(names = "--steps", description = "Updates at most.")
  private long steps = 1_000_000;

  @Option(
      names = "--minutes",
      defaultValue = "0",
      description = "Time at most; 0 for no limit, which --steps then must give.")
  private double minutes;

  @Option(names = "--batch", description = "Sequences of an update.")
  private int batch = 32;

  @Option(names = "--micro-batch", description = "Sequences of one pass.")
  private int microBatch = 4;

  @Option(names = "--lanes", description = "Threads.")
  private int lanes = 2;

  @Option(names = "--rate", description = "Highest learning rate.")
  private double rate = 0.004;

  @Option(
      names = "--bias-rate",
      description = "Step of the biases that even out the experts' loads.")
  private double biasRate = 0.001;

  @Option(names = "--seed", description = "Decides weights, order and split.")
  private long seed = 45;

  @Option(
      names = "--vocabulary",
      description = "Tokens, special ones included; of a new tokenizer.")
  private int vocabulary = 4096;

  @Option(names = "--context", description = "Tokens of a sequence.")
  private int context = 512;

  @Option(names = "--hidden", description = "Size of the residual stream.")
  private int hidden = 256;

  @Option(names = "--layers", description = "Without the MTP layer.")
  private int layers = 4;

  @Option(names = "--dense-layers", description = "The first so many.")
  private int denseLayers = 1;

  @Option(names = "--heads", description = "Query heads.")
  private int heads = 8;

  @Option(names = "--key-value-heads", description = "They share.")
  private int keyValueHeads = 2;

  @Option(names = "--head-size", description = "Numbers of a head.")
  private int headSize = 32;

  @Option(names = "--intermediate", description = "Width of a dense MLP.")
  private int intermediate = 512;

  @Option(names = "--expert-intermediate", description = "Of an expert.")
  private int expertIntermediate = 128;

  @Option(names = "--experts", description = "That routers choose from.")
  private int experts = 12;

  @Option(names = "--chosen-experts", description = "For each token.")
  private int chosenExperts = 2;

  @Option(names = "--separate-head", description = "The head is not the embedding.")
  private boolean separateHead;

  @Option(names = "--float32", description = "Store weights as F32, not BF16.")
  private boolean float32;

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        run(
            new PrintWriter(System.out, false, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            arguments));
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = new CommandLine(new TrainGlm());
    line.setOut(out);
    line.setErr(err);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(
        (fault, given) -> {
          err.println("winnow: " + fault.getMessage());
          err.println("winnow model train-glm --help says what there is");
          return WRONG_USAGE;
        });
    line.setExecutionExceptionHandler(
        (fault, command, parsed) -> {
          if (fault instanceof Checkpoint.OfAnotherTraining) {
            err.println("winnow: " + fault.getMessage());
            return REFUSED;
          }
          if (fault instanceof WrongInput || fault instanceof IllegalArgumentException) {
            err.println("winnow: " + fault.getMessage());
            return WRONG_USAGE;
          }
          fault.printStackTrace(err);
          return INTERNAL_ERROR;
        });
    int code = line.execute(arguments);
    out.flush();
    err.flush();
    return code;
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    for (String file : files) {
      if (!Files.exists(Path.of(file))) {
        throw new WrongInput("there is no file " + file);
      }
    }
    if (Files.exists(out.resolve(CARD)) && !Files.exists(out.resolve(Checkpoint.FILE))) {
      throw new WrongInput("--out: there is a trained model in " + out + " already");
    }
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new WrongInput("--out must be a folder, but " + out + " is a file");
    }
    if (minutes == 0 && !spec.commandLine().getParseResult().hasMatchedOption("--steps")) {
      throw new IllegalArgumentException("how long to train? --steps or --minutes must be given");
    }
    TrainingSettings settings = settings();
    BpeTokenizer tokens = tokenizer == null ? trained(err) : tokenizer(tokenizer);
    TokenTexts texts = texts(tokens);
    int rows = Math.max(vocabulary, tokens.size());
    GlmShape shape = shape(tokenizer == null ? rows : (tokens.size() + 63) / 64 * 64);
    err.printf(
        Locale.ROOT,
        "winnow: %,d texts of %,d tokens to train on, %,d of %,d held out; %,d parameters, %,d"
            + " active%n",
        texts.training().size(),
        texts.trainingTokens(),
        texts.heldOutTexts(),
        texts.heldOutTokens(),
        shape.parameters(),
        shape.activeParameters());
    TrainingRun.Result result =
        new TrainingRun(
                texts,
                shape,
                settings,
                out,
                !float32,
                line -> {
                  err.println("  " + line);
                  err.flush();
                })
            .run();
    String card = new Card(shape, settings, texts, result, about, licence, !float32).text();
    Files.writeString(out.resolve(CARD), card);
    Files.deleteIfExists(out.resolve(Checkpoint.FILE));
    err.println("winnow: the model is in " + out);
    spec.commandLine().getOut().print(card);
    return DONE;
  }

  private static BpeTokenizer tokenizer(Path file) {
    try {
      return BpeTokenizer.read(file);
    } catch (JsonProcessingException e) {
      throw new WrongInput("--tokenizer: " + file + " is not JSON");
    } catch (IOException e) {
      throw new WrongInput("--tokenizer: " + file + " cannot be read");
    }
  }

  private TrainingSettings settings() {
    int inOnePass = Math.min(microBatch, batch);
    return TrainingSettings.of(steps, minutes, batch, inOnePass, lanes, rate, biasRate, seed);
  }

  private GlmShape shape(int rows) {
    GlmShape standard = GlmShape.standard();
    return new GlmShape(
        rows,
        hidden,
        layers,
        denseLayers,
        heads,
        keyValueHeads,
        headSize,
        intermediate,
        expertIntermediate,
        experts,
        chosenExperts,
        standard.sharedExperts(),
        standard.routedScale(),
        standard.attentionBias(),
        standard.queryKeyNorm(),
        !separateHead,
        standard.mtpLayers(),
        standard.ropeBase(),
        context);
  }

  /** A tokenizer of the texts that are not held out. */
  private BpeTokenizer trained(PrintWriter err) {
    BpeTraining training = new BpeTraining();
    for (String file : files) {
      read(
          file,
          (place, text, ids) -> {
            if (ids != null) {
              throw new WrongInput(place + " has ids, which need --tokenizer to mean something");
            }
            if (!TokenTexts.isHeldOut(Digest.ofText(text), heldOut, seed)) {
              training.add(text);
            }
          });
    }
    BpeTokenizer trained = training.train(vocabulary - BpeTokenizer.SPECIAL.size());
    err.printf(Locale.ROOT, "winnow: a tokenizer of %,d tokens%n", trained.size());
    return trained;
  }

  private TokenTexts texts(BpeTokenizer tokens) {
    TokenTexts texts = new TokenTexts(tokens, heldOut, seed);
    for (String file : files) {
      read(
          file,
          (place, text, given) -> {
            int[] ids = given == null ? tokens.encode(text) : ids(given, tokens.size(), place);
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            texts.add(new TokenTexts.Text(Digest.ofText(text), ids, bytes));
          });
    }
    return texts;
  }

  private static int[] ids(JsonNode given, int size, String place) {
    int[] ids = new int[given.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = given.path(i).asInt(-1);
      if (ids[i] < 0 || ids[i] >= size) {
        throw new WrongInput(place + " has an id that the tokenizer does not know");
      }
    }
    return ids;
  }

  @FunctionalInterface
  private interface TextSink {
    void accept(String place, String text, @Nullable JsonNode ids);
  }

  /** Reads JSON Lines, or the documents of a mixture. */
  private static void read(String file, TextSink sink) {
    try {
      if (Files.isDirectory(Path.of(file))) {
        readMixture(Path.of(file), sink);
        return;
      }
      JsonLines.read(
          file,
          (line, object) -> {
            String place = file + ", line " + line;
            if (!object.path("text").isTextual()) {
              throw new WrongInput(place + " has no text");
            }
            sink.accept(place, object.path("text").textValue(), object.get("ids"));
          });
    } catch (IOException e) {
      throw new WrongInput(file + " cannot be read to its end: " + e.getMessage());
    }
  }

  private static void readMixture(Path folder, TextSink sink) throws IOException {
    List<Path> parts;
    try (Stream<Path> all = Files.list(folder)) {
      parts = all.filter(path -> path.toString().endsWith(".parquet")).sorted().toList();
    }
    if (parts.isEmpty()) {
      throw new WrongInput(folder + " is no mixture: it has no .parquet files");
    }
    for (Path part : parts) {
      try (TableReader rows =
          TableReader.open(FileSystems.matchNewResource(part.toString(), false))) {
        int text = rows.schema().has("text") ? rows.schema().indexOf("text") : -1;
        if (text < 0) {
          throw new WrongInput(
              folder + " holds sequences: train on a mixture of documents, or on JSON Lines");
        }
        for (Row row = rows.row(); row != null; row = rows.row()) {
          sink.accept(part.toString(), String.valueOf(row.value(text)), null);
        }
      }
    }
  }
}

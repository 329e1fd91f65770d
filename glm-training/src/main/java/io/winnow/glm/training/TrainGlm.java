package io.winnow.glm.training;

import io.winnow.corpus.Digest;
import io.winnow.corpus.read.JsonLines;
import io.winnow.corpus.read.WrongInput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
        "Trains a small model of the GLM-4.5 architecture on texts: JSON Lines with a text and,"
            + " with --tokenizer, optionally its ids. Writes config.json, model.safetensors,"
            + " tokenizer.json, tokenizer_config.json, card.md and curve.svg. The same command goes"
            + " on where it was interrupted.",
    footer = {
      "",
      "Example:",
      "  winnow model train-glm texts.jsonl --minutes 90 --about \"books and speeches\"",
      "      --licence \"public domain\" --out models/proxy"
    })
public final class TrainGlm implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int INTERNAL_ERROR = 1;
  private static final int WRONG_USAGE = 2;
  private static final int REFUSED = 4;

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

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "A tokenizer.json to use; one is trained unless given.")
  private @Nullable Path tokenizer;

  @Option(
      names = "--held-out",
      defaultValue = "0.02",
      description = "Share of the texts that is held out, by hash.")
  private double heldOut = 0.02;

  @Option(names = "--steps", defaultValue = "1000000", description = "Updates at most.")
  private long steps = 1_000_000;

  @Option(
      names = "--minutes",
      defaultValue = "0",
      description = "Time at most; 0 for no limit, which --steps then must give.")
  private double minutes;

  @Option(names = "--batch", defaultValue = "32", description = "Sequences of an update.")
  private int batch = 32;

  @Option(names = "--micro-batch", defaultValue = "4", description = "Sequences of one pass.")
  private int microBatch = 4;

  @Option(names = "--lanes", defaultValue = "2", description = "Threads.")
  private int lanes = 2;

  @Option(names = "--rate", defaultValue = "0.004", description = "Highest learning rate.")
  private double rate = 0.004;

  @Option(
      names = "--bias-rate",
      defaultValue = "0.001",
      description = "Step of the biases that even out the experts' loads.")
  private double biasRate = 0.001;

  @Option(names = "--seed", defaultValue = "45", description = "Decides weights, order and split.")
  private long seed = 45;

  @Option(
      names = "--vocabulary",
      defaultValue = "4096",
      description = "Tokens, special ones included; of a new tokenizer.")
  private int vocabulary = 4096;

  @Option(names = "--context", defaultValue = "512", description = "Tokens of a sequence.")
  private int context = 512;

  @Option(names = "--hidden", defaultValue = "256", description = "Size of the residual stream.")
  private int hidden = 256;

  @Option(names = "--layers", defaultValue = "4", description = "Without the MTP layer.")
  private int layers = 4;

  @Option(names = "--dense-layers", defaultValue = "1", description = "The first so many.")
  private int denseLayers = 1;

  @Option(names = "--heads", defaultValue = "8", description = "Query heads.")
  private int heads = 8;

  @Option(names = "--key-value-heads", defaultValue = "2", description = "They share.")
  private int keyValueHeads = 2;

  @Option(names = "--head-size", defaultValue = "32", description = "Numbers of a head.")
  private int headSize = 32;

  @Option(names = "--intermediate", defaultValue = "512", description = "Width of a dense MLP.")
  private int intermediate = 512;

  @Option(names = "--expert-intermediate", defaultValue = "128", description = "Of an expert.")
  private int expertIntermediate = 128;

  @Option(names = "--experts", defaultValue = "12", description = "That routers choose from.")
  private int experts = 12;

  @Option(names = "--chosen-experts", defaultValue = "2", description = "For each token.")
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
    if (minutes == 0 && !spec.commandLine().getParseResult().hasMatchedOption("--steps")) {
      throw new IllegalArgumentException("how long to train? --steps or --minutes must be given");
    }
    TrainingSettings settings = settings();
    BpeTokenizer tokens = tokenizer == null ? trained(err) : BpeTokenizer.read(tokenizer);
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
    Files.writeString(out.resolve("card.md"), card);
    Files.deleteIfExists(out.resolve(Checkpoint.FILE));
    err.println("winnow: the model is in " + out);
    spec.commandLine().getOut().print(card);
    return DONE;
  }

  private TrainingSettings settings() {
    TrainingSettings standard = TrainingSettings.standard();
    return new TrainingSettings(
        steps,
        minutes,
        batch,
        Math.min(microBatch, batch),
        lanes,
        rate,
        standard.lastRate(),
        standard.warmup(),
        standard.decay(),
        standard.clip(),
        standard.mtpWeight(),
        standard.balanceWeight(),
        biasRate,
        seed);
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
  private BpeTokenizer trained(PrintWriter err) throws IOException {
    BpeTraining training = new BpeTraining();
    for (String file : files) {
      JsonLines.read(
          file,
          (line, object) -> {
            if (object.has("ids")) {
              throw new WrongInput(
                  file + ", line " + line + " has ids, which need --tokenizer to mean something");
            }
            String text = object.path("text").asText();
            if (!TokenTexts.isHeldOut(Digest.ofText(text), heldOut, seed)) {
              training.add(text);
            }
          });
    }
    BpeTokenizer trained = training.train(vocabulary - BpeTokenizer.SPECIAL.size());
    err.printf(Locale.ROOT, "winnow: a tokenizer of %,d tokens%n", trained.size());
    return trained;
  }

  private TokenTexts texts(BpeTokenizer tokens) throws IOException {
    TokenTexts texts = new TokenTexts(tokens, heldOut, seed);
    for (String file : files) {
      JsonLines.read(
          file,
          (line, object) -> {
            if (!object.path("text").isTextual()) {
              throw new WrongInput(file + ", line " + line + " has no text");
            }
            String text = object.path("text").asText();
            int[] ids = tokens.encode(text);
            if (object.has("ids")) {
              ids = new int[object.path("ids").size()];
              for (int i = 0; i < ids.length; i++) {
                ids[i] = object.path("ids").path(i).asInt(-1);
                if (ids[i] < 0 || ids[i] >= tokens.size()) {
                  throw new WrongInput(
                      file + ", line " + line + " has an id that the tokenizer does not know");
                }
              }
            }
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            texts.add(new TokenTexts.Text(Digest.ofText(text), ids, bytes));
          });
    }
    return texts;
  }
}

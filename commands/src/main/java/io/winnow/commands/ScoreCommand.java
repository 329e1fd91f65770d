package io.winnow.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.commands.print.Screen;
import io.winnow.corpus.files.JsonLines;
import io.winnow.corpus.files.WrongInput;
import io.winnow.glm.GlmScore;
import io.winnow.glm.GlmScorer;
import io.winnow.glm.NotScorable;
import io.winnow.glm.ScorerOptions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description = {
      "Scores documents with a GLM checkpoint and prints a JSON line for each, in the order of the"
          + " input.%n",
      "Takes JSON Lines {\"id\",\"text\"}, or with --ids {\"id\",\"ids\"}. Every token of a text is"
          + " scored, given [gMASK]<sop> and the tokens before it; ids are scored as they are, all"
          + " but the first. Logarithms are natural. A value that does not exist is absent: a text"
          + " without tokens has no score, and a model without a layer that predicts a second token"
          + " nothing that begins with mtp_.%n",
      "A line that cannot be scored is told on stderr with its file and number, and costs nothing"
          + " but itself; the exit code is then 3. A checkpoint that fails its checks, or does not"
          + " fit the memory, is refused with exit code 4."
    },
    footer = {
      "",
      "Examples:",
      "  winnow score --model GLM-4.5-Air pages.jsonl.gz > scores.jsonl",
      "  winnow extract page.html | winnow score --model models/proxy --per-token -"
    })
final class ScoreCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STANDARD_INPUT = "-";

  /** Documents that wait, for each thread: enough for a long one not to stop the others. */
  private static final int WAITING = 16;

  private static final long PROGRESS_NANOS = 5_000_000_000L;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "JSON Lines (.jsonl, .gz, .zst), or - for standard input.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Folder of a glm4_moe checkpoint in the layout of the Hugging Face hub.")
  private Path model = Path.of("");

  @Option(names = "--ids", description = "Lines have ids, not text; no prefix is added.")
  private boolean ids;

  @Option(
      names = "--per-token",
      description = "Also print log_probs and mtp_log_probs, a number for each token.")
  private boolean perToken;

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Tokens that the model sees at once, the prefix among them; at least 4. By default as"
              + " many as it has positions for.")
  private int window;

  @Option(
      names = "--stride",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Tokens by which the window moves on over a longer document, at most the window less 2;"
              + " half the window by default.")
  private int stride;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Documents scored at a time, each by one thread; as many as there are processors by"
              + " default. Scores do not depend on it.")
  private int threads = Runtime.getRuntime().availableProcessors();

  private long documents;
  private long tokens;
  private long wrong;
  private long start;
  private long lastProgress;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    check();
    start = System.nanoTime();
    try (GlmScorer scorer = open()) {
      if (!ids) {
        scorer.loadTokenizer();
      }
      err.printf(
          Locale.ROOT,
          "winnow: loaded %s in %s%n",
          model,
          ConsoleProgress.seconds(System.nanoTime() - start));
      err.flush();
      start = System.nanoTime();
      lastProgress = start;
      score(scorer);
    } catch (NobodyReads e) {
      return ExitCode.DONE;
    }
    progress("scored");
    if (wrong > 0) {
      err.printf(Locale.ROOT, "winnow: %,d lines could not be scored%n", wrong);
    }
    return wrong == 0 ? ExitCode.DONE : ExitCode.DEAD_LETTERS;
  }

  private void check() {
    if (!Files.isDirectory(model)) {
      throw new UsageError("--model: there is no folder " + model);
    }
    if (threads < 1) {
      throw new UsageError("--threads must be at least 1, but was " + threads);
    }
    // Zero stands for a default here, but nobody means that.
    for (String option : List.of("--window", "--stride")) {
      int value = option.equals("--window") ? window : stride;
      int least = option.equals("--window") ? 4 : 1;
      boolean given = spec.commandLine().getParseResult().hasMatchedOption(option);
      if (value < (given ? least : 0)) {
        throw new UsageError(option + " must be at least " + least + ", but was " + value);
      }
    }
    for (String file : files) {
      if (!file.equals(STANDARD_INPUT) && !Files.isRegularFile(Path.of(file))) {
        throw new UsageError("there is no file " + file);
      }
    }
  }

  private GlmScorer open() throws IOException {
    try {
      return GlmScorer.open(
          model,
          ScorerOptions.standard().withWindow(window).withStride(stride).withThreads(threads));
    } catch (IllegalArgumentException e) {
      throw new UsageError(e.getMessage());
    }
  }

  private void score(GlmScorer scorer) throws IOException {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    ArrayDeque<Future<Line>> lines = new ArrayDeque<>();
    try {
      for (String file : files) {
        String name = file.equals(STANDARD_INPUT) ? "standard input" : file;
        JsonLines.ObjectSink objects =
            (line, object) -> {
              lines.add(workers.submit(() -> score(scorer, name, line, object)));
              while (lines.size() > WAITING * threads
                  || !lines.isEmpty() && lines.peek().isDone()) {
                print(lines.remove());
              }
            };
        JsonLines.FaultSink faults =
            (line, fault) -> {
              while (!lines.isEmpty()) {
                print(lines.remove());
              }
              tell(name + ", line " + line + " " + fault);
            };
        try {
          if (file.equals(STANDARD_INPUT)) {
            JsonLines.read(new BufferedInputStream(System.in), objects, faults);
          } else {
            JsonLines.read(file, objects, faults);
          }
        } catch (IOException e) {
          while (!lines.isEmpty()) {
            print(lines.remove());
          }
          throw new WrongInput(name + " cannot be read to its end: " + e.getMessage());
        }
      }
      while (!lines.isEmpty()) {
        print(lines.remove());
      }
    } finally {
      finish(workers);
    }
  }

  /** Waits for those at work: the model must not be closed before. */
  private static void finish(ExecutorService workers) {
    workers.shutdownNow();
    boolean interrupted = false;
    while (!workers.isTerminated()) {
      try {
        workers.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What becomes of a line of input.
   *
   * @param text of output, or what is wrong
   * @param tokens scored; -1 if something is wrong
   */
  private record Line(String text, int tokens) {}

  private Line score(GlmScorer scorer, String file, long line, JsonNode object) throws IOException {
    try {
      JsonNode id = object.get("id");
      if (id == null || !id.isValueNode() || id.isNull()) {
        throw new WrongLine("has no id");
      }
      GlmScore score =
          ids ? scorer.scoreIds(ids(object.get("ids"))) : scorer.score(text(object.get("text")));
      return new Line(JSON.writeValueAsString(json(id, score)), score.tokens());
    } catch (WrongLine e) {
      return new Line(file + ", line " + line + " " + e.getMessage(), -1);
    } catch (NotScorable e) {
      return new Line(file + ", line " + line + ": " + e.getMessage(), -1);
    }
  }

  /** The other end of a pipe has had enough. */
  private static final class NobodyReads extends RuntimeException {}

  private static final class WrongLine extends RuntimeException {
    WrongLine(String message) {
      super(message);
    }
  }

  private static String text(JsonNode node) {
    if (node == null || !node.isTextual()) {
      throw new WrongLine(node == null ? "has no text" : "has a text that is no string");
    }
    return node.textValue();
  }

  private static int[] ids(JsonNode node) {
    if (node == null || !node.isArray()) {
      throw new WrongLine(node == null ? "has no ids" : "has ids that are no list");
    }
    int[] numbers = new int[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode number = node.get(i);
      if (!number.isIntegralNumber() || !number.canConvertToInt()) {
        throw new WrongLine("has an id that is no whole number of 32 bits: " + number);
      }
      numbers[i] = number.intValue();
    }
    return numbers;
  }

  private ObjectNode json(JsonNode id, GlmScore score) {
    ObjectNode json = JSON.createObjectNode();
    json.set("id", id);
    json.put("tokens", score.tokens());
    put(json, "nll_sum", score.nllSum());
    put(json, "nll_mean", score.nllMean());
    put(json, "perplexity", score.perplexity());
    put(json, "bits_per_byte", score.bitsPerByte());
    put(json, "mtp_nll_mean", score.predictedNllMean());
    put(json, "mtp_greedy_acceptance", score.greedyAcceptance());
    put(json, "mtp_expected_acceptance", score.expectedAcceptance());
    if (perToken) {
      numbers(json, "log_probs", score.logProbabilities());
      numbers(json, "mtp_log_probs", score.predictedLogProbabilities());
    }
    return json;
  }

  private static void put(ObjectNode json, String name, OptionalDouble value) {
    if (value.isPresent()) {
      json.put(name, value.getAsDouble());
    }
  }

  private static void numbers(ObjectNode json, String name, double[] values) {
    if (values.length > 0) {
      ArrayNode list = json.putArray(name);
      for (double value : values) {
        // They are floats, and shorter when written as such.
        list.add((float) value);
      }
    }
  }

  private void print(Future<Line> future) throws IOException {
    Line line = get(future);
    if (line.tokens() < 0) {
      tell(line.text());
      return;
    }
    spec.commandLine().getOut().println(line.text());
    if (spec.commandLine().getOut().checkError()) {
      throw new NobodyReads();
    }
    documents++;
    tokens += line.tokens();
    if (System.nanoTime() - lastProgress > PROGRESS_NANOS) {
      lastProgress = System.nanoTime();
      spec.commandLine().getOut().flush();
      progress("so far");
    }
  }

  private static Line get(Future<Line> future) throws IOException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException fault) {
        throw fault;
      }
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void tell(String fault) {
    wrong++;
    spec.commandLine().getErr().println("winnow: " + Screen.line(fault));
    spec.commandLine().getErr().flush();
  }

  private void progress(String what) {
    long elapsed = System.nanoTime() - start;
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        Locale.ROOT,
        "  %s: %,d documents, %,d tokens, %s, %,.0f tokens/s%n",
        what,
        documents,
        tokens,
        ConsoleProgress.seconds(elapsed),
        tokens / Math.max(1e-9, elapsed * 1e-9));
    err.flush();
  }
}

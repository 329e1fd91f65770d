package io.winnow.glm.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A training from its texts to the files of a model: goes on from a checkpoint if there is one,
 * says how it goes, and compares what comes out with a baseline over the same tokens.
 *
 * @param folder where checkpoints and results go
 * @param bfloat whether weights are stored as BF16
 * @param progress hears lines for a person
 * @param checkpointMillis between two checkpoints
 */
record TrainingRun(
    TokenTexts texts,
    GlmShape shape,
    TrainingSettings settings,
    Path folder,
    boolean bfloat,
    Consumer<String> progress,
    long checkpointMillis) {
  static final int BASELINE_ORDER = 5;

  private static final long CHECKPOINT_MILLIS = 5 * 60_000;
  private static final long PROGRESS_MILLIS = 10_000;

  /** Held-out tokens that are looked at during the training, some twenty times. */
  private static final int QUICK_TOKENS = 6_000;

  private static final int HELD_OUT_TOKENS = 200_000;
  private static final int WINDOWS = 16;
  private static final double LOG_TWO = Math.log(2);

  TrainingRun(
      TokenTexts texts,
      GlmShape shape,
      TrainingSettings settings,
      Path folder,
      boolean bfloat,
      Consumer<String> progress) {
    this(texts, shape, settings, folder, bfloat, progress, CHECKPOINT_MILLIS);
  }

  /**
   * A model's likeness to held-out text.
   *
   * @param nll sum of negative log-likelihoods, in natural logs
   * @param tokens scored
   * @param bytes of the scored text in UTF-8
   */
  record Figures(double nll, long tokens, long bytes) {
    double mean() {
      return nll / tokens;
    }

    double bitsPerByte() {
      return nll / (LOG_TWO * bytes);
    }
  }

  /**
   * What a run gives.
   *
   * @param steps done
   * @param elapsedMillis of all its parts
   * @param model on held-out text, with the weights as they are stored
   * @param baseline on the same text
   * @param curve of it
   */
  record Result(long steps, long elapsedMillis, Figures model, Figures baseline, LossCurve curve) {}

  /**
   * Trains to the end and writes the model's files and the curve.
   *
   * @throws Checkpoint.OfAnotherTraining if there is a checkpoint of another training
   */
  Result run() throws IOException {
    Files.createDirectories(folder);
    List<TokenTexts.Text> heldOut = texts.heldOut(HELD_OUT_TOKENS);
    if (heldOut.isEmpty()) {
      throw new IllegalArgumentException(
          "no text is held out: more texts are needed, or a larger held-out share");
    }
    LossCurve curve = new LossCurve();
    try (Training training = new Training(shape, settings)) {
      long elapsed = train(training, curve);
      if (bfloat) {
        HuggingFaceFolder.round(training.parameters());
      }
      progress.accept("scoring held-out text");
      Figures model = figures(training, heldOut);
      HuggingFaceFolder.write(folder, shape, training.parameters(), texts.tokenizer(), bfloat);
      progress.accept("counting the baseline");
      Figures baseline = baseline(heldOut);
      String title =
          String.format(
              Locale.ROOT,
              "%.1f M parameters, %.1f M active",
              shape.parameters() / 1e6,
              shape.activeParameters() / 1e6);
      Files.writeString(
          folder.resolve("curve.svg"),
          curve.svg(title, (long) settings.batch() * shape.context(), baseline.mean()));
      return new Result(training.steps(), elapsed, model, baseline, curve);
    }
  }

  /** What makes two runs the same training. */
  private String identity() {
    return shape + " " + settings + " " + texts.digest();
  }

  /** Gives the milliseconds spent, earlier ones too. */
  private long train(Training training, LossCurve curve) throws IOException {
    List<TokenTexts.Text> quick = texts.heldOut(QUICK_TOKENS);
    long before = Checkpoint.read(folder, training, identity(), curve);
    if (training.steps() > 0) {
      progress.accept("going on after step " + training.steps());
    }
    long start = System.nanoTime();
    long saved = 0;
    long said = 0;
    long firstStep = training.steps();
    long measure = Math.max(1, settings.steps() / 20);
    long measured = 0;
    long cost = 0;
    while (done(training.steps(), before + millis(start)) < 1) {
      long elapsed = before + millis(start);
      Batch batch =
          texts.batch(training.steps() * settings.batch(), settings.batch(), shape.context());
      Training.Step step = training.step(batch, done(training.steps(), elapsed));
      curve.add(step);
      elapsed = before + millis(start);
      // With a limit of time the steps are not known: then some twenty times, but never at more
      // than a twentieth of the time.
      boolean due =
          settings.minutes() > 0
              ? elapsed - measured >= Math.max(settings.minutes() * 3_000, 20 * cost)
              : step.step() % measure == 0;
      if (due) {
        curve.addHeldOut(step.step(), figures(training, quick).mean());
        measured = before + millis(start);
        cost = measured - elapsed;
      }
      if (elapsed - before - saved >= checkpointMillis) {
        saved = elapsed - before;
        Checkpoint.write(folder, training, identity(), elapsed, curve);
      }
      if (elapsed - before - said >= PROGRESS_MILLIS || step.step() == firstStep + 1) {
        said = elapsed - before;
        progress.accept(line(step, curve, step.step() - firstStep, said, elapsed));
      }
    }
    long elapsed = before + millis(start);
    Checkpoint.write(folder, training, identity(), elapsed, curve);
    return elapsed;
  }

  private static long millis(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }

  private double done(long steps, long elapsedMillis) {
    double bySteps = (double) steps / settings.steps();
    double byTime = settings.minutes() > 0 ? elapsedMillis / (settings.minutes() * 60_000) : 0;
    return Math.max(bySteps, byTime);
  }

  private String line(
      Training.Step step, LossCurve curve, long stepsNow, long millisNow, long elapsed) {
    double rate = (double) stepsNow * settings.batch() * shape.context() / (millisNow / 1e3);
    double done = done(step.step(), elapsed);
    double left =
        settings.minutes() > 0 && done > (double) step.step() / settings.steps()
            ? settings.minutes() - elapsed / 60_000.0
            : (double) (settings.steps() - step.step()) * millisNow / stepsNow / 60_000;
    int last = curve.heldOut().size() - 1;
    return String.format(
        Locale.ROOT,
        "step %,d, %.0f %% done: loss %.3f, MTP %.3f%s, largest load %.2f, gradients %.2f, %,.0f"
            + " tokens/s, %.1f min left",
        step.step(),
        100 * done,
        curve.recent(20),
        step.mtpLoss(),
        last < 0
            ? ""
            : String.format(Locale.ROOT, ", held out %.3f", curve.heldOut().get(last).loss()),
        step.imbalance(),
        step.norm(),
        rate,
        left);
  }

  /** Held-out text as the model sees it, in overlapping windows. */
  private Figures figures(Training training, List<TokenTexts.Text> heldOut) {
    double nll = 0;
    for (Batch batch : texts.windows(heldOut, shape.context(), WINDOWS)) {
      nll += training.losses(batch).main();
    }
    return figures(nll, heldOut);
  }

  private Figures baseline(List<TokenTexts.Text> heldOut) {
    List<int[]> documents = new ArrayList<>();
    for (TokenTexts.Text text : texts.training()) {
      documents.add(framed(text, true));
    }
    KneserNey model = new KneserNey(BASELINE_ORDER, texts.tokenizer().size(), documents);
    double nll = 0;
    for (TokenTexts.Text text : heldOut) {
      nll += model.negativeLogLikelihood(framed(text, false));
    }
    return figures(nll, heldOut);
  }

  private static Figures figures(double nll, List<TokenTexts.Text> texts) {
    return new Figures(
        nll,
        texts.stream().mapToLong(text -> text.tokens().length).sum(),
        texts.stream().mapToLong(TokenTexts.Text::bytes).sum());
  }

  private int[] framed(TokenTexts.Text text, boolean end) {
    int[] framed = new int[text.tokens().length + (end ? 3 : 2)];
    System.arraycopy(texts.tokenizer().prefix(), 0, framed, 0, 2);
    System.arraycopy(text.tokens(), 0, framed, 2, text.tokens().length);
    if (end) {
      framed[framed.length - 1] = texts.tokenizer().endOfText();
    }
    return framed;
  }
}

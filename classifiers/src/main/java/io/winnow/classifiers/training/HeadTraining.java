package io.winnow.classifiers.training;

import static io.winnow.corpus.Require.require;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.classifiers.onnx.ModelFiles;
import io.winnow.classifiers.training.HeldOut.Figure;
import io.winnow.classifiers.training.HeldOut.Scored;
import io.winnow.corpus.Chance;
import io.winnow.corpus.Digest;
import io.winnow.corpus.Embedding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Makes a head over embeddings. Examples are split into folds by group. Each fold in turn is held
 * out, and the others train and calibrate a head as {@link #fit} does; so every example is scored
 * once by a head that has not seen its group. The model that comes out is fitted in the same way to
 * all folds.
 */
public final class HeadTraining {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final TrainingSettings settings;

  public HeadTraining(TrainingSettings settings) {
    this.settings = settings;
  }

  /**
   * Trains a head and measures it.
   *
   * @param texts at least some of both labels in every fold
   * @param embedded hears how many texts have been embedded
   * @throws IllegalArgumentException if there are too few texts, groups or labels
   */
  public TrainedModel train(List<LabelledText> texts, IntConsumer embedded) {
    EmbeddingModel model = EmbeddingModel.of(settings.embedding());
    AtomicInteger done = new AtomicInteger();
    List<Example> examples =
        texts.parallelStream()
            .map(
                text -> {
                  Example example = example(model, text);
                  embedded.accept(done.incrementAndGet());
                  return example;
                })
            .toList();
    List<List<Example>> folds = folds(examples);
    LinearHead head = fit(folds);
    byte[] onnx = OnnxHead.write(head);
    HeldOut heldOut = new HeldOut(scores(folds));
    HeldOut baseline = new HeldOut(scores(folds(lengths(examples))));
    return new TrainedModel(
        onnx, description(onnx, examples, heldOut), card(onnx, examples, heldOut, baseline));
  }

  /** The vector as the table of embeddings keeps it, so that both see the same. */
  private Example example(EmbeddingModel model, LabelledText text) {
    float[] vector = model.embed(text.text(), settings.tokens());
    Embedding.read(Embedding.toBytes(vector), vector);
    // As the signal that runs hand over counts them.
    int characters = text.text().codePointCount(0, text.text().length());
    return new Example(
        ModelFiles.input(vector, settings.length(), characters),
        characters,
        text.positive(),
        text.group());
  }

  private List<List<Example>> folds(List<Example> examples) {
    List<List<Example>> folds = new ArrayList<>();
    for (int i = 0; i < settings.folds(); i++) {
      folds.add(new ArrayList<>());
    }
    // Dealt out one by one in the order of their hashes, those with mostly positive texts first, so
    // that every fold gets as many groups of either sort as any other.
    Map<String, List<Example>> groups = new TreeMap<>();
    for (Example example : examples) {
      groups.computeIfAbsent(example.group(), group -> new ArrayList<>()).add(example);
    }
    List<String> order = new ArrayList<>(groups.keySet());
    order.sort(
        Comparator.comparing((String group) -> !mostlyPositive(groups.get(group)))
            .thenComparing(group -> Chance.unit(Digest.ofText(group), "fold", settings.seed()))
            .thenComparing(group -> group));
    for (int i = 0; i < order.size(); i++) {
      folds.get(i % folds.size()).addAll(groups.get(order.get(i)));
    }
    for (int i = 0; i < folds.size(); i++) {
      require(
          LogisticTrainer.hasBoth(folds.get(i)),
          "fold %d of %d lacks one of the labels: more texts or groups are needed, or fewer folds",
          i + 1,
          folds.size());
    }
    return folds;
  }

  private static boolean mostlyPositive(List<Example> examples) {
    return 2 * examples.stream().filter(Example::positive).count() > examples.size();
  }

  /**
   * A calibrated head. When to stop is what other heads say, each trained without one of the folds:
   * where the mean area under their curves is largest. What these then say of the fold that they
   * have not seen calibrates the head, which is trained on all folds.
   */
  private LinearHead fit(List<List<Example>> folds) {
    LogisticTrainer trainer = new LogisticTrainer(settings.decay());
    List<double[][]> logits =
        IntStream.range(0, folds.size())
            .parallel()
            .mapToObj(out -> trainer.logits(without(folds, out), folds.get(out)))
            .toList();
    double best = -1;
    int stops = 0;
    List<Scored> calibration = List.of();
    for (int stop = 0; stop < LogisticTrainer.STOPS; stop++) {
      double sum = 0;
      List<Scored> all = new ArrayList<>();
      for (int i = 0; i < folds.size(); i++) {
        List<Scored> scored = scored(folds.get(i), logits.get(i)[stop]);
        sum += HeldOut.auc(scored);
        all.addAll(scored);
      }
      if (sum > best + 1e-9) {
        best = sum;
        stops = stop + 1;
        calibration = all;
      }
    }
    List<Example> training = folds.stream().flatMap(List::stream).toList();
    return Calibration.of(trainer.train(training, stops), calibration);
  }

  private static List<Example> without(List<List<Example>> folds, int out) {
    List<Example> others = new ArrayList<>();
    for (int i = 0; i < folds.size(); i++) {
      if (i != out) {
        others.addAll(folds.get(i));
      }
    }
    return others;
  }

  private static List<Scored> scored(List<Example> examples, double[] scores) {
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      scored.add(new Scored(scores[i], examples.get(i).positive(), examples.get(i).group()));
    }
    return scored;
  }

  private List<Scored> scores(List<List<Example>> folds) {
    List<Scored> scores = new ArrayList<>();
    for (int out = 0; out < folds.size(); out++) {
      List<List<Example>> others = new ArrayList<>(folds);
      List<Example> heldOut = others.remove(out);
      LinearHead head = fit(others);
      scores.addAll(
          scored(
              heldOut,
              heldOut.stream().mapToDouble(example -> head.score(example.vector())).toArray()));
    }
    return scores;
  }

  /** The same examples, of which nothing is known but how long they are. */
  private static List<Example> lengths(List<Example> examples) {
    double[] logs = examples.stream().mapToDouble(e -> Math.log1p(e.characters())).toArray();
    double mean = IntStream.range(0, logs.length).mapToDouble(i -> logs[i]).sum() / logs.length;
    double squares = 0;
    for (double log : logs) {
      squares += (log - mean) * (log - mean);
    }
    double deviation = Math.max(1e-9, Math.sqrt(squares / logs.length));
    List<Example> lengths = new ArrayList<>();
    for (int i = 0; i < logs.length; i++) {
      Example example = examples.get(i);
      float[] vector = {(float) ((logs[i] - mean) / deviation)};
      lengths.add(new Example(vector, example.characters(), example.positive(), example.group()));
    }
    return lengths;
  }

  private String description(byte[] onnx, List<Example> examples, HeldOut heldOut) {
    ObjectNode json = JSON.createObjectNode();
    json.put("name", settings.name());
    json.put("sha256", new Digest().raw(onnx, 0, onnx.length).hex());
    json.put("embedding", settings.embedding());
    json.put("embedding_digest", EmbeddingModel.digest(settings.embedding()));
    json.put("tokens", settings.tokens());
    json.put("length", settings.length());
    json.put("examples", examples.size());
    figures(heldOut)
        .forEach(
            (name, figure) -> {
              ObjectNode interval = json.putObject(name.replace(' ', '_'));
              interval.put("value", round(figure.value()));
              interval.put("low", round(figure.low()));
              interval.put("high", round(figure.high()));
            });
    try {
      return JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a description cannot be written", e);
    }
  }

  private static double round(double value) {
    return Math.rint(value * 10_000) / 10_000;
  }

  private Map<String, Figure> figures(HeldOut heldOut) {
    Map<String, Figure> figures = new LinkedHashMap<>();
    figures.put("area under the curve", heldOut.auc(settings.seed()));
    figures.put("accuracy", heldOut.accuracy(settings.seed()));
    figures.put("log loss", heldOut.logLoss(settings.seed()));
    figures.put("calibration error", heldOut.calibrationError(settings.seed()));
    return figures;
  }

  private String card(byte[] onnx, List<Example> examples, HeldOut heldOut, HeldOut baseline) {
    long positive = examples.stream().filter(Example::positive).count();
    long groups = examples.stream().map(Example::group).distinct().count();
    StringBuilder card = new StringBuilder();
    card.append("# Model ").append(settings.name()).append("\n\n");
    card.append("A linear head over embeddings of `").append(settings.embedding());
    card.append("` (first ").append(settings.tokens()).append(" tokens of a text)");
    card.append(settings.length() ? " and the length of the text.\n\n" : ".\n\n");
    card.append("**What the label stands for.** ").append(settings.about().strip()).append("\n\n");
    card.append("**Licence of the texts.** ").append(settings.licence().strip()).append("\n\n");
    card.append(
        String.format(
            Locale.ROOT,
            "**Data.** %,d texts in %,d groups; %,d positive, %,d negative. SHA-256 of the graph:"
                + " `%s`.%n%n",
            examples.size(),
            groups,
            positive,
            examples.size() - positive,
            new Digest().raw(onnx, 0, onnx.length).hex()));
    card.append("**Held out.** ").append(settings.folds());
    card.append(
        " folds by group; every text is scored by a head that has not seen its group. Intervals are"
            + " of 95 %, by resampling groups. The second column knows nothing of a text but its"
            + " length.\n\n");
    card.append("| | this model | length alone |\n|---|---|---|\n");
    Map<String, Figure> others = figures(baseline);
    figures(heldOut)
        .forEach(
            (name, figure) ->
                card.append("| ")
                    .append(name)
                    .append(" | ")
                    .append(text(figure))
                    .append(" | ")
                    .append(text(others.get(name)))
                    .append(" |\n"));
    card.append(
        "\n"
            + "**Training.** Logistic regression; both labels weigh alike, and a group as much as"
            + " the square root of its size. It stops early, where heads trained without one fold"
            + " rank that fold best, and what they say of it calibrates (Platt). Held-out scores"
            + " come from heads that went through all of this without the fold.\n");
    return card.toString();
  }

  private static String text(Figure figure) {
    return String.format(
        Locale.ROOT, "%.3f (%.3f to %.3f)", figure.value(), figure.low(), figure.high());
  }
}

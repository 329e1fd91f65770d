package io.winnow.classifiers.training;

import static io.winnow.corpus.Require.require;

import io.winnow.classifiers.NearPairs;
import io.winnow.classifiers.onnx.EmbeddingModel;
import io.winnow.corpus.Chance;
import io.winnow.corpus.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Makes a static embedding model of a transformer. Texts are cut into pieces of several lengths,
 * and the vectors of tokens are fitted to what the transformer says of some of them, chosen by
 * their hashes. Whole texts are held out, by their hashes too, and measured. The order of the texts
 * does not matter, nor that some are equal.
 */
public final class Distillation {
  /**
   * Characters of pieces, about: in turn, so that tokens meet others in company small and large.
   */
  private static final int[] LENGTHS = {1400, 400, 200, 700, 100, 300, 1400, 200, 500};

  private static final double HELD_OUT = 0.1;
  private static final int MOST_HELD_OUT = 1000;
  private static final List<Double> THRESHOLDS = List.of(0.95, 0.9, 0.85, 0.8);

  private final DistillationSettings settings;
  private final EmbeddingModel tokenizer = EmbeddingModel.of(EmbeddingModel.TRANSFORMER);
  private final Function<long[], float[]> teacher;

  public Distillation(DistillationSettings settings) {
    this.settings = settings;
    this.teacher = tokenizer::embed;
  }

  /**
   * @param teacher takes ids of tokens to a vector of length 1, whatever it is asked besides
   */
  Distillation(DistillationSettings settings, Function<long[], float[]> teacher) {
    this.settings = settings;
    this.teacher = teacher;
  }

  /**
   * Makes a model.
   *
   * @param embedded hears how many pieces, tokens and held-out texts the transformer has seen
   * @throws IllegalArgumentException if there are fewer pieces than dimensions
   */
  public DistilledModel distil(Collection<String> texts, IntConsumer embedded) {
    List<String> different = new ArrayList<>(new TreeSet<>(texts));
    List<String> pieces = pieces(different.stream().filter(text -> !isHeldOut(text)).toList());
    List<String> heldOut =
        chosen(different.stream().filter(this::isHeldOut).toList(), MOST_HELD_OUT);
    require(
        pieces.size() >= settings.dimensions(),
        "the texts give %d pieces, but at least %d are needed",
        pieces.size(),
        settings.dimensions());
    AtomicInteger done = new AtomicInteger();
    IntConsumer count = i -> embedded.accept(done.incrementAndGet());
    long[][] ids = ids(pieces);
    float[][] wanted = embed(teacher, ids, count);
    byte[] onnx = OnnxTokenVectors.write(vectors(ids, wanted, count));
    EmbeddingModel student = EmbeddingModel.ofStatic(onnx, settings.dimensions());
    long[][] others = ids(heldOut);
    List<NearPairs> near =
        NearPairs.count(
            embed(teacher, others, count), embed(student::embed, others, i -> {}), THRESHOLDS);
    return new DistilledModel(onnx, card(onnx, different.size(), ids, heldOut.size(), near));
  }

  private float[][] vectors(long[][] ids, float[][] wanted, IntConsumer count) {
    PrincipalAxes axes = new PrincipalAxes(wanted, settings.dimensions());
    long[] marks = tokenizer.ids("", 2);
    long[][] alone =
        IntStream.range(0, tokenizer.vocabulary())
            .mapToObj(token -> new long[] {marks[0], token, marks[1]})
            .toArray(long[][]::new);
    long[] counts = new long[alone.length];
    for (long[] piece : ids) {
      for (long id : piece) {
        counts[(int) id]++;
      }
    }
    TokenVectors vectors = new TokenVectors(along(axes, embed(teacher, alone, count)), counts);
    vectors.fit(ids, unit(along(axes, wanted)), settings.rounds(), settings.seed());
    return vectors.vectors();
  }

  private long[][] ids(List<String> texts) {
    return texts.stream()
        .map(text -> tokenizer.ids(text, settings.tokens()))
        .toArray(long[][]::new);
  }

  private static float[][] embed(Function<long[], float[]> model, long[][] ids, IntConsumer count) {
    return IntStream.range(0, ids.length)
        .parallel()
        .mapToObj(
            i -> {
              float[] vector = model.apply(ids[i]);
              count.accept(i);
              return vector;
            })
        .toArray(float[][]::new);
  }

  private static float[][] along(PrincipalAxes axes, float[][] vectors) {
    return IntStream.range(0, vectors.length)
        .parallel()
        .mapToObj(i -> axes.along(vectors[i]))
        .toArray(float[][]::new);
  }

  private static float[][] unit(float[][] vectors) {
    for (float[] vector : vectors) {
      double squares = 0;
      for (float value : vector) {
        squares += (double) value * value;
      }
      double length = Math.sqrt(squares);
      for (int i = 0; i < vector.length && length > 0; i++) {
        vector[i] = (float) (vector[i] / length);
      }
    }
    return vectors;
  }

  private boolean isHeldOut(String text) {
    return Chance.unit(Digest.ofText(text), "held-out", settings.seed()) < HELD_OUT;
  }

  private List<String> pieces(List<String> texts) {
    TreeSet<String> pieces = new TreeSet<>();
    for (String text : texts) {
      int turn =
          Math.floorMod(
              Chance.bits(Digest.ofText(text), "length", settings.seed()), LENGTHS.length);
      for (int at = 0; at < text.length(); turn++) {
        int end = Math.min(text.length(), at + LENGTHS[turn % LENGTHS.length]);
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
          end++;
        }
        String piece = text.substring(at, end).strip();
        if (!piece.isEmpty()) {
          pieces.add(piece);
        }
        at = end;
      }
    }
    return chosen(pieces, settings.pieces());
  }

  private List<String> chosen(Collection<String> texts, int most) {
    return texts.stream()
        .sorted(
            Comparator.comparing(
                    (String text) -> Chance.unit(Digest.ofText(text), "piece", settings.seed()))
                .thenComparing(text -> text))
        .limit(most)
        .toList();
  }

  private String card(byte[] onnx, int texts, long[][] pieces, int heldOut, List<NearPairs> near) {
    long tokens = IntStream.range(0, pieces.length).mapToLong(i -> pieces[i].length).sum();
    StringBuilder card = new StringBuilder();
    card.append("# Static embeddings\n\n");
    card.append(
        String.format(
            Locale.ROOT,
            "One vector of %d numbers for each token of `%s`; a text's vector is their weighted sum"
                + " over its first tokens, of length 1.%n%n",
            settings.dimensions(),
            EmbeddingModel.TRANSFORMER));
    card.append("**Texts.** ").append(settings.about().strip()).append("\n\n");
    card.append("**Licence of the texts.** ").append(settings.licence().strip()).append("\n\n");
    card.append(
        String.format(
            Locale.ROOT,
            "**Data.** %,d texts; of nine in ten, %,d pieces of 100 to 1,400 characters, %,d"
                + " tokens. SHA-256 of the graph: `%s`.%n%n",
            texts,
            pieces.length,
            tokens,
            new Digest().raw(onnx, 0, onnx.length).hex()));
    card.append(
        String.format(
            Locale.ROOT,
            "**Training.** The transformer's vectors of the tokens alone, along the %d principal"
                + " axes of its vectors of the pieces, weighted by frequency; then %d rounds of"
                + " gradient descent on the cosine to its vectors of the pieces (first %d tokens),"
                + " seed %d.%n%n",
            settings.dimensions(),
            settings.rounds(),
            settings.tokens(),
            settings.seed()));
    card.append(
        String.format(
            Locale.ROOT,
            "**Held out.** All pairs of %,d texts that were not trained on, at the same threshold"
                + " for both models.%n%n",
            heldOut));
    card.append("| cosine | near under the transformer | of them found | found besides |\n");
    card.append("|---|---|---|---|\n");
    for (NearPairs pairs : near) {
      card.append(
          String.format(
              Locale.ROOT,
              "| %.2f | %,d | %,d | %,d |%n",
              pairs.threshold(),
              pairs.wanted(),
              pairs.found(),
              pairs.extra()));
    }
    return card.toString();
  }
}

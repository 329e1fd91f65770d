package io.winnow.glm.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The forward pass of a GLM over some sequences, written with operators that libtorch
 * differentiates. Shapes: B sequences, T tokens each, R = B x T rows, H hidden, N query heads, G
 * key-value heads, D head size, E experts, K of them chosen, F their width, V vocabulary.
 *
 * <p>Rows are brought into the order of their experts, each expert works on its own stretch, and
 * the inverse order brings the results back: only chosen experts cost time.
 *
 * <p>Losses: [1] GLM-4.5, arXiv 2508.06471, section 2; [2] DeepSeek-V3, arXiv 2412.19437, equations
 * 17 to 20 (sequence-wise balance) and 21 to 25 (MTP).
 */
final class Glm {
  private static final int LOSS_ROWS = 512;

  private final GlmShape shape;
  private final Operators operators;
  private final Map<Integer, float[]> biases;
  private final Map<String, NDArray> weights;
  private final NDManager manager;

  /** Tokens that chose each expert, by layer, since the object was made. */
  private final Map<Integer, long[]> loads = new LinkedHashMap<>();

  private final List<NDArray> balance = new ArrayList<>();

  /**
   * @param weights the parameters, by name
   * @param biases correction biases, by layer
   * @param manager of everything that is computed, which belongs to one pass
   */
  Glm(
      GlmShape shape,
      Operators operators,
      Map<String, NDArray> weights,
      Map<Integer, float[]> biases,
      NDManager manager) {
    this.shape = shape;
    this.operators = operators;
    this.weights = weights;
    this.biases = biases;
    this.manager = manager;
  }

  /**
   * What a pass gives, each as an array without axes.
   *
   * @param main sum of the negative log-likelihoods of next tokens, in natural logs
   * @param mtp the same of the MTP layer, for the tokens after them; 0 without such a layer
   * @param balance sum over sequences and layers of what uneven loads cost [2]
   */
  record Losses(NDArray main, NDArray mtp, NDArray balance) {}

  /** Runs over sequences of one length. */
  Losses losses(Batch batch) {
    int sequences = batch.size();
    int tokens = batch.sequences().get(0).length;
    NDArray hidden = hidden(batch);
    NDArray main = loss(hidden, batch.targets(1, tokens));
    NDArray mtp = zero();
    if (shape.mtpLayers() == 1) {
      int rows = tokens - 1;
      NDArray predicted = mtp(batch, hidden.reshape(sequences, tokens, shape.hidden()));
      mtp = loss(predicted, batch.targets(2, rows));
    }
    NDArray uneven = zero();
    for (NDArray layer : balance) {
      uneven = uneven.add(layer);
    }
    return new Losses(main, mtp, uneven);
  }

  /**
   * Sum over rows of the targets' negative log-likelihoods. The logits of a few hundred rows at a
   * time fit the processor's cache, and never those of all rows are in memory forwards.
   *
   * @param hidden (rows, H)
   * @param targets (rows)
   */
  private NDArray loss(NDArray hidden, long[] targets) {
    NDArray sum = zero();
    int slices = (targets.length + LOSS_ROWS - 1) / LOSS_ROWS;
    long[] ends = new long[slices - 1];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = (i + 1L) * LOSS_ROWS;
    }
    NDList parts = slices == 1 ? new NDList(hidden) : hidden.split(ends, 0);
    for (int i = 0; i < slices; i++) {
      int end = Math.min(targets.length, (i + 1) * LOSS_ROWS);
      long[] some = new long[end - i * LOSS_ROWS];
      float[] counts = new float[some.length];
      for (int j = 0; j < some.length; j++) {
        long target = targets[i * LOSS_ROWS + j];
        some[j] = target == Batch.IGNORED ? 0 : target;
        counts[j] = target == Batch.IGNORED ? 0 : 1;
      }
      sum =
          sum.add(
              operators.crossEntropy(
                  logits(parts.get(i)), create(some).expandDims(1), create(counts).expandDims(1)));
    }
    return sum;
  }

  /** The normed states of the last layer: (R, H). */
  NDArray hidden(Batch batch) {
    int tokens = batch.sequences().get(0).length;
    NDArray x = embed(batch, 0, tokens);
    Rotation rotation = new Rotation(tokens);
    for (int i = 0; i < shape.layers(); i++) {
      x = block(i, x, batch.size(), tokens, rotation);
    }
    return norm(x, Parameters.NORM);
  }

  /** (rows, H) to (rows, V). */
  NDArray logits(NDArray hidden) {
    return linear(hidden, shape.tied() ? Parameters.EMBEDDING : Parameters.HEAD);
  }

  /** Tokens that chose each expert: (E) for every mixture layer that ran. */
  Map<Integer, long[]> loads() {
    return loads;
  }

  /**
   * The MTP layer: rows 0 to T - 2, of which row i sees token i + 1 and predicts token i + 2 [2].
   */
  private NDArray mtp(Batch batch, NDArray hidden) {
    int sequences = batch.size();
    int rows = batch.sequences().get(0).length - 1;
    String name = Parameters.layer(shape.layers());
    NDArray next = norm(embed(batch, 1, rows), name + "enorm.weight");
    NDArray state = hidden.split(new long[] {rows}, 1).get(0).reshape(-1, shape.hidden());
    NDArray both = NDArrays.concat(new NDList(next, norm(state, name + "hnorm.weight")), 1);
    NDArray x = linear(both, name + "eh_proj.weight");
    x = block(shape.layers(), x, sequences, rows, new Rotation(rows));
    return norm(x, name + "shared_head.norm.weight");
  }

  private NDArray embed(Batch batch, int from, int tokens) {
    long[] ids = new long[batch.size() * tokens];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = batch.sequences().get(i / tokens)[from + i % tokens];
    }
    return rows(weight(Parameters.EMBEDDING), create(ids));
  }

  private NDArray block(int index, NDArray x, int sequences, int tokens, Rotation rotation) {
    String name = Parameters.layer(index);
    NDArray normed = norm(x, name + "input_layernorm.weight");
    NDArray y = x.add(attention(name + "self_attn.", normed, sequences, tokens, rotation));
    normed = norm(y, name + "post_attention_layernorm.weight");
    return y.add(
        shape.isDense(index)
            ? mlp(name + "mlp.", normed)
            : mixture(index, name + "mlp.", normed, sequences));
  }

  private NDArray attention(String name, NDArray x, int sequences, int tokens, Rotation rotation) {
    int size = shape.headSize();
    int heads = shape.heads();
    int shared = shape.keyValueHeads();
    NDArray q = projected(name + "q_proj", x).reshape(sequences, tokens, heads, size);
    NDArray k = projected(name + "k_proj", x).reshape(sequences, tokens, shared, size);
    NDArray v = projected(name + "v_proj", x).reshape(sequences, tokens, shared, size);
    if (shape.queryKeyNorm()) {
      q = norm(q, name + "q_norm.weight");
      k = norm(k, name + "k_norm.weight");
    }
    NDArray o =
        operators.attention(
            rotation.rotate(q).transpose(0, 2, 1, 3),
            repeated(rotation.rotate(k), sequences, tokens),
            repeated(v, sequences, tokens));
    o = o.transpose(0, 2, 1, 3).reshape((long) sequences * tokens, (long) heads * size);
    return linear(o, name + "o_proj.weight");
  }

  private NDArray projected(String name, NDArray x) {
    NDArray y = linear(x, name + ".weight");
    return shape.attentionBias() ? y.add(weight(name + ".bias")) : y;
  }

  /** (B, T, G, D) to (B, N, T, D): query head j uses key-value head j / (N / G), rounded down. */
  private NDArray repeated(NDArray x, int sequences, int tokens) {
    int heads = shape.heads();
    int shared = shape.keyValueHeads();
    int size = shape.headSize();
    NDArray turned = x.transpose(0, 2, 1, 3);
    return heads == shared
        ? turned
        : turned
            .expandDims(2)
            .broadcast(sequences, shared, heads / shared, tokens, size)
            .reshape(sequences, heads, tokens, size);
  }

  private NDArray mlp(String name, NDArray x) {
    return mlp(
        x,
        weight(name + "gate_proj.weight"),
        weight(name + "up_proj.weight"),
        weight(name + "down_proj.weight"));
  }

  private NDArray mlp(NDArray x, NDArray gate, NDArray up, NDArray down) {
    NDArray inner = operators.gated(x.matMul(gate.transpose()), x.matMul(up.transpose()));
    return inner.matMul(down.transpose());
  }

  /** The chosen experts and the shared one. */
  private NDArray mixture(int index, String name, NDArray x, int sequences) {
    int experts = shape.experts();
    int chosen = shape.chosenExperts();
    int rows = Math.toIntExact(x.getShape().get(0));
    NDArray scores = linear(x, name + "gate.weight");
    scores = JniUtils.sigmoid((PtNDArray) scores); // (R, E)
    NDArray bias = create(biases.getOrDefault(index, new float[experts]));
    NDArray choice = scores.stopGradient().add(bias).topK(chosen, 1, true, true).get(1); // (R, K)
    long[] ids = choice.toLongArray();

    // A counting sort by expert, which keeps the order of rows.
    int[] counts = new int[experts];
    for (long id : ids) {
      counts[(int) id]++;
    }
    int[] next = new int[experts];
    for (int e = 1; e < experts; e++) {
      next[e] = next[e - 1] + counts[e - 1];
    }
    long[] row = new long[ids.length];
    long[] inverse = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      int at = next[(int) ids[i]]++;
      row[at] = i / chosen;
      inverse[i] = at;
    }

    NDList gates = JniUtils.split((PtNDArray) weight(name + "experts.gate_proj"), 1, 0);
    NDList ups = JniUtils.split((PtNDArray) weight(name + "experts.up_proj"), 1, 0);
    NDList downs = JniUtils.split((PtNDArray) weight(name + "experts.down_proj"), 1, 0);
    NDArray sorted = rows(x, create(row)); // (R x K, H)
    long[] ends = new long[experts - 1];
    for (int e = 0; e + 1 < experts; e++) {
      ends[e] = next[e];
    }
    NDList stretches = experts == 1 ? new NDList(sorted) : sorted.split(ends, 0);
    NDList results = new NDList();
    for (int e = 0; e < experts; e++) {
      if (counts[e] > 0) {
        results.add(
            mlp(
                stretches.get(e),
                gates.get(e).squeeze(0),
                ups.get(e).squeeze(0),
                downs.get(e).squeeze(0)));
      }
    }
    NDArray all = rows(NDArrays.concat(results, 0), create(inverse));
    NDArray weights = scores.gather(choice, 1); // (R, K), without the bias
    weights = weights.div(weights.sum(new int[] {1}, true).add(1e-20));
    NDArray routed =
        all.reshape(rows, chosen, shape.hidden())
            .mul(weights.reshape(rows, chosen, 1))
            .sum(new int[] {1});
    count(index, counts);
    balance.add(balance(scores, ids, sequences));
    return routed
        .mul(constant(manager, shape.routedScale(), type()))
        .add(mlp(name + "shared_experts.", x));
  }

  private void count(int index, int[] counts) {
    long[] sums = loads.computeIfAbsent(index, i -> new long[counts.length]);
    for (int e = 0; e < counts.length; e++) {
      sums[e] += counts[e];
    }
  }

  /**
   * What uneven loads cost, summed over sequences: the sum over experts of the share of tokens that
   * chose it, times E / K, and its mean score, where the scores of a token are scaled to sum to one
   * [2].
   */
  private NDArray balance(NDArray scores, long[] ids, int sequences) {
    int experts = shape.experts();
    int choices = ids.length / sequences;
    float[] shares = new float[sequences * experts];
    for (int i = 0; i < ids.length; i++) {
      shares[i / choices * experts + (int) ids[i]] += (float) experts / choices;
    }
    NDArray share = create(shares).reshape(sequences, experts);
    NDArray mean =
        scores
            .div(scores.sum(new int[] {1}, true))
            .reshape(sequences, -1, experts)
            .mean(new int[] {1});
    return mean.mul(share).sum();
  }

  private NDArray linear(NDArray x, String name) {
    return x.matMul(weight(name).transpose());
  }

  private NDArray norm(NDArray x, String name) {
    return operators.norm(x, weight(name));
  }

  /** Rows of a matrix by their numbers. */
  private static NDArray rows(NDArray matrix, NDArray ids) {
    return JniUtils.embedding((PtNDArray) ids, (PtNDArray) matrix, false);
  }

  private NDArray weight(String name) {
    NDArray array = weights.get(name);
    if (array == null) {
      throw new IllegalStateException("there is no parameter " + name);
    }
    return array;
  }

  private DataType type() {
    return weight(Parameters.NORM).getDataType();
  }

  /**
   * A number that lives as long as the pass. The bindings give {@code mul(double)} a number that is
   * freed at once, though going backwards needs it: its memory may then hold anything.
   */
  static NDArray constant(NDManager manager, double value, DataType type) {
    return manager.create(value).toType(type, false);
  }

  private NDArray zero() {
    return manager.zeros(new Shape(), type());
  }

  private NDArray create(long[] values) {
    return manager.create(values);
  }

  private NDArray create(float[] values) {
    return manager.create(values).toType(type(), false);
  }

  /** Rotary position embedding of the first half of each head, halves paired. */
  private final class Rotation {
    private final NDArray cosines; // (T, 1, R / 2)
    private final NDArray sines;

    Rotation(int tokens) {
      int half = shape.rotated() / 2;
      double[] cosine = new double[tokens * half];
      double[] sine = new double[tokens * half];
      for (int position = 0; position < tokens; position++) {
        for (int j = 0; j < half; j++) {
          double angle = position * Math.pow(shape.ropeBase(), -2.0 * j / shape.rotated());
          cosine[position * half + j] = Math.cos(angle);
          sine[position * half + j] = Math.sin(angle);
        }
      }
      cosines = manager.create(cosine, new Shape(tokens, 1, half)).toType(type(), false);
      sines = manager.create(sine, new Shape(tokens, 1, half)).toType(type(), false);
    }

    /** (B, T, heads, D), the same shape. */
    NDArray rotate(NDArray x) {
      long half = shape.rotated() / 2;
      NDList parts = x.split(new long[] {half, 2 * half}, 3);
      NDArray first = parts.get(0);
      NDArray second = parts.get(1);
      return NDArrays.concat(
          new NDList(
              first.mul(cosines).sub(second.mul(sines)),
              second.mul(cosines).add(first.mul(sines)),
              parts.get(2)),
          3);
    }
  }
}

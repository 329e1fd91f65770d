package io.winnow.glm.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A second opinion: the forward pass of one sequence, read from the written files, in loops of
 * double precision and with nothing of the trainer but its reader of tensors.
 */
final class PlainGlm {
  private final JsonNode config;
  private final Safetensors weights;
  private final int hidden;
  private final int layers;

  PlainGlm(Path folder) throws IOException {
    config = new ObjectMapper().readTree(folder.resolve("config.json").toFile());
    weights = Safetensors.read(folder.resolve("model.safetensors"));
    hidden = number("hidden_size");
    layers = number("num_hidden_layers");
  }

  private int number(String key) {
    return config.path(key).asInt();
  }

  private double[] weight(String name) {
    Safetensors.Tensor tensor = weights.tensors().get(name);
    if (tensor == null) {
      throw new IllegalStateException("no tensor " + name);
    }
    return tensor.values();
  }

  /** Negative log-likelihoods: of the next token, and by the MTP layer of the one after it. */
  record Nll(double[] next, double[] afterNext) {}

  Nll nll(int[] ids) {
    double[][] x = new double[ids.length][];
    for (int t = 0; t < ids.length; t++) {
      x[t] = embedding(ids[t]);
    }
    for (int layer = 0; layer < layers; layer++) {
      x = block(layer, x);
    }
    double[][] h = norm(x, "model.norm.weight");
    double[] next = new double[ids.length - 1];
    for (int t = 0; t < next.length; t++) {
      next[t] = nll(h[t], ids[t + 1]);
    }
    if (number("num_nextn_predict_layers") == 0) {
      return new Nll(next, new double[0]);
    }
    String name = "model.layers." + layers + ".";
    double[][] u = new double[ids.length - 1][];
    for (int t = 0; t < u.length; t++) {
      double[][] e = norm(new double[][] {embedding(ids[t + 1])}, name + "enorm.weight");
      double[][] g = norm(new double[][] {h[t]}, name + "hnorm.weight");
      double[] both = Arrays.copyOf(e[0], 2 * hidden);
      System.arraycopy(g[0], 0, both, hidden, hidden);
      u[t] = linear(both, weight(name + "eh_proj.weight"), hidden);
    }
    double[][] m = norm(block(layers, u), name + "shared_head.norm.weight");
    double[] after = new double[ids.length - 2];
    for (int t = 0; t < after.length; t++) {
      after[t] = nll(m[t], ids[t + 2]);
    }
    return new Nll(next, after);
  }

  private double[] embedding(int id) {
    double[] table = weight("model.embed_tokens.weight");
    return Arrays.copyOfRange(table, id * hidden, (id + 1) * hidden);
  }

  private double nll(double[] state, int target) {
    boolean tied = config.path("tie_word_embeddings").asBoolean();
    double[] head = weight(tied ? "model.embed_tokens.weight" : "lm_head.weight");
    double[] logits = linear(state, head, number("vocab_size"));
    double most = Arrays.stream(logits).max().orElseThrow();
    double sum = Arrays.stream(logits).map(logit -> Math.exp(logit - most)).sum();
    return most + Math.log(sum) - logits[target];
  }

  private double[][] block(int layer, double[][] x) {
    String name = "model.layers." + layer + ".";
    double[][] attended = attention(name + "self_attn.", norm(x, name + "input_layernorm.weight"));
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      y[t] = sum(x[t], attended[t], 1);
    }
    double[][] normed = norm(y, name + "post_attention_layernorm.weight");
    for (int t = 0; t < x.length; t++) {
      double[] mlp =
          layer < number("first_k_dense_replace")
              ? mlp(name + "mlp.", normed[t])
              : mixture(name + "mlp.", normed[t]);
      y[t] = sum(y[t], mlp, 1);
    }
    return y;
  }

  private double[][] attention(String name, double[][] x) {
    int heads = number("num_attention_heads");
    int shared = number("num_key_value_heads");
    int size = number("head_dim");
    double[][] q = new double[x.length][];
    double[][] k = new double[x.length][];
    double[][] v = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      q[t] = rotated(projected(name, "q", x[t], heads), name + "q_norm.weight", t);
      k[t] = rotated(projected(name, "k", x[t], shared), name + "k_norm.weight", t);
      v[t] = projected(name, "v", x[t], shared);
    }
    double[][] result = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double[] o = new double[heads * size];
      for (int head = 0; head < heads; head++) {
        int other = head / (heads / shared);
        double[] p = new double[t + 1];
        for (int s = 0; s <= t; s++) {
          for (int i = 0; i < size; i++) {
            p[s] += q[t][head * size + i] * k[s][other * size + i];
          }
          p[s] = Math.exp(p[s] / Math.sqrt(size));
        }
        double total = Arrays.stream(p).sum();
        for (int s = 0; s <= t; s++) {
          for (int i = 0; i < size; i++) {
            o[head * size + i] += p[s] / total * v[s][other * size + i];
          }
        }
      }
      result[t] = linear(o, weight(name + "o_proj.weight"), hidden);
    }
    return result;
  }

  private double[] projected(String name, String which, double[] x, int heads) {
    int out = heads * number("head_dim");
    double[] y = linear(x, weight(name + which + "_proj.weight"), out);
    return config.path("attention_bias").asBoolean()
        ? sum(y, weight(name + which + "_proj.bias"), 1)
        : y;
  }

  private double[] rotated(double[] x, String norm, int position) {
    int size = number("head_dim");
    int rotated = (int) (size * config.path("partial_rotary_factor").asDouble());
    int half = rotated / 2;
    double[] y = x.clone();
    for (int head = 0; head < x.length / size; head++) {
      double[] one = Arrays.copyOfRange(x, head * size, (head + 1) * size);
      if (config.path("use_qk_norm").asBoolean()) {
        one = norm(new double[][] {one}, norm)[0];
      }
      System.arraycopy(one, 0, y, head * size, size);
      for (int j = 0; j < half; j++) {
        double angle =
            position * Math.pow(config.path("rope_theta").asDouble(), -2.0 * j / rotated);
        y[head * size + j] = one[j] * Math.cos(angle) - one[j + half] * Math.sin(angle);
        y[head * size + j + half] = one[j + half] * Math.cos(angle) + one[j] * Math.sin(angle);
      }
    }
    return y;
  }

  private double[] mixture(String name, double[] x) {
    int experts = number("n_routed_experts");
    int chosen = number("num_experts_per_tok");
    double[] scores = linear(x, weight(name + "gate.weight"), experts);
    for (int e = 0; e < experts; e++) {
      scores[e] = 1 / (1 + Math.exp(-scores[e]));
    }
    double[] choice = sum(scores, weight(name + "gate.e_score_correction_bias"), 1);
    List<Integer> order = new ArrayList<>();
    for (int e = 0; e < experts; e++) {
      order.add(e);
    }
    order.sort(Comparator.comparingDouble(e -> -choice[e]));
    double total = 0;
    for (int i = 0; i < chosen; i++) {
      total += scores[order.get(i)];
    }
    double[] y = mlp(name + "shared_experts.", x);
    for (int i = 0; i < chosen; i++) {
      int e = order.get(i);
      double weight = scores[e] / total * config.path("routed_scaling_factor").asDouble();
      y = sum(y, mlp(name + "experts." + e + ".", x), weight);
    }
    return y;
  }

  private double[] mlp(String name, double[] x) {
    double[] gates = weight(name + "gate_proj.weight");
    int width = gates.length / hidden;
    double[] gate = linear(x, gates, width);
    double[] up = linear(x, weight(name + "up_proj.weight"), width);
    for (int i = 0; i < width; i++) {
      gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
    }
    return linear(gate, weight(name + "down_proj.weight"), hidden);
  }

  private double[][] norm(double[][] x, String name) {
    double[] weight = weight(name);
    double[][] y = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      double square = Arrays.stream(x[t]).map(value -> value * value).sum() / x[t].length;
      y[t] = new double[x[t].length];
      for (int i = 0; i < y[t].length; i++) {
        double scale = 1 / Math.sqrt(square + config.path("rms_norm_eps").asDouble());
        y[t][i] = weight[i] * x[t][i] * scale;
      }
    }
    return y;
  }

  private static double[] linear(double[] x, double[] matrix, int out) {
    double[] y = new double[out];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < x.length; i++) {
        y[o] += matrix[o * x.length + i] * x[i];
      }
    }
    return y;
  }

  private static double[] sum(double[] x, double[] y, double factor) {
    double[] sum = x.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * y[i];
    }
    return sum;
  }
}

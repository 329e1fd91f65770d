package io.winnow.glm.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The second opinion: the forward pass read top to bottom, in doubles and loops, with a loader of
 * its own. It shares nothing with the code under test but the sizes of the configuration.
 */
public final class ReferenceGlm {
  private final GlmConfiguration sizes;
  private final Map<String, double[]> weights = new HashMap<>();

  /** Reads a checkpoint. */
  public ReferenceGlm(Path folder) throws IOException {
    this.sizes = GlmConfiguration.read(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).toList()) {
        read(file);
      }
    }
    for (String name : weights.keySet().toArray(String[]::new)) {
      double[] scale = weights.get(name + "_scale");
      if (scale != null) {
        double[] matrix = weights.get(name);
        for (int i = 0; i < matrix.length; i++) {
          matrix[i] *= scale[i / (matrix.length / scale.length)];
        }
      }
    }
  }

  private void read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong();
    byte[] header = new byte[length];
    bytes.get(header);
    JsonNode json = new ObjectMapper().readTree(header);
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      JsonNode tensor = json.get(name);
      if (name.equals("__metadata__")) {
        continue;
      }
      int begin = 8 + length + tensor.get("data_offsets").get(0).intValue();
      int end = 8 + length + tensor.get("data_offsets").get(1).intValue();
      weights.put(name, numbers(bytes.slice(begin, end - begin), tensor.get("dtype").asText()));
    }
  }

  private static double[] numbers(ByteBuffer bytes, String type) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    int size =
        switch (type) {
          case "F32" -> 4;
          case "BF16", "F16" -> 2;
          default -> 1;
        };
    double[] numbers = new double[bytes.limit() / size];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (type) {
            case "F32" -> bytes.getFloat(4 * i);
            case "BF16" -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
            case "F16" -> small(bytes.getShort(2 * i) & 0xffff, 10, 5);
            case "F8_E4M3" -> small(bytes.get(i) & 0xff, 3, 4);
            default -> throw new IllegalArgumentException(type);
          };
    }
    return numbers;
  }

  private static double small(int bits, int mantissaBits, int exponentBits) {
    int mantissa = bits & (1 << mantissaBits) - 1;
    int exponent = bits >> mantissaBits & (1 << exponentBits) - 1;
    int bias = (1 << exponentBits - 1) - 1;
    double value =
        exponent == 0
            ? Math.scalb((double) mantissa, 1 - bias - mantissaBits)
            : Math.scalb((double) (mantissa | 1 << mantissaBits), exponent - bias - mantissaBits);
    return bits >> mantissaBits + exponentBits == 1 ? -value : value;
  }

  /** What {@link ForwardPass#predict} says, from position 1. */
  public Predictions predict(int[] ids) {
    int hidden = sizes.hiddenSize();
    double[][] x = rows("model.embed_tokens.weight", ids, hidden);
    for (int layer = 0; layer < sizes.layers(); layer++) {
      layer(x, "model.layers." + layer + ".", layer >= sizes.denseLayers());
    }
    double[][] h = norm(x, "model.norm.weight");
    String head = sizes.tied() ? "model.embed_tokens.weight" : "lm_head.weight";
    double[][] main = logProbabilities(h, head);
    double[] logProbabilities = unknown(ids.length);
    for (int i = 1; i < ids.length; i++) {
      logProbabilities[i] = main[i - 1][ids[i]];
    }
    double[] predictedLogProbabilities = unknown(ids.length);
    double[] agrees = unknown(ids.length);
    double[] shared = unknown(ids.length);
    if (sizes.predictionLayers() > 0 && ids.length > 1) {
      String prefix = "model.layers." + sizes.layers() + ".";
      String embedding = prefix + "embed_tokens.weight";
      double[][] next =
          rows(
              weights.containsKey(embedding) ? embedding : "model.embed_tokens.weight",
              Arrays.copyOfRange(ids, 1, ids.length),
              hidden);
      double[][] e = norm(next, prefix + "enorm.weight");
      double[][] g = norm(Arrays.copyOf(h, ids.length - 1), prefix + "hnorm.weight");
      double[][] both = new double[e.length][];
      for (int i = 0; i < e.length; i++) {
        both[i] = Arrays.copyOf(e[i], 2 * hidden);
        System.arraycopy(g[i], 0, both[i], hidden, hidden);
      }
      double[][] u = linear(both, prefix + "eh_proj.weight", null);
      layer(u, prefix, true);
      String own = prefix + "shared_head.head.weight";
      double[][] second =
          logProbabilities(
              norm(u, prefix + "shared_head.norm.weight"), weights.containsKey(own) ? own : head);
      for (int i = 0; i + 2 < ids.length; i++) {
        predictedLogProbabilities[i + 2] = second[i][ids[i + 2]];
        agrees[i + 2] = largest(second[i]) == largest(main[i + 1]) ? 1 : 0;
        shared[i + 2] = 0;
        for (int v = 0; v < sizes.vocabularySize(); v++) {
          shared[i + 2] += Math.exp(Math.min(second[i][v], main[i + 1][v]));
        }
      }
    }
    return new Predictions(logProbabilities, predictedLogProbabilities, agrees, shared);
  }

  private static double[] unknown(int count) {
    double[] values = new double[count];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private double[][] rows(String name, int[] ids, int width) {
    double[] matrix = weights.get(name);
    double[][] rows = new double[ids.length][];
    for (int i = 0; i < ids.length; i++) {
      rows[i] = Arrays.copyOfRange(matrix, ids[i] * width, (ids[i] + 1) * width);
    }
    return rows;
  }

  private void layer(double[][] x, String prefix, boolean mixture) {
    add(x, attention(norm(x, prefix + "input_layernorm.weight"), prefix + "self_attn."));
    double[][] normed = norm(x, prefix + "post_attention_layernorm.weight");
    add(x, mixture ? mixture(normed, prefix + "mlp.") : mlp(normed, prefix + "mlp."));
  }

  private static void add(double[][] x, double[][] y) {
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x[i].length; j++) {
        x[i][j] += y[i][j];
      }
    }
  }

  private double[][] norm(double[][] x, String name) {
    double[] weight = weights.get(name);
    double[][] out = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      out[i] = norm(x[i], 0, x[i].length, weight);
    }
    return out;
  }

  private double[] norm(double[] x, int from, int count, double[] weight) {
    double squares = 0;
    for (int j = 0; j < count; j++) {
      squares += x[from + j] * x[from + j];
    }
    double scale = 1 / Math.sqrt(squares / count + sizes.epsilon());
    double[] out = new double[count];
    for (int j = 0; j < count; j++) {
      out[j] = weight[j] * x[from + j] * scale;
    }
    return out;
  }

  private double[][] linear(double[][] x, String name, String bias) {
    double[] weight = weights.get(name);
    double[] add = bias == null ? null : weights.get(bias);
    int in = x.length == 0 ? 1 : x[0].length;
    int out = weight.length / in;
    double[][] y = new double[x.length][out];
    for (int i = 0; i < x.length; i++) {
      for (int o = 0; o < out; o++) {
        double sum = add == null ? 0 : add[o];
        for (int j = 0; j < in; j++) {
          sum += x[i][j] * weight[o * in + j];
        }
        y[i][o] = sum;
      }
    }
    return y;
  }

  private double[][] attention(double[][] x, String prefix) {
    double[][][] parts = new double[3][][];
    String[] names = {"q", "k", "v"};
    int size = sizes.headDimension();
    for (int part = 0; part < 3; part++) {
      String name = prefix + names[part] + "_proj.";
      parts[part] = linear(x, name + "weight", sizes.attentionBias() ? name + "bias" : null);
      int heads = part == 0 ? sizes.heads() : sizes.keyValueHeads();
      for (int t = 0; part < 2 && t < x.length; t++) {
        for (int head = 0; head < heads; head++) {
          double[] values =
              sizes.queryKeyNorm()
                  ? norm(
                      parts[part][t],
                      head * size,
                      size,
                      weights.get(prefix + names[part] + "_norm.weight"))
                  : Arrays.copyOfRange(parts[part][t], head * size, (head + 1) * size);
          turn(values, t);
          System.arraycopy(values, 0, parts[part][t], head * size, size);
        }
      }
    }
    double[][] out = new double[x.length][sizes.heads() * size];
    for (int head = 0; head < sizes.heads(); head++) {
      int shared = head / (sizes.heads() / sizes.keyValueHeads());
      for (int t = 0; t < x.length; t++) {
        double[] scores = new double[t + 1];
        for (int s = 0; s <= t; s++) {
          for (int j = 0; j < size; j++) {
            scores[s] += parts[0][t][head * size + j] * parts[1][s][shared * size + j];
          }
          scores[s] /= Math.sqrt(size);
        }
        double total = logSumExp(scores);
        for (int s = 0; s <= t; s++) {
          double p = Math.exp(scores[s] - total);
          for (int j = 0; j < size; j++) {
            out[t][head * size + j] += p * parts[2][s][shared * size + j];
          }
        }
      }
    }
    return linear(out, prefix + "o_proj.weight", null);
  }

  private void turn(double[] head, int position) {
    int half = sizes.rotaryWidth() / 2;
    for (int j = 0; j < half; j++) {
      double angle = position * Math.pow(sizes.ropeTheta(), -2.0 * j / sizes.rotaryWidth());
      double a = head[j];
      double b = head[j + half];
      head[j] = a * Math.cos(angle) - b * Math.sin(angle);
      head[j + half] = b * Math.cos(angle) + a * Math.sin(angle);
    }
  }

  private double[][] mlp(double[][] x, String prefix) {
    double[][] gate = linear(x, prefix + "gate_proj.weight", null);
    double[][] up = linear(x, prefix + "up_proj.weight", null);
    for (int i = 0; i < gate.length; i++) {
      for (int j = 0; j < gate[i].length; j++) {
        gate[i][j] *= up[i][j] / (1 + Math.exp(-gate[i][j]));
      }
    }
    return linear(gate, prefix + "down_proj.weight", null);
  }

  private double[][] mixture(double[][] x, String prefix) {
    double[][] out =
        sizes.sharedExperts() > 0
            ? mlp(x, prefix + "shared_experts.")
            : new double[x.length][sizes.hiddenSize()];
    double[][] logits = linear(x, prefix + "gate.weight", null);
    double[] bias = weights.get(prefix + "gate.e_score_correction_bias");
    for (int t = 0; t < x.length; t++) {
      double[] scores = new double[sizes.experts()];
      double[] choice = new double[sizes.experts()];
      for (int e = 0; e < scores.length; e++) {
        scores[e] = 1 / (1 + Math.exp(-logits[t][e]));
        choice[e] = scores[e] + bias[e];
      }
      limitGroups(choice);
      int[] chosen = Arrays.copyOf(descending(choice), sizes.expertsPerToken());
      double sum = sizes.normalizeWeights() ? 1e-20 : 1;
      for (int e : chosen) {
        sum += sizes.normalizeWeights() ? scores[e] : 0;
      }
      for (int e : chosen) {
        double[] y = mlp(new double[][] {x[t]}, prefix + "experts." + e + ".")[0];
        for (int j = 0; j < y.length; j++) {
          out[t][j] += y[j] * scores[e] / sum * sizes.routedScale();
        }
      }
    }
    return out;
  }

  private void limitGroups(double[] choice) {
    if (sizes.groups() == 1) {
      return;
    }
    int size = choice.length / sizes.groups();
    double[] groups = new double[sizes.groups()];
    for (int g = 0; g < groups.length; g++) {
      double[] sorted = Arrays.copyOfRange(choice, g * size, (g + 1) * size);
      Arrays.sort(sorted);
      groups[g] = sorted[size - 1] + sorted[size - 2];
    }
    int[] order = descending(groups);
    for (int i = sizes.chosenGroups(); i < order.length; i++) {
      Arrays.fill(choice, order[i] * size, (order[i] + 1) * size, 0);
    }
  }

  private static int[] descending(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -values[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private double[][] logProbabilities(double[][] states, String head) {
    double[][] logits = linear(states, head, null);
    for (double[] row : logits) {
      double total = logSumExp(row);
      for (int v = 0; v < row.length; v++) {
        row[v] -= total;
      }
    }
    return logits;
  }

  private static double logSumExp(double[] values) {
    double max = Arrays.stream(values).max().orElseThrow();
    return max + Math.log(Arrays.stream(values).map(v -> Math.exp(v - max)).sum());
  }

  private static int largest(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}

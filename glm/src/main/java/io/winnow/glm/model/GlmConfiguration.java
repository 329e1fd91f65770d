package io.winnow.glm.model;

import static io.winnow.glm.model.UnusableCheckpoint.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code config.json} of a {@code glm4_moe} checkpoint, as far as the forward pass needs it.
 * The keys and their defaults are those of the model library.
 *
 * @param hiddenSize width of the residual stream
 * @param layers without the one that predicts a second token
 * @param heads of queries
 * @param keyValueHeads a divisor of {@code heads}
 * @param headDimension numbers of a head; not {@code hiddenSize / heads} in the released models
 * @param vocabularySize rows of the embedding
 * @param denseWidth of the MLP of the first layers
 * @param expertWidth of one expert's MLP
 * @param experts that tokens are routed to, per layer
 * @param expertsPerToken how many of them work for a token
 * @param sharedExperts as many times as wide as an expert is the MLP that sees all tokens; 0: none
 * @param denseLayers how many layers, from the first, are no mixtures
 * @param groups of experts; a divisor of {@code experts}
 * @param chosenGroups from which a token's experts may come
 * @param normalizeWeights whether the weights of a token's experts are made to sum to 1
 * @param routedScale factor of those weights
 * @param queryKeyNorm whether each head of queries and keys is normed before RoPE
 * @param attentionBias whether q, k and v have a bias
 * @param rotaryWidth numbers of a head that RoPE turns, from the first; even
 * @param ropeTheta base of RoPE's angles
 * @param epsilon of all norms
 * @param tied whether the head is the embedding
 * @param predictionLayers layers behind the last, which predict a second token
 * @param positions the longest sequence
 */
public record GlmConfiguration(
    int hiddenSize,
    int layers,
    int heads,
    int keyValueHeads,
    int headDimension,
    int vocabularySize,
    int denseWidth,
    int expertWidth,
    int experts,
    int expertsPerToken,
    int sharedExperts,
    int denseLayers,
    int groups,
    int chosenGroups,
    boolean normalizeWeights,
    double routedScale,
    boolean queryKeyNorm,
    boolean attentionBias,
    int rotaryWidth,
    double ropeTheta,
    double epsilon,
    boolean tied,
    int predictionLayers,
    int positions) {
  /** The name of the file. */
  public static final String FILE = "config.json";

  private static final int DEFAULT_POSITIONS = 131_072;

  /** Checks that the numbers fit each other. */
  public GlmConfiguration {
    checkFile(
        heads % keyValueHeads == 0,
        "num_attention_heads %d is not a multiple of num_key_value_heads %d",
        heads,
        keyValueHeads);
    checkFile(
        experts % groups == 0,
        "n_routed_experts %d is not a multiple of n_group %d",
        experts,
        groups);
    checkFile(
        chosenGroups <= groups, "topk_group %d is more than n_group %d", chosenGroups, groups);
    checkFile(
        groups == 1 || experts / groups >= 2,
        "n_group %d leaves groups of one expert, but a group is judged by its two best",
        groups);
    checkFile(
        expertsPerToken <= experts,
        "num_experts_per_tok %d is more than n_routed_experts %d",
        expertsPerToken,
        experts);
    checkFile(
        rotaryWidth >= 2 && rotaryWidth % 2 == 0 && rotaryWidth <= headDimension,
        "the rotary width int(head_dim x partial_rotary_factor) must be even and 2 to %d, but"
            + " is %d",
        headDimension,
        rotaryWidth);
    checkFile(
        denseLayers <= layers,
        "first_k_dense_replace %d is more than num_hidden_layers %d",
        denseLayers,
        layers);
    checkFile(
        ropeTheta > 0 && Double.isFinite(ropeTheta),
        "rope_theta must be above 0, but is %s",
        ropeTheta);
    checkFile(epsilon >= 0 && epsilon < 1, "rms_norm_eps must be 0 to 1, but is %s", epsilon);
    checkFile(
        Double.isFinite(routedScale),
        "routed_scaling_factor must be a number, but is %s",
        routedScale);
  }

  /**
   * Reads the configuration of a checkpoint.
   *
   * @param folder of the checkpoint
   * @throws UnusableCheckpoint naming the key that is missing or wrong
   */
  public static GlmConfiguration read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    check(Files.isRegularFile(file), "there is no %s in the checkpoint %s", FILE, folder);
    return of(StrictJson.read(FILE, Files.readAllBytes(file)));
  }

  private static GlmConfiguration of(JsonNode json) {
    check(json.isObject(), "%s is no JSON object", FILE);
    Keys keys = new Keys(json);
    String model = keys.text("model_type", "");
    checkFile(model.equals("glm4_moe"), "model_type must be glm4_moe, but is %s", model);
    String activation = keys.text("hidden_act", "silu");
    checkFile(activation.equals("silu"), "hidden_act must be silu, but is %s", activation);
    checkRope(keys);
    checkQuantization(json.path("quantization_config"));
    int hidden = keys.count("hidden_size");
    int heads = keys.count("num_attention_heads");
    int headDimension;
    if (keys.present("head_dim")) {
      headDimension = keys.count("head_dim");
    } else {
      check(
          hidden % heads == 0,
          "%s has no head_dim, and hidden_size %d is not a multiple of num_attention_heads %d",
          FILE,
          hidden,
          heads);
      headDimension = hidden / heads;
    }
    double rotary = keys.rope("partial_rotary_factor", 0.5);
    checkFile(
        rotary > 0 && rotary <= 1,
        "partial_rotary_factor must be above 0 and at most 1, but is %s",
        rotary);
    return new GlmConfiguration(
        hidden,
        keys.count("num_hidden_layers"),
        heads,
        keys.count("num_key_value_heads"),
        headDimension,
        keys.count("vocab_size"),
        keys.count("intermediate_size"),
        keys.count("moe_intermediate_size"),
        keys.count("n_routed_experts"),
        keys.count("num_experts_per_tok"),
        keys.count("n_shared_experts", 0, 1),
        keys.count("first_k_dense_replace", 0, 1),
        keys.count("n_group", 1, 1),
        keys.count("topk_group", 1, 1),
        keys.flag("norm_topk_prob", true),
        keys.number("routed_scaling_factor", 1),
        keys.flag("use_qk_norm", false),
        keys.flag("attention_bias", false),
        (int) (headDimension * rotary),
        keys.rope("rope_theta", 10_000),
        keys.number("rms_norm_eps", 1e-5),
        keys.flag("tie_word_embeddings", false),
        keys.count("num_nextn_predict_layers", 0, 0),
        keys.count("max_position_embeddings", 1, DEFAULT_POSITIONS));
  }

  /** Checks what the file says; the message begins with its name. */
  private static void checkFile(boolean condition, String message, Object... arguments) {
    check(condition, FILE + ": " + message, arguments);
  }

  private static void checkRope(Keys keys) {
    for (String key : new String[] {"rope_scaling", "rope_parameters"}) {
      JsonNode rope = keys.json.path(key);
      checkFile(
          rope.isMissingNode() || rope.isNull() || rope.isObject(),
          "%s must be an object, but is %s",
          key,
          rope);
      for (String type : new String[] {"rope_type", "type"}) {
        String value = rope.path(type).asText("default");
        checkFile(
            rope.path(type).isMissingNode() || value.equals("default"),
            "the %s %s of %s is not implemented",
            type,
            value,
            key);
      }
      // Scaling of another kind than by its type would be passed over without this.
      checkFile(
          !rope.has("factor") || rope.path("factor").asDouble() == 1,
          "a factor in %s is not implemented",
          key);
    }
    String type = keys.text("rope_type", "default");
    checkFile(type.equals("default"), "the rope_type %s is not implemented", type);
  }

  /** Only 8-bit floats with one scale a row are known: see {@link GraphWriter#weight}. */
  private static void checkQuantization(JsonNode quantization) {
    if (quantization.isMissingNode() || quantization.isNull()) {
      return;
    }
    String method = quantization.path("quant_method").asText();
    checkFile(
        method.equals("compressed-tensors"),
        "the quant_method %s is not implemented; compressed-tensors is",
        method);
    String format = quantization.path("format").asText("float-quantized");
    checkFile(
        Set.of("float-quantized", "naive-quantized").contains(format),
        "the quantization format %s is not implemented; float-quantized is",
        format);
    for (JsonNode group : quantization.path("config_groups")) {
      JsonNode weights = group.path("weights");
      checkFile(
          weights.path("num_bits").asInt(8) == 8
              && weights.path("type").asText("float").equals("float")
              && weights.path("strategy").asText("channel").equals("channel"),
          "quantized weights must be 8-bit floats with one scale per channel, but are %s",
          weights);
    }
  }

  /** The file's content for a checkpoint whose numbers are mostly of one type. */
  public String json(String type) {
    ObjectNode json = StrictJson.MAPPER.createObjectNode();
    json.putArray("architectures").add("Glm4MoeForCausalLM");
    json.put("model_type", "glm4_moe");
    json.put("hidden_act", "silu");
    json.put("hidden_size", hiddenSize);
    json.put("num_hidden_layers", layers);
    json.put("num_attention_heads", heads);
    json.put("num_key_value_heads", keyValueHeads);
    json.put("head_dim", headDimension);
    json.put("vocab_size", vocabularySize);
    json.put("intermediate_size", denseWidth);
    json.put("moe_intermediate_size", expertWidth);
    json.put("n_routed_experts", experts);
    json.put("num_experts_per_tok", expertsPerToken);
    json.put("n_shared_experts", sharedExperts);
    json.put("first_k_dense_replace", denseLayers);
    json.put("n_group", groups);
    json.put("topk_group", chosenGroups);
    json.put("norm_topk_prob", normalizeWeights);
    json.put("routed_scaling_factor", routedScale);
    json.put("use_qk_norm", queryKeyNorm);
    json.put("attention_bias", attentionBias);
    json.put("partial_rotary_factor", (double) rotaryWidth / headDimension);
    json.put("rope_theta", ropeTheta);
    json.putNull("rope_scaling");
    json.put("rms_norm_eps", epsilon);
    json.put("tie_word_embeddings", tied);
    json.put("num_nextn_predict_layers", predictionLayers);
    json.put("max_position_embeddings", positions);
    json.put("torch_dtype", type);
    return json.toPrettyString() + "\n";
  }

  /** Values of the file, each checked for its kind. */
  private record Keys(JsonNode json) {
    boolean present(String key) {
      return !json.path(key).isMissingNode() && !json.path(key).isNull();
    }

    int count(String key) {
      checkFile(present(key), "%s is missing", key);
      return count(key, 1, 1);
    }

    int count(String key, int least, int otherwise) {
      if (!present(key)) {
        return otherwise;
      }
      JsonNode node = json.path(key);
      checkFile(
          node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= least,
          "%s must be a whole number, at least %d, but is %s",
          key,
          least,
          node);
      return node.intValue();
    }

    double number(String key, double otherwise) {
      return number(key, json.path(key), otherwise);
    }

    private static double number(String key, JsonNode node, double otherwise) {
      if (node.isMissingNode() || node.isNull()) {
        return otherwise;
      }
      checkFile(node.isNumber(), "%s must be a number, but is %s", key, node);
      return node.doubleValue();
    }

    boolean flag(String key, boolean otherwise) {
      JsonNode node = json.path(key);
      checkFile(
          !present(key) || node.isBoolean(), "%s must be true or false, but is %s", key, node);
      return node.asBoolean(otherwise);
    }

    String text(String key, String otherwise) {
      JsonNode node = json.path(key);
      checkFile(!present(key) || node.isTextual(), "%s must be text, but is %s", key, node);
      return present(key) ? node.textValue() : otherwise;
    }

    /** A value that newer files have inside {@code rope_parameters}. */
    double rope(String key, double otherwise) {
      @Nullable JsonNode inner = json.path("rope_parameters").get(key);
      if (inner == null || inner.isNull()) {
        return number(key, otherwise);
      }
      double value = number(key, inner, otherwise);
      double outer = number(key, value);
      check(outer == value, "%s gives %s twice: %s and %s", FILE, key, outer, value);
      return value;
    }
  }
}

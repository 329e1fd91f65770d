package io.winnow.glm.training;

import static io.winnow.corpus.Require.require;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The shape of a model of the GLM-4.5 architecture (arXiv 2508.06471, section 2.1), with the names
 * of its configuration in the Hugging Face layout. There is one group of experts, weights of the
 * chosen experts add up to one, and half of each head is rotated, as in every released model.
 *
 * @param vocabulary rows of the embedding
 * @param hidden size of the residual stream
 * @param layers without the MTP layer
 * @param denseLayers the first so many layers have a dense MLP
 * @param heads query heads
 * @param keyValueHeads divides {@code heads}
 * @param headSize a multiple of 4
 * @param intermediate width of the dense MLP
 * @param expertIntermediate width of one expert
 * @param experts that a router chooses from
 * @param chosenExperts for each token
 * @param sharedExperts the shared expert is so many experts wide
 * @param routedScale of the chosen experts' sum
 * @param attentionBias whether q, k and v have biases
 * @param queryKeyNorm whether q and k are normed
 * @param tied whether the head is the embedding
 * @param mtpLayers 0 or 1
 * @param ropeBase base of the rotary angles
 * @param context longest sequence, in tokens
 */
record GlmShape(
    int vocabulary,
    int hidden,
    int layers,
    int denseLayers,
    int heads,
    int keyValueHeads,
    int headSize,
    int intermediate,
    int expertIntermediate,
    int experts,
    int chosenExperts,
    int sharedExperts,
    double routedScale,
    boolean attentionBias,
    boolean queryKeyNorm,
    boolean tied,
    int mtpLayers,
    double ropeBase,
    int context) {
  static final double EPSILON = 1e-5;
  static final double ROTARY_FACTOR = 0.5;

  private static final ObjectMapper JSON = new ObjectMapper();

  GlmShape {
    positive("vocabulary", vocabulary);
    positive("hidden", hidden);
    positive("layers", layers);
    require(
        denseLayers >= 0 && denseLayers <= layers,
        "dense layers must be 0 to %s, but were %s",
        layers,
        denseLayers);
    positive("heads", heads);
    positive("key-value heads", keyValueHeads);
    require(
        heads % keyValueHeads == 0,
        "%s heads cannot share %s key-value heads evenly",
        heads,
        keyValueHeads);
    require(
        headSize > 0 && headSize % 4 == 0,
        "the head size must be a multiple of 4, but was %s",
        headSize);
    positive("intermediate", intermediate);
    positive("expert intermediate", expertIntermediate);
    positive("experts", experts);
    require(
        chosenExperts >= 1 && chosenExperts <= experts,
        "chosen experts must be 1 to %s, but were %s",
        experts,
        chosenExperts);
    positive("shared experts", sharedExperts);
    require(
        mtpLayers == 0 || mtpLayers == 1, "there is no or one MTP layer, but were %s", mtpLayers);
    require(context >= 8, "the context must be at least 8 tokens, but was %s", context);
  }

  private static void positive(String name, int value) {
    require(value >= 1, "%s must be at least 1, but was %s", name, value);
  }

  /** About 7 million parameters, 3 million of which work on a token. */
  static GlmShape standard() {
    return new GlmShape(
        4096, 256, 4, 1, 8, 2, 32, 512, 128, 12, 2, 1, 1, true, true, true, 1, 10_000, 512);
  }

  /** Numbers of a head that are rotated. */
  int rotated() {
    return (int) (headSize * ROTARY_FACTOR);
  }

  boolean isDense(int layer) {
    return layer < denseLayers;
  }

  /** Parameters of all matrices and vectors, those of the MTP layer among them. */
  long parameters() {
    long layer = attention() + 2L * hidden;
    long dense = denseLayers * (layer + mlp(intermediate));
    long mixtures = (layers - denseLayers) * (layer + mixture(experts));
    long mtp = mtpLayers * (layer + mixture(experts) + 2L * hidden * hidden + 3L * hidden);
    return dense + mixtures + mtp + (tied ? 1 : 2) * table() + hidden;
  }

  /**
   * Parameters that work on one token of the main model: without experts that are not chosen, the
   * MTP layer, and, where the head is another matrix, the embedding, of which one row is read.
   */
  long activeParameters() {
    long layer = attention() + 2L * hidden;
    return denseLayers * (layer + mlp(intermediate))
        + (layers - denseLayers) * (layer + mixture(chosenExperts) + router())
        - (layers - denseLayers) * (long) chosenExperts * (hidden + 1)
        + table()
        + hidden;
  }

  private long router() {
    return (long) experts * (hidden + 1);
  }

  private long table() {
    return (long) vocabulary * hidden;
  }

  private long attention() {
    long queries = (long) heads * headSize;
    long keys = (long) keyValueHeads * headSize;
    return 2 * queries * hidden
        + 2 * keys * hidden
        + (attentionBias ? queries + 2 * keys : 0)
        + (queryKeyNorm ? 2L * headSize : 0);
  }

  private long mlp(int width) {
    return 3L * width * hidden;
  }

  /** Router, correction bias, experts and the shared one. */
  private long mixture(int routed) {
    return routed * (mlp(expertIntermediate) + hidden + 1)
        + mlp(expertIntermediate * sharedExperts);
  }

  /**
   * The file {@code config.json}.
   *
   * @param type of the weights: bfloat16 or float32
   * @param end id of the token that ends a document
   */
  ObjectNode config(String type, int end) {
    ObjectNode json = JSON.createObjectNode();
    json.putArray("architectures").add("Glm4MoeForCausalLM");
    json.put("attention_bias", attentionBias);
    json.put("attention_dropout", 0.0);
    json.put("pad_token_id", end);
    json.putArray("eos_token_id").add(end);
    json.put("head_dim", headSize);
    json.put("hidden_act", "silu");
    json.put("hidden_size", hidden);
    json.put("partial_rotary_factor", ROTARY_FACTOR);
    json.put("initializer_range", Parameters.DEVIATION);
    json.put("intermediate_size", intermediate);
    json.put("max_position_embeddings", context);
    json.put("model_type", "glm4_moe");
    json.put("moe_intermediate_size", expertIntermediate);
    json.put("norm_topk_prob", true);
    json.put("num_attention_heads", heads);
    json.put("n_group", 1);
    json.put("topk_group", 1);
    json.put("n_routed_experts", experts);
    json.put("n_shared_experts", sharedExperts);
    json.put("routed_scaling_factor", routedScale);
    json.put("num_experts_per_tok", chosenExperts);
    json.put("first_k_dense_replace", denseLayers);
    json.put("num_hidden_layers", layers);
    json.put("num_key_value_heads", keyValueHeads);
    json.put("num_nextn_predict_layers", mtpLayers);
    json.put("rms_norm_eps", EPSILON);
    json.putNull("rope_scaling");
    json.put("rope_theta", ropeBase);
    json.put("tie_word_embeddings", tied);
    json.put("torch_dtype", type);
    json.put("use_cache", true);
    json.put("use_qk_norm", queryKeyNorm);
    json.put("vocab_size", vocabulary);
    return json;
  }
}

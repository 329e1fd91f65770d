package io.winnow.glm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlmConfigurationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void theReleasedConfigurationsAreTakenAsTheyAre() throws IOException {
    ObjectNode large = released(5120, 92, 3, 12_288, 1536, 160, true, 2.5);
    GlmConfiguration read = read(large);
    assertEquals(
        new GlmConfiguration(
            5120, 92, 96, 8, 128, 151_552, 12_288, 1536, 160, 8, 1, 3, 1, 1, true, 2.5, true, true,
            64, 1e6, 1e-5, false, 1, 131_072),
        read);
    // GLM-4.6 and 4.7 differ in this.
    ObjectNode newer = large.deepCopy().put("max_position_embeddings", 202_752);
    assertEquals(202_752, read(newer).positions());
    // 355 and 106 billion parameters, 32 and 12 of them active, says the report (arXiv 2508.06471).
    assertEquals(32e9, new GlmWork(read, false).activeParameters(), 1.5e9);
    GlmConfiguration air = read(released(4096, 46, 1, 10_944, 1408, 128, false, 1.0));
    assertEquals(12e9, new GlmWork(air, false).activeParameters(), 1e9);
  }

  @Test
  void newerFilesHaveRopeInAnObject() throws IOException {
    ObjectNode json = released(4096, 46, 1, 10_944, 1408, 128, false, 1.0);
    GlmConfiguration expected = read(json);
    json.remove("rope_theta");
    json.remove("partial_rotary_factor");
    json.remove("rope_scaling");
    json.putObject("rope_parameters")
        .put("rope_type", "default")
        .put("rope_theta", 1e6)
        .put("partial_rotary_factor", 0.5);
    assertEquals(expected, read(json));
    json.put("rope_theta", 1_000_000);
    assertEquals(expected, read(json));
    json.put("rope_theta", 10_000);
    assertRefused(json, "rope_theta twice");
  }

  @Test
  void defaultsAreTheModelLibrarys() throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("model_type", "glm4_moe");
    json.put("hidden_size", 64).put("num_hidden_layers", 2).put("num_attention_heads", 4);
    json.put("num_key_value_heads", 2).put("vocab_size", 10).put("intermediate_size", 8);
    json.put("moe_intermediate_size", 8).put("n_routed_experts", 4).put("num_experts_per_tok", 2);
    assertEquals(
        new GlmConfiguration(
            64, 2, 4, 2, 16, 10, 8, 8, 4, 2, 1, 1, 1, 1, true, 1, false, false, 8, 1e4, 1e-5, false,
            0, 131_072),
        read(json));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model_type|\"glm4\"|glm4_moe",
        "model_type|null|glm4_moe",
        "hidden_size|\"5120\"|hidden_size",
        "hidden_size|5120.5|hidden_size",
        "hidden_size|0|hidden_size",
        "hidden_size|-1|hidden_size",
        "hidden_size|4294967296|hidden_size",
        "hidden_size|null|hidden_size",
        "num_hidden_layers|null|num_hidden_layers",
        "num_key_value_heads|7|num_key_value_heads",
        "num_key_value_heads|0|num_key_value_heads",
        "n_group|3|n_group",
        "n_group|160|groups of one",
        "topk_group|2|topk_group",
        "num_experts_per_tok|161|num_experts_per_tok",
        "first_k_dense_replace|93|first_k_dense_replace",
        "first_k_dense_replace|-1|first_k_dense_replace",
        "partial_rotary_factor|0|partial_rotary_factor",
        "partial_rotary_factor|1.5|partial_rotary_factor",
        "partial_rotary_factor|0.11719|even",
        "rope_theta|0|rope_theta",
        "rope_theta|\"big\"|rope_theta",
        "rms_norm_eps|-1|rms_norm_eps",
        "attention_bias|1|attention_bias",
        "tie_word_embeddings|\"no\"|tie_word_embeddings",
        "hidden_act|\"gelu\"|hidden_act",
        "rope_scaling|{\"type\":\"linear\",\"factor\":2}|linear",
        "rope_scaling|{\"factor\":2}|factor",
        "rope_scaling|\"yarn\"|rope_scaling",
        "rope_parameters|{\"rope_type\":\"yarn\"}|yarn",
        "rope_type|\"llama3\"|llama3",
        "quantization_config|{\"quant_method\":\"gptq\"}|gptq",
        "quantization_config|{\"quant_method\":\"fp8\",\"weight_block_size\":[128,128]}|fp8",
        "quantization_config|{\"quant_method\":\"compressed-tensors\",\"format\":\"pack-quantized\"}|pack",
        "max_position_embeddings|0|max_position_embeddings",
      })
  void aWrongValueIsRefusedByName(String key, String value, String message) throws IOException {
    ObjectNode json = released(5120, 92, 3, 12_288, 1536, 160, true, 2.5);
    json.set(key, JSON.readTree(value));
    assertRefused(json, message);
  }

  @Test
  void eightBitFloatsWithAScalePerChannelAreTaken() throws IOException {
    ObjectNode json = released(5120, 92, 3, 12_288, 1536, 160, true, 2.5);
    GlmConfiguration expected = read(json);
    json.set(
        "quantization_config",
        JSON.readTree(
            """
            {"quant_method": "compressed-tensors", "format": "float-quantized",
             "ignore": ["lm_head"], "config_groups": {"group_0": {"targets": ["Linear"],
               "weights": {"num_bits": 8, "type": "float", "strategy": "channel"},
               "input_activations": {"num_bits": 8, "type": "float", "dynamic": true}}}}
            """));
    assertEquals(expected, read(json));
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    GlmConfiguration configuration = read(released(5120, 92, 3, 12_288, 1536, 160, true, 2.5));
    Files.writeString(folder.resolve("config.json"), configuration.json("bfloat16"));
    assertEquals(configuration, GlmConfiguration.read(folder));
  }

  @Test
  void aFileThatIsNoConfigurationIsRefused() throws IOException {
    for (String content : new String[] {"", "[]", "3", "{", "{} {}", "{\"a\":1,\"a\":2}", "\0"}) {
      Files.writeString(folder.resolve("config.json"), content);
      UnusableCheckpoint fault =
          assertThrows(UnusableCheckpoint.class, () -> GlmConfiguration.read(folder), content);
      assertTrue(fault.getMessage().contains("config.json"), fault.getMessage());
    }
  }

  private static ObjectNode released(
      int hidden,
      int layers,
      int dense,
      int denseWidth,
      int expertWidth,
      int experts,
      boolean norm,
      double scale) {
    ObjectNode json = JSON.createObjectNode();
    json.putArray("architectures").add("Glm4MoeForCausalLM");
    json.put("attention_bias", true).put("attention_dropout", 0.0).put("pad_token_id", 151_329);
    json.putArray("eos_token_id").add(151_329).add(151_336).add(151_338);
    json.put("head_dim", 128).put("hidden_act", "silu").put("hidden_size", hidden);
    json.put("partial_rotary_factor", 0.5).put("initializer_range", 0.02);
    json.put("intermediate_size", denseWidth).put("max_position_embeddings", 131_072);
    json.put("model_type", "glm4_moe").put("moe_intermediate_size", expertWidth);
    json.put("norm_topk_prob", true).put("num_attention_heads", 96).put("n_group", 1);
    json.put("topk_group", 1).put("n_routed_experts", experts).put("n_shared_experts", 1);
    json.put("routed_scaling_factor", scale).put("num_experts_per_tok", 8);
    json.put("first_k_dense_replace", dense).put("num_hidden_layers", layers);
    json.put("num_key_value_heads", 8).put("num_nextn_predict_layers", 1);
    json.put("rms_norm_eps", 1e-5).putNull("rope_scaling").put("rope_theta", 1_000_000);
    json.put("tie_word_embeddings", false).put("torch_dtype", "bfloat16");
    json.put("use_cache", true).put("use_qk_norm", norm).put("vocab_size", 151_552);
    return json;
  }

  private GlmConfiguration read(ObjectNode json) throws IOException {
    Files.writeString(folder.resolve("config.json"), json.toString());
    return GlmConfiguration.read(folder);
  }

  private void assertRefused(ObjectNode json, String message) {
    UnusableCheckpoint fault = assertThrows(UnusableCheckpoint.class, () -> read(json));
    assertTrue(fault.getMessage().contains(message), fault.getMessage());
  }
}

package io.winnow.glm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class BrokenCheckpointTest {
  @Test
  void everyBrokenCheckpointOfTheOracleIsRefusedWithASentence() throws IOException {
    JsonNode reasons = Oracle.json("broken/reasons.json");
    int refused = 0;
    for (Iterator<String> names = reasons.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      Path folder = Oracle.folder("broken/" + name);
      if (name.equals("good")) {
        load(folder);
        continue;
      }
      UnusableCheckpoint fault =
          assertThrows(UnusableCheckpoint.class, () -> load(folder), () -> name + " is taken");
      String message = fault.getMessage();
      assertFalse(message.contains("\n"), message);
      assertTrue(message.contains(culprit(name)), message);
      assertTrue(message.length() > 20 && message.length() < 300, message);
      refused++;
    }
    assertEquals(38, refused);
  }

  /** What the sentence must name. */
  private static String culprit(String name) {
    return switch (name) {
      case "missing-tensor" -> "model.layers.1.self_attn.k_proj.weight";
      case "missing-expert" -> "model.layers.1.mlp.experts.3.up_proj.weight";
      case "missing-lm-head", "inf-weight" -> "lm_head.weight";
      case "missing-correction-bias" -> "e_score_correction_bias";
      case "unknown-dtype" -> "F8_E4M3";
      case "wrong-shape" -> "o_proj.weight must have the shape [32, 48], but has [48, 32]";
      case "wrong-vocab-rows" -> "model.embed_tokens.weight must have the shape [64, 32]";
      case "nan-weight" -> "model.layers.1.mlp.experts.2.down_proj.weight";
      case "index-missing-shard" -> "model-00002-of-00002.safetensors";
      case "weights-absent" -> "safetensors";
      case "truncated-data" -> "ends at byte 56432, but the file has 55432";
      case "truncated-header" -> "claims 4248 bytes, but the file has 200";
      case "empty-file" -> "model.safetensors is cut off: it has 0 bytes";
      case "header-length-huge" -> "claims 4611686018427387904 bytes";
      case "header-length-negative", "header-not-json" -> "header of model.safetensors";
      case "header-duplicate-key" -> "has the tensor model.norm.weight twice";
      case "offsets-beyond-end" -> "model.norm.weight ends at byte 56464, but the file has 56432";
      case "offsets-overlap" -> "model.layers.0.input_layernorm.weight and model.norm.weight";
      case "offsets-reversed" -> "offsets of model.norm.weight";
      case "offsets-shape-mismatch" -> "model.norm.weight in model.safetensors has 64 bytes";
      case "shape-overflow" -> "of model.norm.weight in model.safetensors overflows 64 bits";
      case "index-path-traversal" -> "the tensor model.norm.weight to \"../../x.safetensors\"";
      case "index-absolute-path" -> "the tensor model.norm.weight to \"/etc/hostname\"";
      case "index-backslash" -> "the tensor model.norm.weight to \"..\\\\..";
      case "index-wrong-shard" ->
          "model.embed_tokens.weight is in model-00002-of-00002.safetensors, but it is not";
      case "index-not-json" -> "model.safetensors.index.json is not JSON";
      default -> {
        assertTrue(name.startsWith("config"), name);
        yield "config.json";
      }
    };
  }

  private static void load(Path folder) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    checkpoint.checkNumbers();
    ForwardPass.of(checkpoint).close();
  }
}

package io.winnow.glm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the smallest {@code tokenizer.json}: every byte a token, and the special ones. It is for
 * checkpoints with random weights, so that text can be scored with them.
 */
public final class ByteTokenizer {
  private static final String[] SPECIAL = {"<|endoftext|>", "[gMASK]", "<sop>", "<think>"};
  private static final int BYTES = 256;

  private ByteTokenizer() {}

  /** How many tokens it has. */
  public static int size() {
    return BYTES + SPECIAL.length;
  }

  /**
   * Ids 0 to 255 are bytes, from 256 on the special tokens.
   *
   * @param folder of the checkpoint
   */
  public static void write(Path folder) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    json.put("version", "1.0");
    ArrayNode added = json.putArray("added_tokens");
    for (int i = 0; i < SPECIAL.length; i++) {
      added
          .addObject()
          .put("id", BYTES + i)
          .put("content", SPECIAL[i])
          .put("single_word", false)
          .put("lstrip", false)
          .put("rstrip", false)
          .put("normalized", false)
          .put("special", true);
    }
    json.putNull("normalizer");
    json.putObject("pre_tokenizer")
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", true);
    json.putObject("decoder")
        .put("type", "ByteLevel")
        .put("add_prefix_space", true)
        .put("trim_offsets", true)
        .put("use_regex", true);
    ObjectNode model = json.putObject("model");
    model.put("type", "BPE");
    ObjectNode vocabulary = model.putObject("vocab");
    int hidden = 0;
    for (int value = 0; value < BYTES; value++) {
      boolean shown =
          // What is not seen in print has a character from 256 on, as in GPT-2's tokenizer.
          value >= '!' && value <= '~' || value >= 0xa1 && value <= 0xac || value >= 0xae;
      vocabulary.put(Character.toString(shown ? value : BYTES + hidden++), value);
    }
    model.putArray("merges");
    Files.writeString(folder.resolve(GlmTokenizer.FILE), mapper.writeValueAsString(json));
  }
}

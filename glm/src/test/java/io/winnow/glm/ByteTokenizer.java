package io.winnow.glm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the smallest {@code tokenizer.json}: every byte a token, and the special ones. */
public final class ByteTokenizer {
  private ByteTokenizer() {}

  /** Ids 0 to 255 are bytes, from 256 on the special tokens. */
  public static void write(Path folder) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    json.put("version", "1.0");
    ArrayNode added = json.putArray("added_tokens");
    String[] special = {"<|endoftext|>", "[gMASK]", "<sop>", "<think>"};
    for (int i = 0; i < special.length; i++) {
      added
          .addObject()
          .put("id", 256 + i)
          .put("content", special[i])
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
    for (int value = 0; value < 256; value++) {
      boolean shown =
          value >= '!' && value <= '~' || value >= 0xa1 && value <= 0xac || value >= 0xae;
      vocabulary.put(Character.toString(shown ? value : 256 + hidden++), value);
    }
    model.putArray("merges");
    Files.writeString(folder.resolve("tokenizer.json"), mapper.writeValueAsString(json));
  }
}

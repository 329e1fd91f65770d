package io.winnow.glm;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.tokens.TokenizerJson;
import io.winnow.glm.model.UnusableCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The {@code tokenizer.json} of a checkpoint. A document's text is never more than text: the
 * library finds special tokens before all else and cannot be told not to, so it gets the file
 * without them, and a page with {@code <|endoftext|>} in it cannot end itself. Thread-safe.
 */
final class GlmTokenizer {
  static final String FILE = "tokenizer.json";

  /** What a sequence starts with. */
  private static final String[] PREFIX = {"[gMASK]", "<sop>"};

  static final int PREFIX_TOKENS = PREFIX.length;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HuggingFaceTokenizer tokenizer;
  private final int[] prefix;

  private GlmTokenizer(HuggingFaceTokenizer tokenizer, int[] prefix) {
    this.tokenizer = tokenizer;
    this.prefix = prefix;
  }

  /**
   * @param vocabulary size of the model's
   * @throws UnusableCheckpoint if there is no tokenizer, or it does not fit the model
   */
  static GlmTokenizer read(Path folder, int vocabulary) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new UnusableCheckpoint("there is no " + FILE + " in the checkpoint");
    }
    JsonNode json;
    try {
      json = JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new UnusableCheckpoint(
          FILE + " is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
    }
    if (!(json instanceof ObjectNode object) || !json.path("added_tokens").isArray()) {
      throw new UnusableCheckpoint(FILE + " has no list added_tokens");
    }
    int[] prefix = new int[PREFIX.length];
    for (int i = 0; i < prefix.length; i++) {
      prefix[i] = id(json.path("added_tokens"), PREFIX[i]);
    }
    if (json.path("model").path("dropout").asDouble(0) != 0) {
      throw new UnusableCheckpoint(
          FILE + " has a dropout: it would cut the same text into other tokens each time");
    }
    long largest = largestId(json);
    if (largest >= vocabulary) {
      throw new UnusableCheckpoint(
          String.format(
              Locale.ROOT,
              "%s has the token %d, but the model's vocabulary ends at %d",
              FILE,
              largest,
              vocabulary - 1));
    }
    object.putArray("added_tokens");
    object.putNull("post_processor");
    try {
      return new GlmTokenizer(TokenizerJson.open(JSON.writeValueAsBytes(object)), prefix);
    } catch (RuntimeException e) {
      String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new UnusableCheckpoint(FILE + " is not a tokenizer: " + message);
    }
  }

  private static int id(JsonNode added, String content) {
    for (JsonNode token : added) {
      if (token.path("content").asText().equals(content)) {
        @Nullable JsonNode id = token.get("id");
        if (id != null && id.canConvertToInt() && id.isIntegralNumber() && id.intValue() >= 0) {
          return id.intValue();
        }
      }
    }
    throw new UnusableCheckpoint(
        FILE + " has no token " + content + ", which the model's sequences start with");
  }

  private static long largestId(JsonNode json) {
    long largest = 0;
    for (JsonNode token : json.path("added_tokens")) {
      largest = Math.max(largest, token.path("id").asLong());
    }
    for (Iterator<JsonNode> ids = json.path("model").path("vocab").elements(); ids.hasNext(); ) {
      largest = Math.max(largest, ids.next().asLong());
    }
    return largest;
  }

  /** The ids that a sequence starts with; they are conditioned on, not scored. */
  int[] prefix() {
    return prefix.clone();
  }

  /**
   * The ids of a text, special tokens' text as ordinary text.
   *
   * @param text without lone surrogates
   */
  int[] ids(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    long[] ids = tokenizer.encode(text, false, false).getIds();
    int[] result = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      result[i] = (int) ids[i];
    }
    return result;
  }
}

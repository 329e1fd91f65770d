package io.winnow.glm.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.corpus.files.WrongInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A byte-level tokenizer with GLM's special tokens directly after the ordinary ones. Text that
 * spells a special token is encoded as ordinary text. Not thread-safe.
 */
final class BpeTokenizer {
  /** GLM-4.5's, in the order of their ids. */
  static final List<String> SPECIAL =
      List.of(
          "<|endoftext|>",
          "[MASK]",
          "[gMASK]",
          "[sMASK]",
          "<sop>",
          "<eop>",
          "<|system|>",
          "<|user|>",
          "<|assistant|>",
          "<|observation|>");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int CACHED_WORDS = 1 << 18;

  private final byte[][] tokens;
  private final int[] ofByte = new int[256];
  private final Map<Long, Merge> merges = new HashMap<>();
  private final List<int[]> mergesInOrder = new ArrayList<>();
  private final Map<String, Integer> special;
  private final Map<String, int[]> words = new HashMap<>();

  /**
   * @param rank smaller ones are applied first
   * @param id of what comes out
   */
  private record Merge(int rank, int id) {}

  /** A merge that can be applied at a place of a word, unless another has changed it. */
  private record Place(Merge merge, int at, int left, int right) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int order = Integer.compare(merge.rank, other.merge.rank);
      return order == 0 ? Integer.compare(at, other.at) : order;
    }
  }

  /**
   * @param pairs of ids, of which the first makes token 256; the tokens 0 to 255 are the bytes
   */
  BpeTokenizer(List<int[]> pairs) {
    tokens = new byte[256 + pairs.size()][];
    for (int b = 0; b < 256; b++) {
      tokens[b] = new byte[] {(byte) b};
      ofByte[b] = b;
    }
    for (int i = 0; i < pairs.size(); i++) {
      int[] pair = pairs.get(i);
      byte[] left = tokens[pair[0]];
      byte[] right = tokens[pair[1]];
      byte[] both = Arrays.copyOf(left, left.length + right.length);
      System.arraycopy(right, 0, both, left.length, right.length);
      tokens[256 + i] = both;
      merges.put(key(pair[0], pair[1]), new Merge(i, 256 + i));
      mergesInOrder.add(pair);
    }
    special = new HashMap<>();
    for (int i = 0; i < SPECIAL.size(); i++) {
      special.put(SPECIAL.get(i), tokens.length + i);
    }
  }

  /**
   * Reads a {@code tokenizer.json}.
   *
   * @throws WrongInput if it is no byte-level BPE with the words of {@link PreTokenizer}, or lacks
   *     a byte or a special token that a document begins or ends with
   */
  static BpeTokenizer read(Path file) throws IOException {
    JsonNode json = JSON.readTree(Files.readAllBytes(file));
    try {
      return new BpeTokenizer(json);
    } catch (IllegalArgumentException e) {
      throw new WrongInput(file + " is no tokenizer that can be used: " + e.getMessage());
    }
  }

  private BpeTokenizer(JsonNode json) {
    JsonNode model = json.path("model");
    check(model.path("type").asText().equals("BPE"), "its model is not BPE");
    check(
        json.path("normalizer").isNull() || json.path("normalizer").isMissingNode(),
        "it changes text before encoding");
    check(
        json.path("pre_tokenizer").toString().contains("ByteLevel")
            && json.path("pre_tokenizer")
                .findPath("Regex")
                .asText()
                .equals(PreTokenizer.EXPRESSION),
        "its words are not those of GLM-4");
    JsonNode vocabulary = model.path("vocab");
    tokens = new byte[vocabulary.size()][];
    Map<String, Integer> ids = new HashMap<>();
    vocabulary
        .fields()
        .forEachRemaining(
            entry -> {
              int id = entry.getValue().asInt(-1);
              check(id >= 0 && id < tokens.length, "its ids have holes");
              tokens[id] = ByteAlphabet.bytes(entry.getKey());
              ids.put(entry.getKey(), id);
            });
    for (int b = 0; b < 256; b++) {
      ofByte[b] = id(ids, ByteAlphabet.letters(new byte[] {(byte) b}));
    }
    int rank = 0;
    for (JsonNode merge : model.path("merges")) {
      String[] sides =
          merge.isArray()
              ? new String[] {merge.path(0).asText(), merge.path(1).asText()}
              : merge.asText().split(" ", -1);
      check(sides.length == 2, "a merge is not of two tokens");
      int left = id(ids, sides[0]);
      int right = id(ids, sides[1]);
      merges.put(key(left, right), new Merge(rank++, id(ids, sides[0] + sides[1])));
      mergesInOrder.add(new int[] {left, right});
    }
    special = new HashMap<>();
    json.path("added_tokens")
        .forEach(token -> special.put(token.path("content").asText(), token.path("id").asInt()));
    for (String needed : List.of("<|endoftext|>", "[gMASK]", "<sop>")) {
      check(special.containsKey(needed), "it has no token " + needed);
    }
  }

  private static int id(Map<String, Integer> ids, String token) {
    Integer id = ids.get(token);
    check(id != null, "it has no token " + token);
    return id == null ? -1 : id;
  }

  private static void check(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException(fault);
    }
  }

  /** Ordinary tokens and special ones. */
  int size() {
    int last = tokens.length - 1;
    for (int id : special.values()) {
      last = Math.max(last, id);
    }
    return last + 1;
  }

  int endOfText() {
    return special("<|endoftext|>");
  }

  /** What every sequence begins with: {@code [gMASK]<sop>}. */
  int[] prefix() {
    return new int[] {special("[gMASK]"), special("<sop>")};
  }

  private int special(String name) {
    return special.getOrDefault(name, -1);
  }

  /**
   * The ids of a text. A surrogate without its partner, which no UTF-8 can express, becomes a
   * question mark.
   */
  int[] encode(String text) {
    Ids ids = new Ids();
    encode(text, ids);
    return ids.toArray();
  }

  /** The ids of any bytes: what is UTF-8 is encoded as text, every other byte is its own token. */
  int[] encode(byte[] bytes) {
    Ids ids = new Ids();
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      encode(out.flip().toString(), ids);
      out.clear();
      decoder.reset();
      if (!result.isError()) {
        return ids.toArray();
      }
      for (int i = 0; i < result.length(); i++) {
        ids.add(ofByte[in.get() & 255]);
      }
    }
  }

  private void encode(String text, Ids ids) {
    PreTokenizer.words(
        text,
        word -> {
          int[] known = words.get(word);
          if (known == null) {
            known = word(word.getBytes(UTF_8));
            if (words.size() < CACHED_WORDS && word.length() < 64) {
              words.put(word, known);
            }
          }
          ids.addAll(known);
        });
  }

  /** The bytes of ids; special tokens have none. */
  byte[] decode(int[] ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int id : ids) {
      if (id < tokens.length) {
        bytes.writeBytes(tokens[id]);
      }
    }
    return bytes.toByteArray();
  }

  /** Applies merges by rank, from the left among equal ones, over a linked list of tokens. */
  private int[] word(byte[] bytes) {
    int length = bytes.length;
    int[] ids = new int[length];
    int[] before = new int[length];
    int[] after = new int[length];
    for (int i = 0; i < length; i++) {
      ids[i] = ofByte[bytes[i] & 255];
      before[i] = i - 1;
      after[i] = i + 1;
    }
    PriorityQueue<Place> places = new PriorityQueue<>();
    for (int i = 0; i + 1 < length; i++) {
      offer(places, ids, i, i + 1);
    }
    int left = length;
    while (!places.isEmpty()) {
      Place place = places.remove();
      int at = place.at;
      int next = after[at];
      // A token that was merged into its left neighbour is -1, so stale places never match.
      if (ids[at] != place.left || next >= length || ids[next] != place.right) {
        continue;
      }
      ids[at] = place.merge.id;
      ids[next] = -1;
      after[at] = after[next];
      if (after[at] < length) {
        before[after[at]] = at;
        offer(places, ids, at, after[at]);
      }
      if (before[at] >= 0) {
        offer(places, ids, before[at], at);
      }
      left--;
    }
    int[] result = new int[left];
    int count = 0;
    for (int id : ids) {
      if (id >= 0) {
        result[count++] = id;
      }
    }
    return result;
  }

  private void offer(PriorityQueue<Place> places, int[] ids, int at, int next) {
    @Nullable Merge merge = merges.get(key(ids[at], ids[next]));
    if (merge != null) {
      places.add(new Place(merge, at, ids[at], ids[next]));
    }
  }

  private static long key(int left, int right) {
    return (long) left << 32 | right;
  }

  /** Writes {@code tokenizer.json} and {@code tokenizer_config.json}. */
  void write(Path folder, int contextTokens) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", "1.0").putNull("truncation").putNull("padding");
    ArrayNode added = json.putArray("added_tokens");
    special.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(
            entry ->
                added
                    .addObject()
                    .put("id", entry.getValue())
                    .put("content", entry.getKey())
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true));
    json.putNull("normalizer");
    ArrayNode steps =
        json.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
    ObjectNode split = steps.addObject().put("type", "Split");
    split.putObject("pattern").put("Regex", PreTokenizer.EXPRESSION);
    split.put("behavior", "Isolated").put("invert", false);
    byteLevel(steps.addObject(), false, true, false);
    byteLevel(json.putObject("post_processor"), false, false, false);
    byteLevel(json.putObject("decoder"), true, true, true);
    ObjectNode model = json.putObject("model").put("type", "BPE");
    model.putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode vocabulary = model.putObject("vocab");
    for (int id = 0; id < tokens.length; id++) {
      vocabulary.put(ByteAlphabet.letters(tokens[id]), id);
    }
    ArrayNode pairs = model.putArray("merges");
    for (int[] pair : mergesInOrder) {
      pairs
          .addArray()
          .add(ByteAlphabet.letters(tokens[pair[0]]))
          .add(ByteAlphabet.letters(tokens[pair[1]]));
    }
    JSON.writeValue(folder.resolve("tokenizer.json").toFile(), json);

    ObjectNode config = JSON.createObjectNode();
    config.put("tokenizer_class", "PreTrainedTokenizerFast");
    config.put("eos_token", "<|endoftext|>").put("pad_token", "<|endoftext|>");
    config.put("model_max_length", contextTokens);
    config.put("clean_up_tokenization_spaces", false).put("do_lower_case", false);
    config.put("remove_space", false).put("padding_side", "left");
    ArrayNode names = config.putArray("additional_special_tokens");
    special.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(entry -> names.add(entry.getKey()));
    JSON.writeValue(folder.resolve("tokenizer_config.json").toFile(), config);
  }

  private static void byteLevel(ObjectNode node, boolean space, boolean trim, boolean expression) {
    node.put("type", "ByteLevel").put("add_prefix_space", space);
    node.put("trim_offsets", trim).put("use_regex", expression);
  }

  /** A growing list of ids. */
  private static final class Ids {
    private int[] ids = new int[256];
    private int length;

    void add(int id) {
      if (length == ids.length) {
        ids = Arrays.copyOf(ids, 2 * length);
      }
      ids[length++] = id;
    }

    void addAll(int[] more) {
      for (int id : more) {
        add(id);
      }
    }

    int[] toArray() {
      return Arrays.copyOf(ids, length);
    }
  }
}

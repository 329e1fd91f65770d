package io.winnow.glm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every shape of damage that we could think of, each to a checkpoint that is good otherwise. */
class DamagedCheckpointTest {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    write("F32", 1);
  }

  private void write(String type, int shards) throws IOException {
    new RandomCheckpoint(
            new GlmConfiguration(
                16, 2, 2, 1, 8, 20, 16, 8, 4, 2, 1, 1, 1, 1, true, 1, true, true, 4, 1e4, 1e-5,
                false, 1, 128),
            type,
            shards,
            false,
            1)
        .write(folder);
  }

  @Test
  void aGoodCheckpointIsTakenAndAnOddHeaderChangesNothing() throws IOException {
    double[] expected = scores();
    for (int spaces = 1; spaces < 8; spaces++) {
      header(text -> text + " ");
      assertArrayEquals(expected, scores());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 9, 100, -1, -4})
  void aFileThatIsCutOffIsRefused(int length) throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, length < 0 ? bytes.length + length : length));
    assertRefused(SINGLE);
  }

  @Test
  void bytesBehindTheLastTensorAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, bytes.length + 4));
    assertRefused("4 bytes behind");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"dtype\":\"F32\",\"shape\":[16],\"data_offsets\":[0,64]|share bytes",
        "\"dtype\":\"F32\",\"shape\":[-16],\"data_offsets\":[OFFSETS]|-16",
        "\"dtype\":\"F32\",\"shape\":[16.5],\"data_offsets\":[OFFSETS]|16.5",
        "\"dtype\":\"F32\",\"shape\":16,\"data_offsets\":[OFFSETS]|dtype, shape",
        "\"dtype\":3,\"shape\":[16],\"data_offsets\":[OFFSETS]|dtype, shape",
        "\"dtype\":\"F32\",\"shape\":[16],\"data_offsets\":[OFFSETS,9]|data_offsets",
        "\"dtype\":\"F32\",\"shape\":[16]|data_offsets",
        "\"dtype\":\"F32\",\"shape\":[16,1],\"data_offsets\":[OFFSETS]|must have the shape",
        "\"dtype\":\"I32\",\"shape\":[16],\"data_offsets\":[OFFSETS]|I32",
        "\"dtype\":\"F4\",\"shape\":[16],\"data_offsets\":[OFFSETS]|F4",
        "\"dtype\":\"F8_E4M3\",\"shape\":[64],\"data_offsets\":[OFFSETS]|F8_E4M3",
        "\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[OFFSETS]|63 bits",
      })
  void aTensorThatDoesNotFitIsRefused(String entry, String message) throws IOException {
    String name = "model.norm.weight";
    header(
        text -> {
          JsonNode offsets = parse(text).get(name).get("data_offsets");
          String old = "\"" + name + "\":" + parse(text).get(name);
          assertTrue(text.contains(old));
          return text.replace(
              old,
              "\""
                  + name
                  + "\":{"
                  + entry.replace("OFFSETS", offsets.get(0) + "," + offsets.get(1))
                  + "}");
        });
    assertRefused(message);
  }

  @Test
  void holesAreRefused() throws IOException {
    header(text -> text.replaceAll("\"model\\.norm\\.weight\":\\{[^}]*},", ""));
    assertRefused("hole of 64 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "3", "null", "", " ", "{\"a\":1}", "{}{}", "{} x", "{\"a\"", "\u0001"})
  void aHeaderThatIsNoHeaderIsRefused(String header) throws IOException {
    header(text -> header);
    assertRefused(SINGLE);
  }

  @ParameterizedTest
  @CsvSource({
    "F32,127,-64",
    "F32,-1,-64",
    "BF16,127,-128",
    "BF16,-1,-128",
    "F16,124,0",
    "F16,-1,-1"
  })
  void anInfinityOrNaNAnywhereIsRefused(String type, byte high, byte low) throws IOException {
    for (String name :
        new String[] {
          "model.embed_tokens.weight",
          "model.layers.1.mlp.experts.3.down_proj.weight",
          "model.layers.2.shared_head.norm.weight",
          "lm_head.weight"
        }) {
      for (boolean last : new boolean[] {false, true}) {
        write(type, 1);
        int size = type.equals("F32") ? 4 : 2;
        data(
            name,
            (bytes, range) -> {
              int at = last ? range[1] - size : range[0];
              bytes[at + size - 1] = high;
              bytes[at + size - 2] = low;
            });
        assertRefused(name + " in " + SINGLE + " has a NaN or an infinity");
      }
    }
  }

  @Test
  void eightBitsNeedAScaleThatFits() throws IOException {
    String name = "model.layers.1.mlp.experts.3.down_proj.weight";
    write("F8_E4M3", 1);
    scores();
    data(name, (bytes, range) -> bytes[range[0] + 5] = (byte) 0xff);
    assertRefused(name + " in " + SINGLE + " has a NaN");
    write("F8_E4M3", 1);
    data(name + "_scale", (bytes, range) -> bytes[range[0] + 3] = (byte) 0xff);
    data(name + "_scale", (bytes, range) -> bytes[range[0] + 2] = (byte) 0xff);
    assertRefused(name + "_scale");
    write("F8_E4M3", 1);
    header(text -> text.replace(name + "_scale", name + "_scale_inv"));
    assertRefused("F8_E4M3, but there is no " + name + "_scale");
    write("F8_E4M3", 1);
    header(
        text ->
            text.replace(
                "\"" + name + "_scale\":{\"dtype\":\"F32\",\"shape\":[16,1]",
                "\"" + name + "_scale\":{\"dtype\":\"F32\",\"shape\":[1,16]"));
    assertRefused(name + "_scale must have the shape [16, 1]");
  }

  @Test
  void tensorsThatNobodyUsesMayBeAnything() throws IOException {
    double[] expected = scores();
    byte[] bytes = Files.readAllBytes(file());
    int end = bytes.length - 8 - headerLength(bytes);
    Files.write(file(), Arrays.copyOf(bytes, bytes.length + 8));
    bytes = Files.readAllBytes(file());
    Arrays.fill(bytes, bytes.length - 8, bytes.length, (byte) 0xff);
    Files.write(file(), bytes);
    header(
        text ->
            text.substring(0, text.lastIndexOf('}'))
                + ",\"model.rotary_emb.inv_freq\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":["
                + end
                + ","
                + (end + 8)
                + "]}}");
    assertArrayEquals(expected, scores());
  }

  @Test
  void aPredictingLayerIsWholeOrNotThere() throws IOException {
    header(text -> text.replace("model.layers.2.enorm", "model.layers.2.other"));
    assertRefused("model.layers.2.enorm.weight");
    write();
    header(text -> text.replace("model.layers.2.", "model.layers.9."));
    assertFalse(Checkpoint.open(folder).predicts());
    scores();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", ".", "..", "a/b", "a\\b", "/etc/hostname", "../x", "c:x", "a..b"})
  void noShardLeadsOutOfTheFolder(String shard) throws IOException {
    write("F32", 2);
    Files.delete(file());
    index(map -> map.put("lm_head.weight", shard));
    assertRefused("lm_head.weight");
  }

  @Test
  void anIndexThatIsWrongIsRefused() throws IOException {
    Files.delete(file());
    write("F32", 2);
    scores();
    index(map -> map.put("lm_head.weight", 7));
    assertRefused("lm_head.weight");
    write("F32", 2);
    index(map -> map.remove("lm_head.weight"));
    assertRefused("no tensor lm_head.weight");
    write("F32", 2);
    index(map -> map.put("model.norm.weight", "model-00001-of-00002.safetensors"));
    assertRefused("model-00001-of-00002.safetensors");
    for (String content :
        new String[] {"", "{}", "[]", "{\"weight_map\":[]}", "{\"weight_map\":{"}) {
      Files.writeString(folder.resolve(INDEX), content);
      assertRefused(INDEX);
    }
    Files.writeString(
        folder.resolve(INDEX),
        "{\"weight_map\":{\"a\":\"x.safetensors\",\"a\":\"y.safetensors\"}}");
    assertRefused("'a'");
    write("F32", 2);
    Files.delete(folder.resolve("model-00002-of-00002.safetensors"));
    Files.createDirectory(folder.resolve("model-00002-of-00002.safetensors"));
    assertRefused("model-00002-of-00002.safetensors");
  }

  private interface Change {
    void to(byte[] bytes, int[] range);
  }

  private void data(String tensor, Change change) throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    int start = 8 + headerLength(bytes);
    JsonNode offsets =
        parse(new String(bytes, 8, start - 8, StandardCharsets.UTF_8))
            .get(tensor)
            .get("data_offsets");
    change.to(
        bytes, new int[] {start + offsets.get(0).intValue(), start + offsets.get(1).intValue()});
    Files.write(file(), bytes);
  }

  private void header(UnaryOperator<String> change) throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    int length = headerLength(bytes);
    byte[] header =
        change
            .apply(new String(bytes, 8, length, StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(bytes.length - length + header.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(header.length).put(header).put(bytes, 8 + length, bytes.length - 8 - length);
    Files.write(file(), out.array());
  }

  private interface MapChange {
    void to(ObjectNode map);
  }

  private void index(MapChange change) throws IOException {
    ObjectNode json = (ObjectNode) parse(Files.readString(folder.resolve(INDEX)));
    change.to((ObjectNode) json.get("weight_map"));
    Files.writeString(folder.resolve(INDEX), json.toString());
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int headerLength(byte[] bytes) {
    return (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private Path file() {
    return folder.resolve(SINGLE);
  }

  private double[] scores() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(folder);
    checkpoint.checkNumbers();
    try (ForwardPass pass = ForwardPass.of(checkpoint)) {
      double[] scores = pass.predict(new int[] {1, 2, 3, 4}, 1).logProbabilities();
      assertTrue(Arrays.stream(scores, 1, 4).allMatch(Double::isFinite));
      return scores;
    }
  }

  private void assertRefused(String message) {
    UnusableCheckpoint fault = assertThrows(UnusableCheckpoint.class, this::scores);
    assertTrue(fault.getMessage().contains(message), fault.getMessage());
    assertFalse(fault.getMessage().contains("\n"), fault.getMessage());
  }
}

package io.winnow.classifiers.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.corpus.Digest;
import io.winnow.corpus.files.Filesystems;
import io.winnow.corpus.table.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.jspecify.annotations.Nullable;

/**
 * A head over embeddings as it lies in a folder, or in Winnow itself: {@code model.onnx}, and
 * {@code model.json}, which says what it needs.
 *
 * @param name of the model
 * @param embedding name of the embedding model that it was trained on
 * @param tokens of a text that were looked at
 * @param length whether it also knows how long a text is: see {@link #input}
 * @param onnx the graph
 * @param digest SHA-256 of the graph
 */
public record ModelFiles(
    String name, String embedding, int tokens, boolean length, byte[] onnx, String digest)
    implements Serializable {
  /** The names of the models that Winnow brings. */
  public static final List<String> NAMES = List.of("web-quality", "science", "code-quality");

  /** The file of the graph. */
  public static final String ONNX = "model.onnx";

  /** The file that says what it needs. */
  public static final String DESCRIPTION = "model.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a model.
   *
   * @param place a name of {@link #NAMES}, or a folder
   * @throws NoSuchModel if there is none
   * @throws UnusableModel saying what is wrong with it
   * @throws IOException if the filesystem fails
   */
  public static ModelFiles read(String place) throws IOException {
    byte[] description = file(place, DESCRIPTION);
    if (description == null) {
      throw new NoSuchModel(
          String.format(
              Locale.ROOT,
              "there is no model %s: it must be one of %s or a folder with %s and %s%s",
              place,
              NAMES,
              DESCRIPTION,
              ONNX,
              Suggestion.among(place.substring(place.lastIndexOf('/') + 1), NAMES)
                  .map(name -> "; did you mean " + name + "?")
                  .orElse("")));
    }
    byte[] onnx = file(place, ONNX);
    check(onnx != null, "the model %s has no %s", place, ONNX);
    JsonNode json;
    try {
      json = JSON.readTree(description);
    } catch (JsonProcessingException e) {
      throw new UnusableModel(
          DESCRIPTION + " of the model " + place + " is not JSON: " + e.getOriginalMessage());
    }
    String digest = new Digest().raw(onnx, 0, onnx.length).hex();
    String expected = json.path("sha256").asText();
    check(
        digest.equals(expected),
        "%s of the model %s is another file: its SHA-256 is %s, but %s says %s",
        ONNX,
        place,
        digest,
        DESCRIPTION,
        expected);
    String embedding = json.path("embedding").asText();
    check(
        EmbeddingModel.NAMES.contains(embedding),
        "the model %s was trained on embeddings of %s, but there are only %s",
        place,
        embedding,
        EmbeddingModel.NAMES);
    String trainedOn = json.path("embedding_digest").asText();
    check(
        trainedOn.equals(EmbeddingModel.digest(embedding)),
        "the model %s was trained on another %s than this one",
        place,
        embedding);
    return new ModelFiles(
        json.path("name").asText(),
        embedding,
        json.path("tokens").asInt(),
        json.path("length").asBoolean(),
        onnx,
        digest);
  }

  /** How many numbers the graph takes. */
  public int inputs() {
    return EmbeddingModel.dimensions(embedding) + (length ? 1 : 0);
  }

  /**
   * What the graph takes for a text: its vector, and, if the model knows the length, behind it the
   * natural logarithm of its characters, brought to about -2 to 2.
   *
   * @param vector shape (dimensions)
   * @param characters of the text: code points
   */
  public static float[] input(float[] vector, boolean length, long characters) {
    if (!length) {
      return vector;
    }
    float[] input = Arrays.copyOf(vector, vector.length + 1);
    input[vector.length] = (float) ((Math.log1p(characters) - 8) / 2);
    return input;
  }

  /**
   * This model, for vectors of an embedding model.
   *
   * @throws UnusableModel if it was trained on those of another
   */
  public ModelFiles requireEmbedding(String wanted) {
    check(
        wanted.equals(embedding),
        "the model %s was trained on embeddings of %s, but the recipe embeds with %s",
        name,
        embedding,
        wanted);
    return this;
  }

  /**
   * This model, for vectors of the beginnings of texts.
   *
   * @throws UnusableModel if it was trained on beginnings of another length
   */
  public ModelFiles requireTokens(int wanted) {
    check(
        wanted == tokens,
        "the model %s was trained on the first %d tokens of texts, but the recipe embeds %d",
        name,
        tokens,
        wanted);
    return this;
  }

  private static void check(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new UnusableModel(String.format(Locale.ROOT, message, values));
    }
  }

  private static byte @Nullable [] file(String place, String file) throws IOException {
    if (NAMES.contains(place)) {
      try (InputStream stream =
          ModelFiles.class.getResourceAsStream(
              "/io/winnow/classifiers/models/" + place + "/" + file)) {
        return stream == null ? null : stream.readAllBytes();
      }
    }
    Filesystems.require(place);
    ResourceId folder =
        FileSystems.matchNewResource(place.endsWith("/") ? place : place + "/", true);
    String path = folder.toString() + file;
    if (FileSystems.match(path, EmptyMatchTreatment.ALLOW).metadata().isEmpty()) {
      return null;
    }
    try (InputStream stream =
        Channels.newInputStream(FileSystems.open(FileSystems.matchNewResource(path, false)))) {
      return stream.readAllBytes();
    }
  }
}

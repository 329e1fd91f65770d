package io.winnow.corpus.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a file is there, complete, and what it was made from. Written after the file, so that a
 * file with a receipt is whole; small, so that a driver can read one per shard.
 *
 * @param key digest of everything the file was made from (code, settings, inputs)
 * @param file digest, rows and bytes
 * @param counts further exact numbers, by name
 */
public record Receipt(String key, TableFile file, SortedMap<String, Long> counts) {
  private static final Logger LOG = LoggerFactory.getLogger(Receipt.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  public Receipt {
    counts = new TreeMap<>(counts);
  }

  /** Writes the receipt, replacing an older one. */
  public void write(ResourceId target) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("key", key);
    json.put("digest", file.digest());
    json.put("rows", file.rows());
    json.put("bytes", file.bytes());
    ObjectNode numbers = json.putObject("counts");
    counts.forEach(numbers::put);
    WholeFile.write(target, JSON.writeValueAsBytes(json));
  }

  /**
   * Deletes a receipt under another key before what it tells of is written anew. If a process ends
   * between the file and its receipt, no receipt is left that tells of other bytes.
   */
  public static void letGo(ResourceId receipt, String key) throws IOException {
    if (read(receipt).filter(old -> !old.key().equals(key)).isPresent()) {
      FileSystems.delete(List.of(receipt), StandardMoveOptions.IGNORE_MISSING_FILES);
    }
  }

  /** Reads a receipt; empty where there is none, or none that can be read. */
  public static Optional<Receipt> read(ResourceId source) throws IOException {
    JsonNode json;
    try (ReadableByteChannel channel = FileSystems.open(source)) {
      json = JSON.readTree(Channels.newInputStream(channel));
    } catch (FileNotFoundException | NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      LOG.warn("{} is damaged, so its file is made again", source, e);
      return Optional.empty();
    }
    TreeMap<String, Long> counts = new TreeMap<>();
    json.path("counts")
        .fields()
        .forEachRemaining(e -> counts.put(e.getKey(), e.getValue().asLong()));
    return Optional.of(
        new Receipt(
            json.path("key").asText(),
            new TableFile(
                json.path("digest").asText(),
                json.path("rows").asLong(),
                json.path("bytes").asLong()),
            counts));
  }
}

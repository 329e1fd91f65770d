package io.winnow.readers.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.winnow.corpus.Origin;
import io.winnow.corpus.files.ByteLine;
import io.winnow.corpus.text.TextDecoding;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.SeekableBlob;
import io.winnow.readers.social.Post;
import io.winnow.readers.social.Threads;
import io.winnow.readers.source.Records;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON Lines: an object a line. Where lines are messages that name the one they answer, the
 * file is read twice, and the ids of its answers are held in memory, about 200 bytes each.
 */
public final class JsonLinesReader {
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());

  private final Records records;
  private final MappedFields fields;

  public JsonLinesReader(Records records) {
    this.records = records;
    this.fields = new MappedFields(records);
  }

  public void read(Blob file) {
    if (fields.hasParents()) {
      threads(file);
    } else {
      each(file, records, fields::record);
    }
  }

  private interface ObjectSink {
    void accept(Origin origin, JsonNode object);
  }

  /** Every line's object; what is none is told to {@code faults}. */
  private void each(Blob file, Records faults, ObjectSink objects) {
    String uri = file.origin().uri();
    long offset = 0;
    try (InputStream stream = file.open()) {
      ByteLine line = new ByteLine(records.maximumBytes());
      while (line.read(stream)) {
        Origin origin = Origin.at(uri, offset);
        if (line.tooLong()) {
          faults.tooLarge(origin);
        } else {
          JsonNode object = parse(origin, line.bytes(), faults);
          if (object != null) {
            objects.accept(origin, object);
          }
        }
        offset += line.length();
      }
    } catch (IOException e) {
      faults.deadLetter(Origin.at(uri, offset), "broken-file", e);
    }
  }

  private static @Nullable JsonNode parse(Origin origin, byte[] bytes, Records faults) {
    Optional<String> line = TextDecoding.strictUtf8(bytes);
    if (line.isEmpty()) {
      faults.deadLetter(origin, "not-utf-8", "the line is not UTF-8");
      return null;
    }
    if (line.get().isBlank()) {
      return null;
    }
    JsonNode json;
    try {
      json = JSON.readTree(line.get());
    } catch (JsonProcessingException e) {
      faults.deadLetter(origin, "not-json", e.getOriginalMessage());
      return null;
    }
    if (!json.isObject()) {
      faults.deadLetter(origin, "not-an-object", "the line is JSON, but no object");
      return null;
    }
    return json;
  }

  private void threads(Blob file) {
    SeekableBlob again;
    try {
      again = file.seekable();
    } catch (IOException e) {
      records.deadLetter(file.origin(), "broken-file", e);
      return;
    }
    try (again;
        Threads threads = new Threads(records, file.origin(), Threads.REPLY)) {
      // The second reading tells of the faults; the first only wants to know who answers whom.
      Records unheard = new Records(records.source(), outcome -> {});
      MappedFields unheardFields = new MappedFields(unheard);
      Map<String, String> parents = new HashMap<>();
      Set<String> ids = new LinkedHashSet<>();
      each(
          again,
          unheard,
          (origin, object) -> {
            Post post = unheardFields.post(origin, object);
            if (post != null && ids.add(post.id()) && post.parent() != null) {
              parents.put(post.id(), post.parent());
            }
          });
      Roots roots = new Roots(parents, ids);
      each(
          again,
          records,
          (origin, object) -> {
            Post post = fields.post(origin, object);
            if (post != null) {
              threads.add(roots.of(post.id()), post);
            }
          });
      threads.finish(null);
    }
  }

  /** The first message of each message's thread, found once for every message on the way. */
  private static final class Roots {
    private final Map<String, String> parents;
    private final Set<String> ids;

    Roots(Map<String, String> parents, Set<String> ids) {
      this.parents = parents;
      this.ids = ids;
    }

    /** A circle of answers is a thread under the id at which the search for it was given up. */
    String of(String id) {
      Set<String> way = new LinkedHashSet<>();
      String at = id;
      for (String parent = parents.get(at);
          parent != null && ids.contains(parent) && way.add(at);
          parent = parents.get(at)) {
        at = parent;
      }
      String root = at;
      parents.remove(root);
      way.remove(root);
      // Whoever comes this way again has one step to go.
      way.forEach(step -> parents.put(step, root));
      return root;
    }
  }
}

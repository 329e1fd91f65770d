package io.winnow.readers.rows;

import com.fasterxml.jackson.databind.JsonNode;
import io.winnow.corpus.Origin;
import io.winnow.readers.containers.Blob;
import io.winnow.readers.containers.SeekableBlob;
import io.winnow.readers.social.Post;
import io.winnow.readers.social.Threads;
import io.winnow.readers.source.DeadLetterCause;
import io.winnow.readers.source.Records;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes documents of the rows of a file. Where they are messages that name the one they answer, the
 * file is read twice, and the ids of its answers are held in memory, about 200 bytes each.
 */
final class MappedRows {
  private final Records records;
  private final MappedFields fields;

  MappedRows(Records records) {
    this.records = records;
    this.fields = new MappedFields(records);
  }

  /** Takes a row. */
  interface Sink {
    void accept(Origin place, JsonNode object);
  }

  /** Reads a file from its beginning: every row to {@code sink}, what is none to {@code faults}. */
  interface Rows {
    void each(Blob file, Records faults, Sink sink);
  }

  void read(Blob file, Rows rows) {
    if (fields.hasParents()) {
      threads(file, rows);
    } else {
      rows.each(file, records, fields::record);
    }
  }

  private void threads(Blob file, Rows rows) {
    SeekableBlob again;
    try {
      again = file.seekable();
    } catch (IOException e) {
      records.deadLetter(file.origin(), DeadLetterCause.BROKEN_FILE, e);
      return;
    }
    try (again;
        Threads threads = new Threads(records, file.origin(), Threads.REPLY)) {
      // The second reading tells of the faults; the first only wants to know who answers whom.
      Records unheard = new Records(records.source(), outcome -> {});
      MappedFields unheardFields = new MappedFields(unheard);
      Map<String, String> parents = new HashMap<>();
      Set<String> ids = new LinkedHashSet<>();
      rows.each(
          again,
          unheard,
          (origin, object) -> {
            Post post = unheardFields.post(origin, object);
            if (post != null && ids.add(post.id()) && post.parent() != null) {
              parents.put(post.id(), post.parent());
            }
          });
      Roots roots = new Roots(parents, ids);
      rows.each(
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
  private record Roots(Map<String, String> parents, Set<String> ids) {
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

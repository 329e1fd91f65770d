package io.winnow.readers.source;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Kind;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One source of a recipe, as readers want it.
 *
 * @param name of the source
 * @param kind of its documents
 * @param paths files, folders or patterns with {@code *}, {@code **} and {@code ?}
 * @param fields for files of rows, which field of a row holds what: from one of {@link #FIELDS} to
 *     the input's field, with dots for fields inside fields; {@code parent} is the id of the
 *     message that a message answers, {@code replies} the messages inside a message that answer it
 * @param maximumRecordBytes a larger record becomes a dead letter
 */
public record SourceSettings(
    String name, Kind kind, List<String> paths, Map<String, String> fields, long maximumRecordBytes)
    implements Serializable {

  /** Our words for what a field may hold. */
  public static final List<String> FIELDS =
      List.of(
          "text",
          "html",
          "id",
          "uri",
          "title",
          "date",
          "repository",
          "path",
          "language",
          "parent",
          "replies",
          "score");

  public SourceSettings {
    require(!name.isEmpty(), "a source has a name");
    require(
        maximumRecordBytes >= 1 && maximumRecordBytes <= 1 << 30,
        "maximumRecordBytes must be 1 to 2^30, but was %d",
        maximumRecordBytes);
    paths = List.copyOf(paths);
    fields = new HashMap<>(fields);
  }
}

package io.winnow.corpus.read;

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
 * @param fields for JSONL, which field of a line holds what: from our word ({@code text}, {@code
 *     html}, {@code id}, {@code uri}, {@code title}, {@code date}, {@code repository}, {@code
 *     path}, {@code language}) to the line's field, with dots for fields inside fields
 * @param maximumRecordBytes a larger record becomes a dead letter
 */
public record SourceSettings(
    String name, Kind kind, List<String> paths, Map<String, String> fields, long maximumRecordBytes)
    implements Serializable {

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

package io.winnow.pipelines.ingest;

import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.SourceSettings;
import java.io.Serializable;
import java.util.List;

/**
 * Inputs that are read one after another by one worker, into shards of their own.
 *
 * @param name the first part of its shards' names
 * @param key of its receipt
 * @param settings of the source that all inputs belong to
 * @param inputs in the order in which they are read
 */
public record IngestTask(String name, String key, SourceSettings settings, List<InputFile> inputs)
    implements Serializable {
  public IngestTask {
    inputs = List.copyOf(inputs);
  }

  long bytes() {
    return inputs.stream().mapToLong(InputFile::size).sum();
  }
}

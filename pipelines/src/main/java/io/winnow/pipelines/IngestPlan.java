package io.winnow.pipelines;

import io.winnow.corpus.Digest;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.SourceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Deals the inputs of a source to tasks: small inputs that follow each other share one, up to the
 * size of a shard; a large input is a task of its own and may give several shards. Tasks are named
 * by the inputs they hold, so that a new input elsewhere leaves their shards alone.
 */
final class IngestPlan {
  private IngestPlan() {}

  /**
   * @param code digest of the program that reads
   * @param settings of all tasks
   */
  static List<IngestTask> tasks(
      SourceSettings source, List<InputFile> inputs, String code, IngestSettings settings) {
    List<IngestTask> tasks = new ArrayList<>();
    List<InputFile> group = new ArrayList<>();
    long bytes = 0;
    for (InputFile input : inputs) {
      if (!group.isEmpty() && bytes + input.size() > settings.shardBytes()) {
        tasks.add(task(source, group, code, settings));
        group.clear();
        bytes = 0;
      }
      group.add(input);
      bytes += input.size();
    }
    if (!group.isEmpty()) {
      tasks.add(task(source, group, code, settings));
    }
    return tasks;
  }

  private static IngestTask task(
      SourceSettings source, List<InputFile> inputs, String code, IngestSettings settings) {
    Digest name = new Digest();
    Digest key =
        new Digest()
            .add(code)
            .add(settings.shardBytes())
            .add(Double.toString(settings.sample()))
            .add(settings.seed())
            .add(canonical(source));
    for (InputFile input : inputs) {
      name.add(input.path());
      key.add(input.path()).add(input.size()).add(input.version());
    }
    return new IngestTask(
        source.name() + "-" + name.hex().substring(0, 12), key.hex(), source, inputs);
  }

  /** What of a source's settings changes what is read from a file of it. */
  static String canonical(SourceSettings source) {
    return new Digest()
        .add(source.name())
        .add(source.kind().word())
        .add(new TreeMap<>(source.fields()).toString())
        .add(source.maximumRecordBytes())
        .hex();
  }
}

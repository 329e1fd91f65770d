package io.winnow.pipelines.ingest;

import io.winnow.corpus.Digest;
import io.winnow.pipelines.code.CodeDigest;
import io.winnow.readers.InputReader;
import io.winnow.readers.source.InputFile;
import io.winnow.readers.source.SourceSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Deals the inputs of a source to tasks by hashes of their paths: those whose hashes begin with the
 * same bits share one, and as many bits count as leave no more than a shard's bytes in a task. A
 * new input therefore changes one task (or divides it), whatever its name, and leaves all others
 * alone. An input larger than a shard is a task of its own and may give several shards.
 */
public final class IngestPlan {
  private static final int MOST_BITS = 64;

  private final SourceSettings source;
  private final String code;
  private final IngestSettings settings;
  private final List<IngestTask> tasks = new ArrayList<>();

  private IngestPlan(SourceSettings source, String code, IngestSettings settings) {
    this.source = source;
    this.code = code;
    this.settings = settings;
  }

  /** Digest of the code that a kind's documents depend on: its reader, and what writes shards. */
  public static String code(InputReader reader) {
    return CodeDigest.of(Ingest.class) + CodeDigest.ofInstance(reader) + reader.settings();
  }

  /** An input and the hash of its path. */
  private record Hashed(long hash, InputFile file) {}

  /**
   * @param code digest of the program that reads
   * @param settings of all tasks
   * @return in the order of their names
   */
  public static List<IngestTask> tasks(
      SourceSettings source, List<InputFile> inputs, String code, IngestSettings settings) {
    IngestPlan plan = new IngestPlan(source, code, settings);
    List<Hashed> small = new ArrayList<>();
    for (InputFile input : inputs) {
      if (input.size() > settings.shardBytes()) {
        plan.add("large " + input.path(), List.of(input));
      } else {
        small.add(new Hashed(Digest.ofText(input.path()).high(), input));
      }
    }
    if (!small.isEmpty()) {
      plan.divide(small, 0, "");
    }
    plan.tasks.sort(Comparator.comparing(IngestTask::name));
    return plan.tasks;
  }

  private void divide(List<Hashed> inputs, int bit, String prefix) {
    long bytes = inputs.stream().mapToLong(input -> input.file().size()).sum();
    if (bytes <= settings.shardBytes() || inputs.size() == 1 || bit == MOST_BITS) {
      add(
          "bits " + prefix,
          inputs.stream().map(Hashed::file).sorted(Comparator.comparing(InputFile::path)).toList());
      return;
    }
    for (long side = 0; side < 2; side++) {
      long wanted = side;
      List<Hashed> half =
          inputs.stream()
              .filter(input -> (input.hash() >>> (MOST_BITS - 1 - bit) & 1) == wanted)
              .toList();
      if (!half.isEmpty()) {
        divide(half, bit + 1, prefix + side);
      }
    }
  }

  private void add(String which, List<InputFile> inputs) {
    Digest key =
        new Digest()
            .add(code)
            .add(settings.shardBytes())
            .add(Double.toString(settings.sample()))
            .add(settings.seed())
            .add(canonical(source));
    for (InputFile input : inputs) {
      key.add(input.path()).add(input.size()).add(input.version());
    }
    String name = new Digest().add(which).hex().substring(0, 12);
    tasks.add(new IngestTask(source.name() + "-" + name, key.hex(), source, inputs));
  }

  /** What of a source's settings changes what is read from a file of it. */
  public static String canonical(SourceSettings source) {
    return new Digest()
        .add(source.name())
        .add(source.kind().word())
        .add(new TreeMap<>(source.fields()).toString())
        .add(source.maximumRecordBytes())
        .hex();
  }
}

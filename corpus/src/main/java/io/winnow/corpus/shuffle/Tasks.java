package io.winnow.corpus.shuffle;

import io.winnow.corpus.table.Shard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.ToLongFunction;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * A few large pieces of work as elements, such as the shards of a corpus. Each piece is a split of
 * a bounded source of its own, so that free workers pull the next one; a reshuffle would deal them
 * out as unevenly as 4 to 12. Runners begin with the last split, so the largest piece stands there.
 *
 * @param <T> a piece of work; serialized with Java's own format, as there are few
 */
public final class Tasks<T extends Serializable> extends PTransform<PBegin, PCollection<T>> {
  private final Class<T> type;
  private final List<T> tasks;
  private final long[] weights;

  private Tasks(Class<T> type, List<T> tasks, ToLongFunction<T> weight) {
    this.type = type;
    this.tasks = new ArrayList<>(tasks);
    this.tasks.sort(Comparator.comparingLong(weight));
    this.weights = this.tasks.stream().mapToLong(weight).toArray();
  }

  /**
   * @param type of the pieces
   * @param tasks the pieces, any number
   * @param weight how much work a piece is, in any unit
   */
  public static <T extends Serializable> Tasks<T> of(
      Class<T> type, List<T> tasks, ToLongFunction<T> weight) {
    return new Tasks<>(type, tasks, weight);
  }

  /** The shards of a corpus; large texts are more work. */
  public static Tasks<Shard> shards(List<Shard> shards) {
    return of(Shard.class, shards, Shard::textBytes);
  }

  @Override
  public PCollection<T> expand(PBegin begin) {
    List<TaskSource<T>> parts = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      parts.add(new TaskSource<>(type, List.of(tasks.get(i)), weights[i], List.of()));
    }
    long all = 0;
    for (long weight : weights) {
      all += weight;
    }
    return begin.apply(Read.from(new TaskSource<>(type, tasks, all, parts)));
  }

  private static final class TaskSource<T extends Serializable> extends BoundedSource<T> {
    private final Class<T> type;
    private final ArrayList<T> tasks;
    private final long weight;
    private final ArrayList<TaskSource<T>> parts;

    TaskSource(Class<T> type, List<T> tasks, long weight, List<TaskSource<T>> parts) {
      this.type = type;
      this.tasks = new ArrayList<>(tasks);
      this.weight = weight;
      this.parts = new ArrayList<>(parts);
    }

    @Override
    public List<TaskSource<T>> split(long desiredBundleSizeBytes, PipelineOptions options) {
      return parts.isEmpty() ? List.of(this) : parts;
    }

    @Override
    public long getEstimatedSizeBytes(PipelineOptions options) {
      return weight;
    }

    @Override
    public Coder<T> getOutputCoder() {
      return SerializableCoder.of(type);
    }

    @Override
    public BoundedReader<T> createReader(PipelineOptions options) {
      return new TaskReader<>(this);
    }
  }

  private static final class TaskReader<T extends Serializable>
      extends BoundedSource.BoundedReader<T> {
    private final TaskSource<T> source;
    private int next;
    private @Nullable T current;

    TaskReader(TaskSource<T> source) {
      this.source = source;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      current = next < source.tasks.size() ? source.tasks.get(next++) : null;
      return current != null;
    }

    @Override
    public T getCurrent() {
      T task = current;
      if (task == null) {
        throw new NoSuchElementException("no task is being read");
      }
      return task;
    }

    @Override
    public BoundedSource<T> getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}

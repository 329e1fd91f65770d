package io.winnow.testing;

import io.winnow.runners.Runner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A runner that looks at every pipeline on its way to another runner: it keeps a walk of the graph
 * and, if asked, puts a {@link FailOnce} behind every function. So whatever builds pipelines, a
 * whole driver for instance, is watched and disturbed without knowing it.
 */
public final class Observed implements Runner {
  private static final ConcurrentMap<String, Observed> BY_TOKEN = new ConcurrentHashMap<>();
  private static final AtomicLong TOKENS = new AtomicLong();

  private final Runner runner;
  private final boolean faults;
  private final Notes notes;

  private Observed(Runner runner, boolean faults, Notes notes) {
    this.runner = runner;
    this.faults = faults;
    this.notes = notes;
  }

  /** What was seen, by this observer and those that {@link #at} made of it. */
  private static final class Notes {
    private final List<GraphWalk> graphs = new ArrayList<>();
    private final List<String> armed = new ArrayList<>();

    synchronized void add(GraphWalk graph, List<String> faults) {
      graphs.add(graph);
      armed.addAll(faults);
    }

    synchronized List<GraphWalk> graphs() {
      return List.copyOf(graphs);
    }

    synchronized long failures() {
      return armed.stream().filter(FailOnce::happened).count();
    }
  }

  /** Keeps the graphs. */
  public static Observed watching(Runner runner) {
    return new Observed(runner, false, new Notes());
  }

  /**
   * Makes every function of every pipeline fail once, right after its third element went on or at
   * the end of its first bundle. Only for a Flink in this JVM that restarts often enough.
   */
  public static Observed disturbing(Runner runner) {
    return new Observed(runner, true, new Notes());
  }

  /** The graphs of the pipelines that ran so far, in that order. */
  public List<GraphWalk> graphs() {
    return notes.graphs();
  }

  /** How many functions have failed so far. */
  public long failures() {
    return notes.failures();
  }

  boolean disturbs() {
    return faults;
  }

  @Override
  public PipelineOptions options(String jobName) {
    PipelineOptions options = runner.options(jobName);
    String token = jobName + " " + TOKENS.incrementAndGet();
    BY_TOKEN.put(token, this);
    ObservedOptions observed = options.as(ObservedOptions.class);
    observed.setObservedToken(token);
    observed.setObservedRunner(options.getRunner());
    options.setRunner(Beam.class);
    return options;
  }

  @Override
  public int parallelism() {
    return runner.parallelism();
  }

  @Override
  public String name() {
    return runner.name();
  }

  /** Also observed, into the same notes. */
  @Override
  public Observed at(int parallelism) {
    return new Observed(runner.at(parallelism), faults, notes);
  }

  /** Leaves the runner that it was given open. */
  @Override
  public void close() {
    BY_TOKEN.values().removeIf(each -> each.notes == notes);
  }

  private void look(Pipeline pipeline, String token) {
    GraphWalk graph = GraphWalk.of(pipeline);
    notes.add(graph, faults ? FaultInjection.into(pipeline, token) : List.of());
  }

  /** How the observer travels from {@link #options} to {@link Beam#run}. */
  public interface ObservedOptions extends PipelineOptions {
    String getObservedToken();

    void setObservedToken(String token);

    Class<? extends PipelineRunner<?>> getObservedRunner();

    void setObservedRunner(Class<? extends PipelineRunner<?>> runner);
  }

  /** What Beam calls. */
  public static final class Beam extends PipelineRunner<PipelineResult> {
    private final PipelineOptions options;

    private Beam(PipelineOptions options) {
      this.options = options;
    }

    /** Beam looks for a method of this name. */
    public static Beam fromOptions(PipelineOptions options) {
      return new Beam(options);
    }

    @Override
    public PipelineResult run(Pipeline pipeline) {
      ObservedOptions observed = options.as(ObservedOptions.class);
      String token = observed.getObservedToken();
      Observed observer = BY_TOKEN.get(token);
      if (observer == null) {
        throw new IllegalStateException("the observer of this pipeline was closed: " + token);
      }
      observer.look(pipeline, token);
      options.setRunner(observed.getObservedRunner());
      return PipelineRunner.fromOptions(options).run(pipeline);
    }
  }
}

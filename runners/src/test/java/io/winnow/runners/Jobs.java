package io.winnow.runners;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;

/** Small jobs whose functions leave what they saw in statics: they run in this JVM. */
final class Jobs {
  static final Map<Integer, Long> SUMS = new ConcurrentSkipListMap<>();
  static final Map<String, AtomicInteger> ATTEMPTS = new ConcurrentHashMap<>();

  private Jobs() {}

  /** Thrown on purpose. */
  static final class Deliberate extends RuntimeException {
    Deliberate(String message) {
      super(message);
    }
  }

  /** Adds up 0 to 999 by their remainder modulo 7, through a grouping. */
  static Map<Integer, Long> sums(Runner runner, String name) {
    SUMS.clear();
    List<Integer> numbers = new ArrayList<>();
    for (int number = 0; number < 1000; number++) {
      numbers.add(number);
    }
    Pipeline pipeline = Pipeline.create(runner.options(name));
    pipeline
        .apply("Numbers", Create.of(numbers))
        .apply("Key", ParDo.of(new Key()))
        .apply("Group", GroupByKey.create())
        .apply("Sum", ParDo.of(new Sum()));
    pipeline.run().waitUntilFinish();
    return Map.copyOf(SUMS);
  }

  static Map<Integer, Long> expectedSums() {
    Map<Integer, Long> sums = new ConcurrentHashMap<>();
    for (int number = 0; number < 1000; number++) {
      sums.merge(number % 7, (long) number, Long::sum);
    }
    return Map.copyOf(sums);
  }

  /** Fails at its only element as long as the counter of that name is below {@code failures}. */
  static void failing(Runner runner, String name, int failures) {
    ATTEMPTS.put(name, new AtomicInteger());
    Pipeline pipeline = Pipeline.create(runner.options(name));
    pipeline.apply("One", Create.of(1)).apply("Fail", ParDo.of(new Fail(name, failures)));
    pipeline.run().waitUntilFinish();
  }

  static final class Key extends DoFn<Integer, KV<Integer, Integer>> {
    @ProcessElement
    public void process(@Element Integer number, OutputReceiver<KV<Integer, Integer>> out) {
      out.output(KV.of(number % 7, number));
    }
  }

  static final class Sum extends DoFn<KV<Integer, Iterable<Integer>>, Void> {
    @ProcessElement
    public void process(@Element KV<Integer, Iterable<Integer>> group) {
      long sum = 0;
      for (int number : group.getValue()) {
        sum += number;
      }
      SUMS.put(group.getKey(), sum);
    }
  }

  static final class Fail extends DoFn<Integer, Void> {
    private final String name;
    private final int failures;

    Fail(String name, int failures) {
      this.name = name;
      this.failures = failures;
    }

    @ProcessElement
    public void process() {
      if (ATTEMPTS.get(name).getAndIncrement() < failures) {
        throw new Deliberate("on purpose");
      }
    }
  }
}

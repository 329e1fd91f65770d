package io.winnow.testing;

import io.winnow.testing.PipelineScenario.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;

/** A small pipeline with a grouping and files at its end, correct or broken in a chosen way. */
final class WordCounts implements PipelineScenario {
  enum Fault {
    NONE,
    FIRST_SEEN_WINS,
    PARALLELISM_SHOWS,
    REPLAYS_COUNT_TWICE,
    NAMES_OF_INPUT_SHOW
  }

  private static final ConcurrentHashMap<String, AtomicLong> OUTSIDE = new ConcurrentHashMap<>();

  private final Fault fault;

  WordCounts(Fault fault) {
    this.fault = fault;
  }

  @Override
  public void run(Trial trial) throws IOException {
    List<String> words = new ArrayList<>();
    for (int word = 0; word < 300; word++) {
      words.add("word" + word % 23 + " place" + word);
    }
    String file = trial.arrangement().name("0001.txt");
    Files.writeString(
        trial.input().resolve(file), String.join("\n", trial.arrangement().order(words)));
    Pipeline pipeline = Pipeline.create(trial.runner().options("word counts"));
    pipeline
        .apply("Words", Create.of(Files.readAllLines(trial.input().resolve(file))))
        .apply("Key", ParDo.of(new Key()))
        .apply("Group", GroupByKey.create())
        .apply(
            "Write",
            ParDo.of(
                new Write(
                    trial.output().toString(),
                    fault,
                    trial.runner().parallelism(),
                    file,
                    UUID.randomUUID().toString())));
    pipeline.run().waitUntilFinish();
  }

  static final class Key extends DoFn<String, KV<String, String>> {
    @ProcessElement
    public void process(@Element String line, OutputReceiver<KV<String, String>> out) {
      int blank = line.indexOf(' ');
      out.output(KV.of(line.substring(0, blank), line.substring(blank + 1)));
    }
  }

  /** Writes one file a word: how often it came, and the least of its places. */
  static final class Write extends DoFn<KV<String, Iterable<String>>, String> {
    private final String folder;
    private final Fault fault;
    private final int parallelism;
    private final String inputName;
    private final String run;

    Write(String folder, Fault fault, int parallelism, String inputName, String run) {
      this.folder = folder;
      this.fault = fault;
      this.parallelism = parallelism;
      this.inputName = inputName;
      this.run = run;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<String>> group, OutputReceiver<String> out)
        throws IOException {
      long count = 0;
      String chosen = null;
      for (String place : group.getValue()) {
        count++;
        if (chosen == null || (fault != Fault.FIRST_SEEN_WINS && place.compareTo(chosen) < 0)) {
          chosen = place;
        }
      }
      StringBuilder text = new StringBuilder(count + " " + chosen);
      switch (fault) {
        case PARALLELISM_SHOWS -> text.append(' ').append(parallelism);
        case NAMES_OF_INPUT_SHOW -> text.append(' ').append(inputName);
        case REPLAYS_COUNT_TWICE -> {
          AtomicLong calls =
              OUTSIDE.computeIfAbsent(run + " " + group.getKey(), key -> new AtomicLong());
          text.append(' ').append(calls.incrementAndGet());
        }
        default -> {}
      }
      Path file = Path.of(folder, group.getKey());
      Path temporary = Files.createTempFile(file.getParent().getParent(), "part", ".tmp");
      Files.writeString(temporary, text);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      out.output(group.getKey());
    }
  }
}

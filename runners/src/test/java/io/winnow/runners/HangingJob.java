package io.winnow.runners;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;

/** A program whose job never ends; a test stops it from outside. */
final class HangingJob {
  static final String RUNNING = "the job is running";

  private HangingJob() {}

  public static void main(String[] arguments) {
    Runner runner = Runners.embeddedFlink(EmbeddedFlinkSettings.standard(1, Path.of(arguments[0])));
    Pipeline pipeline = Pipeline.create(runner.options("hanging"));
    pipeline.apply("One", Create.of(1)).apply("Hang", ParDo.of(new Hang()));
    pipeline.run().waitUntilFinish();
  }

  static final class Hang extends DoFn<Integer, Void> {
    @ProcessElement
    public void process() throws InterruptedException {
      System.out.println(RUNNING);
      new CountDownLatch(1).await();
    }
  }
}

package io.winnow.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.runners.Runner;
import io.winnow.runners.Runners;
import io.winnow.testing.Conformance.Way;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The harness itself: what it must catch, it catches. */
@ExtendWith(SharedFlink.class)
class ConformanceTest {
  private static Way direct() {
    return new Way("direct", Runners.direct(1), Arrangement.AS_GIVEN);
  }

  private static String failure(WordCounts.Fault fault, Path folder, Way... ways) {
    return assertThrows(
            AssertionError.class,
            () -> Conformance.requireSameEverywhere(new WordCounts(fault), List.of(ways), folder))
        .getMessage();
  }

  @Test
  void outputThatShowsTheParallelismIsCaughtAndThePairNamed(Runner flink, @TempDir Path folder) {
    String message =
        failure(
            WordCounts.Fault.PARALLELISM_SHOWS,
            folder,
            direct(),
            new Way("flink at 1", flink.at(1), Arrangement.AS_GIVEN),
            new Way("flink at 2", flink.at(2), Arrangement.AS_GIVEN));
    assertFalse(message.contains("'flink at 1'"), message);
    assertTrue(message.contains("'direct' and 'flink at 2' differ"), message);
    assertTrue(message.contains("word0 differs"), message);
  }

  @Test
  void anEffectThatReplaysRepeatIsCaught(Runner flink, @TempDir Path folder) {
    String message =
        failure(
            WordCounts.Fault.REPLAYS_COUNT_TWICE,
            folder,
            direct(),
            new Way("replayed", Observed.disturbing(flink.at(2)), Arrangement.AS_GIVEN));
    assertTrue(message.contains("'direct' and 'replayed' differ"), message);
  }

  @Test
  void aSurvivorByOrderOfArrivalIsCaught(@TempDir Path folder) {
    String message =
        failure(
            WordCounts.Fault.FIRST_SEEN_WINS,
            folder,
            direct(),
            new Way("reordered", Runners.direct(1), Arrangement.RENAMED_AND_REORDERED));
    assertTrue(message.contains("'direct' and 'reordered' differ"), message);
  }

  @Test
  void outputThatShowsNamesOfInputFilesIsCaught(@TempDir Path folder) {
    String message =
        failure(
            WordCounts.Fault.NAMES_OF_INPUT_SHOW,
            folder,
            direct(),
            new Way("renamed", Runners.direct(1), Arrangement.RENAMED_AND_REORDERED));
    assertTrue(message.contains("'direct' and 'renamed' differ"), message);
  }

  @Test
  void aReplayThatReplaysNothingIsNoProof(Runner flink, @TempDir Path folder) {
    PipelineScenario nothing = trial -> {};
    Way replayed = new Way("replayed", Observed.disturbing(flink.at(1)), Arrangement.AS_GIVEN);
    assertTrue(
        assertThrows(
                AssertionError.class,
                () -> Conformance.requireSameEverywhere(nothing, List.of(replayed), folder))
            .getMessage()
            .contains("nothing was replayed"));
  }

  @Test
  void everyFunctionOfAPipelineFailsOnce(Runner flink, @TempDir Path folder) throws Exception {
    try (Observed observed = Observed.disturbing(flink.at(2))) {
      Way way = new Way("replayed", observed, Arrangement.AS_GIVEN);
      Conformance.requireSameEverywhere(
          new WordCounts(WordCounts.Fault.NONE), List.of(way), folder);
      assertEquals(1, observed.graphs().size());
      // Key and Write, and nothing that Beam puts around them.
      assertEquals(2, observed.failures());
    }
  }

  @Test
  void functionsWithTwoOutputsAreDisturbedToo(Runner flink) {
    try (Observed observed = Observed.disturbing(flink.at(1))) {
      Pipeline pipeline = Pipeline.create(observed.options("two outputs"));
      List<Integer> numbers = new ArrayList<>();
      for (int number = 0; number < 100; number++) {
        numbers.add(number);
      }
      pipeline
          .apply("Numbers", Create.of(numbers))
          .apply(
              "Split",
              ParDo.of(new Split()).withOutputTags(Split.EVEN, TupleTagList.of(Split.ODD)));
      pipeline.run().waitUntilFinish();
      assertEquals(2, observed.failures());
    }
  }

  @Test
  void anObserverKeepsTheGraphsOfAllItsParallelisms(@TempDir Path folder) throws Exception {
    try (Observed observed = Observed.watching(Runners.direct(2))) {
      Conformance.requireSameEverywhere(
          new WordCounts(WordCounts.Fault.NONE),
          List.of(
              new Way("two", observed, Arrangement.AS_GIVEN),
              new Way("one", observed.at(1), Arrangement.AS_GIVEN)),
          folder);
      assertEquals(2, observed.graphs().size());
      assertEquals("Group", observed.graphs().get(1).movements().get(0).step());
      assertEquals(0, observed.failures());
    }
  }

  @Test
  void aFaultHappensOnceAndOnlyWhenArmed() {
    Pipeline quiet = Pipeline.create(Runners.direct(1).options("quiet"));
    quiet.apply(Create.of(1, 2, 3)).apply(FailOnce.after("quiet", 0));
    quiet.run().waitUntilFinish();
    assertFalse(FailOnce.happened("quiet"));

    FailOnce.arm("loud");
    Pipeline loud = Pipeline.create(Runners.direct(1).options("loud"));
    loud.apply(Create.of(1, 2, 3)).apply(FailOnce.after("loud", 0));
    RuntimeException thrown =
        assertThrows(RuntimeException.class, () -> loud.run().waitUntilFinish());
    assertTrue(thrown.getMessage().contains(FailOnce.MESSAGE + "loud"), thrown::getMessage);
    assertTrue(FailOnce.happened("loud"));

    Pipeline again = Pipeline.create(Runners.direct(1).options("again"));
    again.apply(Create.of(1, 2, 3)).apply(FailOnce.after("loud", 0));
    again.run().waitUntilFinish();
  }

  @Test
  void aRearrangementKeepsEndingsAndElements() {
    assertEquals("a.warc.gz", Arrangement.AS_GIVEN.name("a.warc.gz"));
    assertEquals("moved-21a.warc.gz", Arrangement.RENAMED_AND_REORDERED.name("a12.warc.gz"));
    assertEquals("moved-EMDAER", Arrangement.RENAMED_AND_REORDERED.name("README"));
    assertEquals(List.of(3, 2, 1), Arrangement.RENAMED_AND_REORDERED.order(List.of(1, 2, 3)));
    assertEquals(List.of(1, 2, 3), Arrangement.AS_GIVEN.order(List.of(1, 2, 3)));
  }

  static final class Split extends DoFn<Integer, Integer> {
    static final TupleTag<Integer> EVEN = new TupleTag<>() {};
    static final TupleTag<Integer> ODD = new TupleTag<>() {};

    @ProcessElement
    public void process(@Element Integer number, MultiOutputReceiver out) {
      out.get(number % 2 == 0 ? EVEN : ODD).output(number);
    }
  }
}

package io.winnow.testing;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.winnow.testing.GraphWalk.Movement;
import io.winnow.testing.GraphWalk.Reason;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TupleTag;
import org.junit.jupiter.api.Test;

class GraphWalkTest {
  /** Stands for a document: what must not be grouped. */
  static final class Page implements Serializable {}

  private final Pipeline pipeline = Pipeline.create();

  private PCollection<KV<Integer, Page>> pages() {
    return pipeline.apply(
        "Pages", Create.empty(KvCoder.of(VarIntCoder.of(), SerializableCoder.of(Page.class))));
  }

  private PCollection<KV<Integer, Integer>> numbers() {
    return pipeline.apply("Numbers", Create.of(KV.of(1, 2)));
  }

  private void assertCaught(String step, Reason reason) {
    GraphWalk walk = GraphWalk.of(pipeline);
    AssertionError error =
        assertThrows(AssertionError.class, () -> walk.requireNothingMovedCarries(Page.class));
    assertTrue(error.getMessage().contains(step + ", " + reason), error::getMessage);
  }

  @Test
  void aGroupedValueIsFound() {
    pages().apply("Group", GroupByKey.create());
    assertCaught("Group", Reason.GROUPED);
  }

  @Test
  void aGroupedValueInsideAListInsideAPairIsFound() {
    pipeline
        .apply(
            "Lists",
            Create.empty(
                KvCoder.of(
                    VarIntCoder.of(),
                    KvCoder.of(
                        StringUtf8Coder.of(), ListCoder.of(SerializableCoder.of(Page.class))))))
        .apply("Group", GroupByKey.create());
    assertCaught("Group", Reason.GROUPED);
  }

  @Test
  void oneSideOfAJoinIsFound() {
    TupleTag<Page> pages = new TupleTag<>() {};
    TupleTag<Integer> numbers = new TupleTag<>() {};
    KeyedPCollectionTuple.of(pages, pages())
        .and(numbers, numbers())
        .apply("Join", CoGroupByKey.create());
    assertCaught("Join/GBK", Reason.GROUPED);
  }

  @Test
  void aReshuffleIsFound() {
    pages().apply("Spread", Reshuffle.of());
    assertCaught("Spread/GroupByKey", Reason.GROUPED);
  }

  @Test
  void aSideInputIsFound() {
    pages().apply("Everywhere", View.asList());
    assertThrows(
        AssertionError.class, () -> GraphWalk.of(pipeline).requireNothingMovedCarries(Page.class));
  }

  @Test
  void functionsAndSmallGroupedValuesPass() {
    pages();
    numbers().apply("Add up", Combine.perKey(Sum.ofIntegers()));
    GraphWalk walk = GraphWalk.of(pipeline);
    assertDoesNotThrow(() -> walk.requireNothingMovedCarries(Page.class));
    List<Movement> moved = walk.carrying(VarIntCoder.of()::equals);
    assertEquals(
        List.of(
            new Movement("Add up", Reason.COMBINED, VarIntCoder.of()),
            new Movement("Add up/GroupByKey", Reason.GROUPED, VarIntCoder.of())),
        moved);
  }
}

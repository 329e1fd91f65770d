package io.winnow.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.runners.TransformHierarchy.Node;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;

/**
 * What a pipeline moves between workers, read off its graph before it runs: the values of every
 * grouping (also inside {@code CoGroupByKey}, {@code Reshuffle}, {@code Distinct} ...), the
 * accumulators of every combine, and the side inputs.
 *
 * @param movements in the order of the graph
 */
public record GraphWalk(List<Movement> movements) {
  public GraphWalk {
    movements = List.copyOf(movements);
  }

  /** Why data moves. */
  public enum Reason {
    GROUPED,
    COMBINED,
    SIDE_INPUT
  }

  /**
   * One place where data moves.
   *
   * @param step the transform's full name
   * @param value how the moved value is encoded; for a combine, the value before it is combined
   */
  public record Movement(String step, Reason reason, Coder<?> value) {}

  /** Walks a pipeline that has been built; it may run afterwards. */
  public static GraphWalk of(Pipeline pipeline) {
    List<Movement> movements = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(Node node) {
            // The pipeline itself is a node without a transform.
            if (node.getTransform() != null) {
              visit(node);
            }
            return CompositeBehavior.ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(Node node) {
            visit(node);
          }

          private void visit(Node node) {
            PTransform<?, ?> transform = node.getTransform();
            if (transform instanceof GroupByKey) {
              add(node, Reason.GROUPED);
            } else if (transform instanceof Combine.PerKey) {
              add(node, Reason.COMBINED);
            } else if (transform instanceof View.CreatePCollectionView) {
              add(node, Reason.SIDE_INPUT);
            }
          }

          private void add(Node node, Reason reason) {
            for (Object input : node.getInputs().values()) {
              Coder<?> coder = ((PCollection<?>) input).getCoder();
              boolean keyed = reason != Reason.SIDE_INPUT && coder instanceof KvCoder;
              Coder<?> value = keyed ? ((KvCoder<?, ?>) coder).getValueCoder() : coder;
              movements.add(new Movement(node.getFullName(), reason, value));
            }
          }
        });
    return new GraphWalk(movements);
  }

  /** The movements whose coder, or a coder anywhere inside it, passes. */
  public List<Movement> carrying(Predicate<Coder<?>> coder) {
    return movements.stream().filter(movement -> anyWithin(movement.value(), coder)).toList();
  }

  /** Fails if a value of one of these classes is grouped, combined or handed to all workers. */
  public void requireNothingMovedCarries(Class<?>... classes) {
    requireNothingMoved(
        coder -> {
          Class<?> encoded = coder.getEncodedTypeDescriptor().getRawType();
          return Arrays.stream(classes).anyMatch(each -> each.isAssignableFrom(encoded));
        },
        Arrays.stream(classes).map(Class::getSimpleName).toList().toString());
  }

  /**
   * Fails if a coder that passes is among those that move data.
   *
   * @param what for the message
   */
  public void requireNothingMoved(Predicate<Coder<?>> coder, String what) {
    List<Movement> found = carrying(coder);
    if (!found.isEmpty()) {
      StringBuilder message = new StringBuilder("the pipeline moves ").append(what).append(':');
      for (Movement movement : found) {
        message
            .append("\n  ")
            .append(movement.step())
            .append(", ")
            .append(movement.reason())
            .append(", ")
            .append(movement.value());
      }
      throw new AssertionError(message.toString());
    }
  }

  private static boolean anyWithin(Coder<?> coder, Predicate<Coder<?>> wanted) {
    // A join's coder calls the coders of its sides components, and says that it has no arguments.
    List<? extends Coder<?>> components =
        coder instanceof StructuredCoder<?> structured ? structured.getComponents() : List.of();
    return wanted.test(coder)
        || coder.getCoderArguments().stream().anyMatch(part -> anyWithin(part, wanted))
        || components.stream().anyMatch(part -> anyWithin(part, wanted));
  }
}

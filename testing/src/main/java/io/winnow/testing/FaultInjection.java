package io.winnow.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.runners.AppliedPTransform;
import org.apache.beam.sdk.runners.PTransformMatcher;
import org.apache.beam.sdk.runners.PTransformOverride;
import org.apache.beam.sdk.runners.PTransformOverrideFactory;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.reflect.DoFnSignatures;
import org.apache.beam.sdk.util.construction.PTransformReplacements;
import org.apache.beam.sdk.util.construction.ReplacementOutputs;
import org.apache.beam.sdk.util.construction.SplittableParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;

/** Puts a {@link FailOnce} behind every output of every {@code ParDo} of a pipeline. */
final class FaultInjection {
  private FaultInjection() {}

  /** Returns the names of the faults, all armed. */
  static List<String> into(Pipeline pipeline, String token) {
    // Sources that Beam writes as functions become sources again, as Flink's runner does it.
    SplittableParDo.convertReadBasedSplittableDoFnsToPrimitiveReadsIfNecessary(pipeline);
    Factory<?, ?> factory = new Factory<>(token);
    PTransformMatcher matcher =
        application ->
            application.getTransform() instanceof ParDo.MultiOutput<?, ?> parDo
                && !factory.done.contains(parDo)
                && !DoFnSignatures.isSplittable(parDo.getFn());
    pipeline.replaceAll(List.of(PTransformOverride.of(matcher, factory)));
    return factory.names;
  }

  private static final class Factory<InputT, OutputT>
      implements PTransformOverrideFactory<
          PCollection<? extends InputT>, PCollectionTuple, ParDo.MultiOutput<InputT, OutputT>> {
    final Set<PTransform<?, ?>> done = Collections.newSetFromMap(new IdentityHashMap<>());
    final List<String> names = new ArrayList<>();
    private final String token;

    Factory(String token) {
      this.token = token;
    }

    @Override
    public PTransformReplacement<PCollection<? extends InputT>, PCollectionTuple>
        getReplacementTransform(
            AppliedPTransform<
                    PCollection<? extends InputT>,
                    PCollectionTuple,
                    ParDo.MultiOutput<InputT, OutputT>>
                application) {
      ParDo.MultiOutput<InputT, OutputT> parDo = application.getTransform();
      done.add(parDo);
      return PTransformReplacement.of(
          PTransformReplacements.getSingletonMainInput(application),
          new Failing<>(
              parDo, token + " " + application.getFullName(), application.getOutputs(), names));
    }

    @Override
    public Map<PCollection<?>, ReplacementOutput> mapOutputs(
        Map<TupleTag<?>, PCollection<?>> outputs, PCollectionTuple newOutput) {
      return ReplacementOutputs.tagged(outputs, newOutput);
    }
  }

  private static final class Failing<InputT, OutputT>
      extends PTransform<PCollection<? extends InputT>, PCollectionTuple> {
    private final transient ParDo.MultiOutput<InputT, OutputT> parDo;
    private final String name;
    private final transient Map<TupleTag<?>, PCollection<?>> originals;
    private final transient List<String> names;

    Failing(
        ParDo.MultiOutput<InputT, OutputT> parDo,
        String name,
        Map<TupleTag<?>, PCollection<?>> originals,
        List<String> names) {
      this.parDo = parDo;
      this.name = name;
      this.originals = originals;
      this.names = names;
    }

    @Override
    public PCollectionTuple expand(PCollection<? extends InputT> input) {
      PCollectionTuple before = input.apply("Function", parDo);
      PCollectionTuple after = PCollectionTuple.empty(input.getPipeline());
      int output = 0;
      for (TupleTag<?> tag : before.getAll().keySet()) {
        after = disturb(before, after, tag, output++);
      }
      return after;
    }

    @SuppressWarnings("unchecked") // tag and coder belong to the same output
    private <T> PCollectionTuple disturb(
        PCollectionTuple before, PCollectionTuple after, TupleTag<T> tag, int output) {
      PCollection<T> collection = before.get(tag);
      PCollection<?> original = originals.get(tag);
      if (original != null) {
        collection.setCoder((Coder<T>) original.getCoder());
      }
      String fault = name + " " + output;
      names.add(fault);
      FailOnce.arm(fault);
      return after.and(tag, collection.apply("Fault" + output, FailOnce.after(fault, 2)));
    }

    @Override
    public Map<TupleTag<?>, PValue> getAdditionalInputs() {
      return parDo.getAdditionalInputs();
    }
  }
}

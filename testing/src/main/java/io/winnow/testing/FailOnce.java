package io.winnow.testing;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Hands elements on and fails once in this JVM: right after it handed on the element of a given
 * number, or at the end of the first bundle if fewer came. The runner then runs the bundle again,
 * and whatever follows sees elements a second time.
 *
 * <p>Does nothing until its name is {@linkplain #arm armed}, so it can stay in a pipeline.
 */
public final class FailOnce<T> extends PTransform<PCollection<T>, PCollection<T>> {
  /** What the failure is called; runners wrap it, but its message stays. */
  public static final String MESSAGE = "a bundle fails once, on purpose: ";

  private static final ConcurrentMap<String, Fault> FAULTS = new ConcurrentHashMap<>();

  private final String name;
  private final long element;

  private FailOnce(String name, long element) {
    this.name = name;
    this.element = element;
  }

  /**
   * @param name of the fault, one in a JVM
   * @param element counted from 0 over all workers of this JVM
   */
  public static <T> FailOnce<T> after(String name, long element) {
    return new FailOnce<>(name, element);
  }

  /** From now on the fault of this name can happen, once. */
  public static void arm(String name) {
    FAULTS.put(name, new Fault());
  }

  /** Whether the fault has happened since it was armed. */
  public static boolean happened(String name) {
    Fault fault = FAULTS.get(name);
    return fault != null && fault.isSpent();
  }

  @Override
  public PCollection<T> expand(PCollection<T> input) {
    return input.apply("Fail", ParDo.of(new Fn<T>(name, element))).setCoder(input.getCoder());
  }

  /** Thrown by a fault. */
  public static final class DeliberateException extends RuntimeException {
    DeliberateException(String name) {
      super(MESSAGE + name);
    }
  }

  private static final class Fault {
    private final AtomicLong seen = new AtomicLong();
    private boolean spent;

    synchronized boolean isSpent() {
      return spent;
    }

    synchronized boolean spend() {
      boolean first = !spent;
      spent = true;
      return first;
    }
  }

  private static final class Fn<T> extends DoFn<T, T> {
    private final String name;
    private final long element;
    private transient boolean handedOn;

    Fn(String name, long element) {
      this.name = name;
      this.element = element;
    }

    @StartBundle
    public void start() {
      handedOn = false;
    }

    @ProcessElement
    public void process(@Element T value, OutputReceiver<T> out) {
      out.output(value);
      handedOn = true;
      Fault fault = FAULTS.get(name);
      if (fault != null && fault.seen.getAndIncrement() == element) {
        failIfFirst(fault);
      }
    }

    @FinishBundle
    public void finish() {
      Fault fault = FAULTS.get(name);
      if (fault != null && handedOn) {
        failIfFirst(fault);
      }
    }

    private void failIfFirst(Fault fault) {
      if (fault.spend()) {
        throw new DeliberateException(name);
      }
    }
  }
}

package io.winnow.corpus.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * ONNX Runtime in this JVM. It recurses where a Java thread's stack is too small, and then does not
 * end in an exception, but ends the process: over the command line, a regular expression at its
 * start, where that has some ten thousand characters; and over graphs of a few thousand nodes.
 */
public final class OnnxRuntime {
  /** Only what is used of it becomes memory. */
  private static final long STACK_BYTES = 1L << 30;

  private OnnxRuntime() {}

  /** Made once, by the first who asks. */
  private static final class Holder {
    static final OrtEnvironment ENVIRONMENT = onLargeStack(OrtEnvironment::getEnvironment);
  }

  /** The environment that all sessions share. */
  public static OrtEnvironment environment() {
    return Holder.ENVIRONMENT;
  }

  /**
   * The result of a task that needs more stack than a Java thread has.
   *
   * @throws E what the task throws, which must be of that type or unchecked
   */
  public static <T, E extends Exception> T onLargeStack(Task<T, E> task) throws E {
    FutureTask<T> running = new FutureTask<>((Callable<T>) task::run);
    new Thread(null, running, "winnow-onnx", STACK_BYTES).start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return running.get();
        } catch (InterruptedException e) {
          // A worker whose job is cancelled. To give up here would leave the class without its
          // environment for as long as the process lives.
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error fault) {
        throw fault;
      }
      @SuppressWarnings("unchecked") // unchecked faults are thrown as they are
      E fault = (E) e.getCause();
      throw fault;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A task with a result. */
  @FunctionalInterface
  public interface Task<T, E extends Exception> {
    T run() throws E;
  }
}

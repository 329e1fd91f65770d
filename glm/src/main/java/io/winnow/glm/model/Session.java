package io.winnow.glm.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Makes sessions of ONNX Runtime for graphs whose weights lie in files. */
final class Session {
  /**
   * ONNX Runtime goes through a graph by recursion, deeper than the stack of a Java thread allows
   * for a few thousand nodes; and it does not end in an exception, but ends the process. Only what
   * is used of this becomes memory.
   */
  private static final long STACK_BYTES = 1L << 30;

  private Session() {}

  /**
   * @param root folder that the graph's places of weights are relative to
   * @throws UnusableCheckpoint if ONNX Runtime does not take it
   */
  static OrtSession open(byte[] model, Path root) {
    FutureTask<OrtSession> opening = new FutureTask<>(() -> create(model, root));
    Thread thread = new Thread(null, opening, "winnow-load-glm", STACK_BYTES);
    thread.start();
    try {
      return opening.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OrtException fault) {
        throw new UnusableCheckpoint(
            "ONNX Runtime does not take the checkpoint: " + firstLine(fault), fault);
      }
      throw new IllegalStateException("the checkpoint could not be loaded", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a checkpoint was loaded", e);
    }
  }

  private static String firstLine(OrtException fault) {
    return String.valueOf(fault.getMessage()).lines().findFirst().orElse("");
  }

  private static OrtSession create(byte[] model, Path root) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // One thread per run, and several runs at a time: sums are then always in the same order.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      // Shapes change from run to run, so a pattern of memory would be made for each.
      options.setMemoryPatternOptimization(false);
      options.addConfigEntry(
          "session.model_external_initializers_file_folder_path", root.toString());
      return OrtEnvironment.getEnvironment().createSession(model, options);
    }
  }
}

package io.winnow.glm.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.winnow.corpus.onnx.OnnxRuntime;
import java.nio.file.Path;

/** Makes sessions of ONNX Runtime for graphs whose weights lie in files. */
final class Session {
  private Session() {}

  /**
   * @param root folder that the graph's places of weights are relative to
   * @throws UnusableCheckpoint if ONNX Runtime does not take it
   */
  static OrtSession open(byte[] model, Path root) {
    try {
      return OnnxRuntime.onLargeStack(() -> create(model, root));
    } catch (OrtException fault) {
      throw new UnusableCheckpoint(
          "ONNX Runtime does not take the checkpoint: " + firstLine(fault), fault);
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
      return OnnxRuntime.environment().createSession(model, options);
    }
  }
}

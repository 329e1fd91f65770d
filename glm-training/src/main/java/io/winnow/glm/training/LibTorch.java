package io.winnow.glm.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

/** The native library, loaded from the class path without network. */
final class LibTorch {
  static {
    // The library would otherwise look for its native part on the network, and tell of its use.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    Engine.getEngine("PyTorch");
    // Threads are ours, one for each lane: an operator over these small arrays is not worth
    // two, and sums then have one order.
    JniUtils.setNumThreads(1);
  }

  private LibTorch() {}

  /** A manager of arrays on CPU, for a thread that differentiates only where it says so. */
  static NDManager manager() {
    prepareThread();
    return NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  /** To be called by every thread before it computes. */
  static void prepareThread() {
    JniUtils.setNumThreads(1);
    JniUtils.setGradMode(false);
    // The operators written as TorchScript are run as they are. Otherwise the first call of a
    // process is only watched and later ones are rewritten, which rounds differently: a training
    // that goes on would not give the bits of one that was never stopped. The setting is of the
    // thread.
    JniUtils.setGraphExecutorOptimize(false);
  }
}

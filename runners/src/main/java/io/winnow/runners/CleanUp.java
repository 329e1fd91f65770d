package io.winnow.runners;

/** Work that is done once: when its owner is closed, or when the JVM is asked to stop before. */
final class CleanUp {
  private final Runnable work;
  private final Thread hook;

  CleanUp(String name, Runnable work) {
    this.work = work;
    this.hook = new Thread(work, name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  void run() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // The JVM is stopping: the hook does the work.
    }
    work.run();
  }
}

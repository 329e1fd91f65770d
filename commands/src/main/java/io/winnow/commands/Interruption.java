package io.winnow.commands;

import java.io.PrintWriter;

/** Says, when the process is told to end in the middle of a run, that nothing is lost. */
final class Interruption {
  private final Thread hook;

  Interruption(PrintWriter err, String out) {
    hook =
        new Thread(
            () -> {
              err.println();
              err.println(
                  "winnow: interrupted; the same command goes on where it stopped, in " + out);
              err.flush();
            });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The run has ended by itself. */
  void over() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook is what says so.
    }
  }
}

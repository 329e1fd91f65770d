package io.winnow.commands;

/** Where the log of this process goes; to be said before anything logs. */
final class RunLog {
  /** Read by log4j2.xml. */
  static final String PROPERTY = "winnow.log";

  private RunLog() {}

  /** Logs into the folder of a run, unless it is on another filesystem. */
  static void in(String folder) {
    if (!folder.contains("://")) {
      System.setProperty(PROPERTY, folder + "/winnow.log");
    }
  }
}

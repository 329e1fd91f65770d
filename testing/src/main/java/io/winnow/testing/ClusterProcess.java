package io.winnow.testing;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * What a JVM of {@link StandaloneCluster} starts with: Flink's own {@code main}, and a thread that
 * halts the JVM as soon as nobody holds the other end of its standard input. So no process outlives
 * the tests, even if their JVM is killed.
 */
final class ClusterProcess {
  private ClusterProcess() {}

  public static void main(String[] arguments)
      throws ClassNotFoundException, NoSuchMethodException, IllegalAccessException {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {}
              } catch (IOException e) {
                // As good as the end.
              }
              Runtime.getRuntime().halt(1);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    try {
      Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(arguments[0] + " failed", e.getCause());
    }
  }
}

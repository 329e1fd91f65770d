package io.winnow.commands;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Says of a command line, before the JVM that carries it out is started, whether so little is to be
 * read that compiling for speed would cost more than it saves. The script {@code ./winnow} asks. A
 * wrong answer costs time and nothing else, so this looks at the recipe's words only; and what it
 * does not understand is large.
 */
final class SmallRun {
  /** Of all files that the recipe speaks of, as they lie there. */
  static final long BYTES = 1 << 20;

  private final Path folder;
  private long bytes;

  private SmallRun(Path folder) {
    this.folder = folder;
  }

  /** Ends with 0 if the run is small and with 1 if it is not. */
  public static void main(String[] arguments) {
    System.exit(isSmall(arguments) ? 0 : 1);
  }

  /**
   * @param arguments of {@code winnow}
   */
  static boolean isSmall(String... arguments) {
    try {
      for (String argument : arguments) {
        if (argument.endsWith(".yaml")) {
          Path recipe = Path.of(argument).toAbsolutePath();
          SmallRun run = new SmallRun(recipe.resolveSibling(""));
          return run.add(read(Files.readString(recipe))) && run.addOverrides(arguments);
        }
      }
    } catch (IOException | RuntimeException e) {
      // The command will say what is wrong.
    }
    return false;
  }

  private static Object read(String yaml) {
    return new Load(LoadSettings.builder().build()).loadFromString(yaml);
  }

  /** Adds what overrides, {@code PATH=VALUE}, speak of: they may name other files and stages. */
  private boolean addOverrides(String... arguments) throws IOException {
    for (String argument : arguments) {
      int value = argument.lastIndexOf('=') + 1;
      if (value > 0 && (argument.contains("score") || !add(read(argument.substring(value))))) {
        return false;
      }
    }
    return true;
  }

  /** Adds what a part of the recipe speaks of; false if that is large, or not to be found out. */
  private boolean add(Object part) throws IOException {
    if (part instanceof Map<?, ?> map) {
      return add(map.keySet()) && add(map.values());
    }
    if (part instanceof Iterable<?> list) {
      for (Object each : list) {
        if (!add(each)) {
          return false;
        }
      }
      return true;
    }
    String word = String.valueOf(part);
    // The GLM's loops are Java, and nothing but hot.
    if (word.equals("score") || word.contains("://") || word.startsWith("$")) {
      return false;
    }
    int wild = word.replaceAll("[*?\\[{!].*", "").length();
    Path path =
        folder.resolve(
            wild < word.length() ? word.substring(0, word.lastIndexOf('/', wild) + 1) : word);
    if (!word.isEmpty() && Files.exists(path)) {
      Files.walkFileTree(
          path,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              bytes += attributes.size();
              return bytes > BYTES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
          });
    }
    return bytes <= BYTES;
  }
}

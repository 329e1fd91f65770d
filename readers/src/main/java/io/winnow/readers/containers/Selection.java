package io.winnow.readers.containers;

import io.winnow.readers.source.MissingInput;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Which files of a container a path of a source means: {@code lib.jar!/org/**} leads to those below
 * {@code org} alone. The others are no records of the source.
 */
public final class Selection {
  private static final String MARK = "!/";

  private final String container;
  private final @Nullable PathMatcher inside;

  /**
   * @param path of an input, with or without a pattern behind {@code !/}
   * @throws MissingInput if the pattern is none
   */
  public Selection(String path) {
    int mark = path.indexOf(MARK);
    this.container = mark < 0 ? path : path.substring(0, mark);
    try {
      this.inside =
          mark < 0
              ? null
              : FileSystems.getDefault()
                  .getPathMatcher("glob:" + path.substring(mark + MARK.length()));
    } catch (PatternSyntaxException e) {
      throw new MissingInput(path + " is no pattern: " + e.getDescription());
    }
  }

  /** The part of a path in front of the first {@code !/}. */
  public static String container(String path) {
    int mark = path.indexOf(MARK);
    return mark < 0 ? path : path.substring(0, mark);
  }

  /** The {@code !/} and what is behind it; empty if there is none. */
  public static String inside(String path) {
    return path.substring(container(path).length());
  }

  /** The input file. */
  public String container() {
    return container;
  }

  /** Whether all files are meant. */
  public boolean isWhole() {
    return inside == null;
  }

  /** Whether a file of the container, by its path there, is meant. */
  public boolean selects(String name) {
    return inside == null || inside.matches(path(name));
  }

  /**
   * Archives may have names that no file can have here; what is odd in them counts as {@code _}.
   */
  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      return Path.of(name.replaceAll("[^ -~]", "_"));
    }
  }
}

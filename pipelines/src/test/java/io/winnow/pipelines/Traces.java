package io.winnow.pipelines;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which classes have run, and which stages were asked for; classes that are traced tell it. */
public final class Traces {
  /** True for the number of each class of which a method has run. */
  public static final boolean[] SEEN = new boolean[1 << 14];

  private static final List<String> NAMES = new ArrayList<>();
  private static final List<Asked> ASKED = new ArrayList<>();

  private Traces() {}

  /**
   * A stage whose key was asked for.
   *
   * @param function that computes each shard, where shards are computed by themselves
   */
  public record Asked(Object stage, @Nullable Object function) {}

  /** The number of a class. */
  public static synchronized int number(String name) {
    NAMES.add(name);
    return NAMES.size() - 1;
  }

  /** Called by a traced class before it makes the key of a stage. */
  public static synchronized void ask(Object stage, @Nullable Object function) {
    ASKED.add(new Asked(stage, function));
  }

  public static synchronized List<Asked> asked() {
    return List.copyOf(ASKED);
  }

  /** Forgets what has run. */
  public static synchronized void clear() {
    Arrays.fill(SEEN, false);
  }

  /** Internal names of the classes that have run since. */
  public static synchronized Set<String> seen() {
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < NAMES.size(); i++) {
      if (SEEN[i]) {
        seen.add(NAMES.get(i));
      }
    }
    return seen;
  }
}

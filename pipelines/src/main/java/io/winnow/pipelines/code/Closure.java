package io.winnow.pipelines.code;

import io.winnow.corpus.Digest;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that some classes can reach.
 *
 * @param roots where it begins: from several places the same classes may be reached
 * @param classes digests of Winnow's own classes, and of those of users' steps, by internal name
 * @param resources digests of the files that these read, by path
 * @param libraries versions of the libraries that these name
 */
record Closure(
    SortedSet<String> roots,
    SortedMap<String, String> classes,
    SortedMap<String, String> resources,
    SortedMap<String, String> libraries) {
  /** Raised when the same code is to have other digests than before. */
  private static final int SCHEME = 1;

  /** The closure of classes of one loader, by internal names. */
  static Closure of(Collection<String> roots, ClassFiles files) {
    Closure closure =
        new Closure(new TreeSet<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    Deque<String> todo = new ArrayDeque<>();
    for (String root : roots) {
      closure.add(root, files, todo);
    }
    closure.roots.addAll(todo);
    while (!todo.isEmpty()) {
      String name = todo.remove();
      for (String named : files.part(name).names()) {
        closure.add(named, files, todo);
      }
    }
    return closure;
  }

  private void add(String name, ClassFiles files, Deque<String> todo) {
    if (classes.containsKey(name)) {
      return;
    }
    ClassFiles.Part part = files.part(name);
    libraries.putAll(part.libraries());
    if (part.digest() != null) {
      classes.put(name, part.digest());
      resources.putAll(part.resources());
      todo.add(name);
    }
  }

  String digest() {
    Digest digest = new Digest().add(SCHEME).add(roots.size());
    roots.forEach(digest::add);
    for (SortedMap<String, String> part : List.of(classes, resources, libraries)) {
      digest.add(part.size());
      part.forEach((name, value) -> digest.add(name).add(value));
    }
    return digest.hex();
  }
}

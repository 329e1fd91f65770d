package io.winnow.pipelines.code;

import static io.winnow.corpus.Require.require;

import io.winnow.corpus.Digest;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Digests the code that can compute a result, so that a changed program never reuses what an older
 * one wrote, and nothing is computed again for a change elsewhere.
 *
 * <p>What counts: (1) the classes that can be reached from the roots by what compiled classes name,
 * and no others; those of libraries and of the platform are not followed. What is named by a string
 * (reflection, service loaders) or by an annotation is not seen. (2) Files that lie beside these
 * classes and that a string in one of them leads to, from the class or, with a slash, from the top;
 * a folder stands for all its files. A string without a dot or a slash is no path, and of one that
 * is joined together the beginning counts, up to the last slash in it. (3) The versions in {@code
 * libraries.properties} of the libraries named; a class that is of none of them is followed as if
 * it were Winnow's, which is how steps of users count. (4) The number of this scheme. Line numbers
 * and so comments do not count, nor does whether classes lie in a jar.
 */
public final class CodeDigest {
  private static final ConcurrentMap<ClassLoader, ClassFiles> LOADERS = new ConcurrentHashMap<>();

  private CodeDigest() {}

  /**
   * Of the code that can be reached from classes.
   *
   * @param roots where the computation begins
   * @throws IllegalArgumentException if one is of a library or of the platform, which compute
   *     nothing by themselves
   */
  public static String of(Class<?>... roots) {
    Closure closure = closure(Set.of(roots));
    for (Class<?> root : roots) {
      require(
          closure.roots().contains(root.getName().replace('.', '/')),
          "%s is of a library, so it does not say what is computed",
          root.getName());
    }
    return closure.digest();
  }

  /**
   * Of the code that can be reached from an object that is sent to workers: from its class, and the
   * classes and lambdas of all that it holds. Values do not count.
   *
   * @throws IllegalArgumentException if it cannot be sent
   */
  public static String ofInstance(Object function) {
    Digest digest = new Digest().add(closureOfInstance(function).digest());
    SentObjects.of(function).lambdas().forEach(digest::add);
    return digest.hex();
  }

  /** The classes that count in {@link #of}, by internal name. */
  public static Set<String> classes(Class<?>... roots) {
    return closure(Set.of(roots)).classes().keySet();
  }

  /** The classes that count in {@link #ofInstance}, by internal name. */
  public static Set<String> classesOfInstance(Object function) {
    return closureOfInstance(function).classes().keySet();
  }

  static Closure closure(Set<Class<?>> roots) {
    return closure(roots, Set.of());
  }

  static Closure closureOfInstance(Object function) {
    SentObjects sent = SentObjects.of(function);
    return closure(sent.classes(), sent.implementations());
  }

  private static Closure closure(Set<Class<?>> roots, Set<String> names) {
    Set<String> all = new TreeSet<>(names);
    ClassLoader loader = CodeDigest.class.getClassLoader();
    for (Class<?> root : roots) {
      Class<?> type = root;
      while (type.isArray()) {
        type = type.getComponentType();
      }
      require(!type.isHidden(), "%s has no file", type);
      if (!type.isPrimitive()) {
        all.add(type.getName().replace('.', '/'));
        loader = further(loader, type.getClassLoader());
      }
    }
    return Closure.of(all, LOADERS.computeIfAbsent(loader, ClassFiles::new));
  }

  /** A loader that sees the program as it is, and classes that were added to it. */
  private static ClassLoader further(ClassLoader loader, @Nullable ClassLoader other) {
    boolean platform = other == null || other == ClassLoader.getPlatformClassLoader();
    return platform || other == CodeDigest.class.getClassLoader() ? loader : other;
  }
}
